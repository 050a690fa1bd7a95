// Emits a kernel's transfers and the views that they and the cores use.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Transfers.h"
#include "Buffers.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "seeker/Dialect/DMA/IR/DMADialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::tiling;

static unsigned getDim(AffineExpr expr) {
  return cast<AffineDimExpr>(expr).getPosition();
}

Transfers::Transfers(OpBuilder &builder, snitch::KernelOp kernel,
                     const KernelModel &model, const TileSchedule &schedule,
                     TileIndices &indices, const KernelTensors &tensors)
    : builder(builder), loc(kernel.getLoc()), model(model), schedule(schedule),
      indices(indices), tensors(tensors) {
  for (unsigned input = 0; input < model.inputs.size(); ++input)
    inputBuffers.push_back(
        allocateInput(builder, kernel, model, schedule, input,
                      tensors.names[model.inputs[input].index]));
  outputBuffer = allocateOutput(builder, kernel, model, schedule);
}

Value Transfers::getView(Value memref, ArrayRef<OpFoldResult> offsets,
                         ArrayRef<OpFoldResult> sizes,
                         ArrayRef<OpFoldResult> strides) {
  SmallVector<OpFoldResult> ones(offsets.size(), builder.getIndexAttr(1));
  if (strides.empty())
    strides = ones;
  return builder.create<memref::SubViewOp>(loc, memref, offsets, sizes,
                                           strides);
}

Value Transfers::getBufferView(Value buffer, const Stream &stream,
                               StepIndex step, ArrayRef<OpFoldResult> offsets,
                               ArrayRef<OpFoldResult> sizes,
                               ArrayRef<OpFoldResult> strides) {
  if (stream.copies == 1)
    return getView(buffer, offsets, sizes, strides);
  SmallVector<OpFoldResult> allOffsets{indices.getSlot(stream, step)};
  SmallVector<OpFoldResult> allSizes{builder.getIndexAttr(1)};
  llvm::append_range(allOffsets, offsets);
  llvm::append_range(allSizes, sizes);
  SmallVector<OpFoldResult> allStrides(allOffsets.size(),
                                       builder.getIndexAttr(1));
  if (!strides.empty())
    llvm::copy(strides, std::next(allStrides.begin()));
  SmallVector<int64_t> shape;
  SmallVector<Value> dynamic;
  dispatchIndexOpFoldResults(sizes, dynamic, shape);
  auto type = cast<MemRefType>(memref::SubViewOp::inferRankReducedResultType(
      shape, cast<MemRefType>(buffer.getType()), allOffsets, allSizes,
      allStrides));
  return builder.create<memref::SubViewOp>(loc, type, buffer, allOffsets,
                                           allSizes, allStrides);
}

Transfers::Region Transfers::getRegion(const Operand &operand, StepIndex step) {
  bool isOutput = operand.index == model.output.index;
  Region region;
  for (AffineExpr expr : operand.map.getResults()) {
    unsigned dim = getDim(expr);
    if (isOutput && schedule.isResident[dim]) {
      region.offsets.push_back(builder.getIndexAttr(0));
      region.sizes.push_back(builder.getIndexAttr(model.ranges[dim]));
      continue;
    }
    region.offsets.push_back(indices.getOffset(dim, step));
    region.sizes.push_back(indices.getSize(dim, step));
  }
  return region;
}

Value Transfers::startLoad(unsigned input, StepIndex step) {
  const Operand &operand = model.inputs[input];
  Region region = getRegion(operand, step);
  SmallVector<OpFoldResult> zeros(region.sizes.size(), builder.getIndexAttr(0));
  Value from =
      getView(tensors.inputs[operand.index], region.offsets, region.sizes);
  Value to = getBufferView(inputBuffers[input], schedule.inputs[input], step,
                           zeros, region.sizes);
  return builder.create<dma::StartOp>(loc, from, to);
}

Value Transfers::getBroadcastInit() {
  Value tensor = tensors.inputs[model.initTensor.index];
  AffineMap map = model.initTensor.map;
  if (map.isIdentity())
    return tensor;
  auto type = cast<MemRefType>(tensor.getType());
  auto shape = cast<MemRefType>(tensors.output.getType()).getShape();
  auto [ownStrides, offset] = getStridesAndOffset(type);
  // A missing innermost dimension has size 1 and counts as contiguous.
  SmallVector<int64_t> strides(shape.size(), 0);
  strides.back() = 1;
  for (auto [expr, stride] : llvm::zip(map.getResults(), ownStrides))
    strides[getDim(expr)] = stride;
  auto broadcast = MemRefType::get(
      shape, type.getElementType(),
      StridedLayoutAttr::get(builder.getContext(), offset, strides));
  return builder.create<memref::ReinterpretCastOp>(loc, broadcast, tensor,
                                                   offset, shape, strides);
}

Value Transfers::startInit(StepIndex step) {
  Region region = getRegion(model.output, step);
  SmallVector<OpFoldResult> zeros(region.sizes.size(), builder.getIndexAttr(0));
  if (model.init == InitKind::Zero)
    return builder.create<dma::StartZeroOp>(
        loc, getBufferView(outputBuffer, schedule.output, step, zeros,
                           region.sizes));
  Value from = getView(getBroadcastInit(), region.offsets, region.sizes);
  Value to =
      getBufferView(outputBuffer, schedule.output, step, zeros, region.sizes);
  return builder.create<dma::StartOp>(loc, from, to);
}

Value Transfers::startStore(StepIndex step) {
  Region region = getRegion(model.output, step);
  SmallVector<OpFoldResult> zeros(region.sizes.size(), builder.getIndexAttr(0));
  Value from =
      getBufferView(outputBuffer, schedule.output, step, zeros, region.sizes);
  Value to = getView(tensors.output, region.offsets, region.sizes);
  return builder.create<dma::StartOp>(loc, from, to);
}

Value Transfers::getInputPart(unsigned input, StepIndex step,
                              ArrayRef<OpFoldResult> offsets,
                              ArrayRef<OpFoldResult> sizes,
                              ArrayRef<OpFoldResult> strides) {
  return getBufferView(inputBuffers[input], schedule.inputs[input], step,
                       offsets, sizes, strides);
}

Value Transfers::getOutputPart(StepIndex step, ArrayRef<OpFoldResult> offsets,
                               ArrayRef<OpFoldResult> sizes,
                               ArrayRef<OpFoldResult> strides) {
  return getBufferView(outputBuffer, schedule.output, step, offsets, sizes,
                       strides);
}
