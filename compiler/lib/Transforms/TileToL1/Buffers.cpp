// Allocates L1 buffers and words the reasons that `seeker explain` prints.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Buffers.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::tiling;

static Value allocate(OpBuilder &builder, snitch::KernelOp kernel,
                      const Stream &stream, Type elementType, Twine name,
                      StringRef role, unsigned operand, StringRef reason) {
  SmallVector<int64_t> shape(stream.shape);
  if (!shape.empty())
    shape.back() = stream.pitch;
  if (stream.copies > 1)
    shape.insert(shape.begin(), stream.copies);
  auto type = MemRefType::get(shape, elementType, MemRefLayoutAttrInterface(),
                              snitch::L1Attr::get(builder.getContext()));
  return builder.create<snitch::L1AllocOp>(
      kernel.getLoc(), type,
      builder.getStringAttr(kernel.getName() + "." + name),
      kernel.getNameAttr(), builder.getStringAttr(role),
      builder.getI64IntegerAttr(operand),
      builder.getI64IntegerAttr(stream.copies), builder.getStringAttr(reason),
      builder.getI64IntegerAttr(kAlignment), IntegerAttr());
}

static void describeCopies(raw_ostream &os, const Stream &stream) {
  if (stream.copies > 1)
    os << "; " << stream.copies << " copies, so that "
       << (stream.copies > 2 ? "others are" : "one is") << " transferred while "
       << (stream.copies > 2 ? "one" : "the other") << " is computed on";
}

Value seeker::allocateInput(OpBuilder &builder, snitch::KernelOp kernel,
                            const KernelModel &model,
                            const TileSchedule &schedule, unsigned input,
                            StringRef tensor) {
  const Operand &operand = model.inputs[input];
  const Stream &stream = schedule.inputs[input];
  std::string reason;
  llvm::raw_string_ostream os(reason);
  if (stream.transfers == 1)
    os << "all that the kernel reads of operand " << operand.index
       << ", copied in by DMA once";
  else
    os << "tile of operand " << operand.index << ", copied in by DMA "
       << stream.transfers << " times";
  describeCopies(os, stream);
  if (stream.pitch != stream.shape.back())
    os << "; rows are padded to " << stream.pitch << " elements, so that a "
       << "core's stream moves through the superbanks as the DMA does";
  Type type = getElementTypeOrSelf(kernel.getInputs()[operand.index]);
  return allocate(builder, kernel, stream, type, tensor, "input", operand.index,
                  reason);
}

/// The dimensions of the output that stay in L1 as a whole.
static void describeResident(raw_ostream &os, const KernelModel &model,
                             const TileSchedule &schedule) {
  for (size_t dim = 0; dim < model.ranges.size(); ++dim)
    if (schedule.isResident[dim])
      os << "; all " << model.ranges[dim] << " of dimension " << dim
         << " are resident, since "
         << (schedule.dualBuffer && schedule.output.transfers == 1
                 ? "results are stored at the end"
                 : "its loop lies inside the reduction's");
}

static void describeInit(raw_ostream &os, const KernelModel &model) {
  switch (model.init) {
  case InitKind::None:
    os << "; the first step overwrites it, so nothing is copied in";
    return;
  case InitKind::Zero:
    os << "; starts from zeros, filled by DMA";
    return;
  case InitKind::Constant:
    os << "; starts from a constant, filled by the compute cores";
    return;
  case InitKind::Tensor:
    os << "; starts from operand " << model.initTensor.index
       << ", copied into it by DMA";
    if (!model.initTensor.map.isIdentity())
      os << " with repeated rows";
    return;
  }
}

static bool hasReduction(const KernelModel &model) {
  return llvm::is_contained(model.isReduction, true);
}

Value seeker::allocateOutput(OpBuilder &builder, snitch::KernelOp kernel,
                             const KernelModel &model,
                             const TileSchedule &schedule) {
  const Stream &stream = schedule.output;
  bool reduces = hasReduction(model);
  std::string reason;
  llvm::raw_string_ostream os(reason);
  os << (reduces ? "partial sums of the result" : "tile of the result");
  describeResident(os, model, schedule);
  describeInit(os, model);
  os << "; stored by DMA "
     << (stream.transfers == 1 ? "once"
                               : std::to_string(stream.transfers) + " times");
  describeCopies(os, stream);
  Type type = getElementTypeOrSelf(kernel.getOutputs().front());
  return allocate(
      builder, kernel, stream, type, reduces ? "accumulator" : "result",
      reduces ? "accumulator" : "output", model.output.index, reason);
}

ArrayAttr seeker::describeNotAllocated(snitch::KernelOp kernel,
                                       const KernelModel &model) {
  Builder builder(kernel.getContext());
  SmallVector<Attribute> entries;
  auto add = [&](unsigned operand, ShapedType type, const Twine &reason) {
    entries.push_back(builder.getDictionaryAttr(
        {builder.getNamedAttr("operand", builder.getI64IntegerAttr(operand)),
         builder.getNamedAttr("shape",
                              builder.getDenseI64ArrayAttr(type.getShape())),
         builder.getNamedAttr("reason", builder.getStringAttr(reason))}));
  };
  auto result = cast<ShapedType>(kernel.getOutputs().front().getType());
  if (model.init == InitKind::Tensor)
    add(model.initTensor.index,
        cast<ShapedType>(kernel.getInputs()[model.initTensor.index].getType()),
        hasReduction(model)
            ? "the accumulator starts from it, so it needs no buffer of its own"
            : "computed in place: its tile becomes the result's");
  if (model.init == InitKind::Zero)
    add(model.output.index, result,
        "the fill with zeros goes straight into the accumulator");
  add(model.output.index, result,
      "the result is fully overwritten, so it is never copied in");
  return builder.getArrayAttr(entries);
}
