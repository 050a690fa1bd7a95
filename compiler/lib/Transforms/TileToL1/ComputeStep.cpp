// Divides a tile among the cores and calls microkernels on the parts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ComputeStep.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::tiling;

namespace {
/// Emits one compute region.
class ComputeStep {
public:
  ComputeStep(OpBuilder &builder, snitch::KernelOp kernel,
              const KernelModel &model, const TileSchedule &schedule,
              int64_t cores, TileIndices &indices, Transfers &transfers,
              StepIndex step)
      : builder(builder), loc(kernel.getLoc()), kernel(kernel), model(model),
        schedule(schedule), cores(cores), indices(indices),
        transfers(transfers), step(step) {}

  void emit(Value core) {
    if (schedule.coreDim) {
      divide(core);
      return emitMicrokernels();
    }
    Value isFirst = indices.compare(arith::CmpIPredicate::eq, core, 0);
    emitIf(isFirst, [&] { emitMicrokernels(); });
  }

private:
  /// Runs `body` inside an scf.if, or as it is when `condition` is null.
  void emitIf(Value condition, function_ref<void()> body) {
    if (!condition)
      return body();
    auto ifOp = builder.create<scf::IfOp>(loc, condition, /*else=*/false);
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPoint(ifOp.thenBlock()->getTerminator());
    body();
  }

  /// Core c takes elements c * share up to (c + 1) * share - 1 of the tile,
  /// as far as there are any; or elements c, c + cores, ....
  void divide(Value core) {
    OpFoldResult size = indices.getSize(*schedule.coreDim, step);
    AffineExpr d0 = builder.getAffineDimExpr(0);
    AffineExpr d1 = builder.getAffineDimExpr(1);
    if (schedule.isCyclic) {
      coreOffset = core;
      int64_t atMost =
          llvm::divideCeil(schedule.tile[*schedule.coreDim], cores);
      // Of one, there is no next: a stride would only tell views apart.
      coreStride = atMost > 1 ? cores : 1;
      AffineExpr most = builder.getAffineConstantExpr(atMost);
      coreSize = affine::makeComposedFoldedAffineMin(
          builder, loc,
          AffineMap::get(2, 0, {most, (d1 - d0 + (cores - 1)).floorDiv(cores)},
                         builder.getContext()),
          {core, size});
      if (std::optional<int64_t> whole = getConstantIntValue(size);
          whole && *whole % cores == 0)
        coreSize = builder.getIndexAttr(*whole / cores);
      return;
    }
    if (std::optional<int64_t> whole = getConstantIntValue(size);
        whole && *whole % cores == 0) {
      coreOffset = indices.apply(d0 * (*whole / cores), core);
      coreSize = builder.getIndexAttr(*whole / cores);
      return;
    }
    // The share is that of a whole tile also where the tile at the edge is
    // smaller: a share of its own would make offsets a product of two values,
    // which no affine proof covers.
    AffineExpr share = builder.getAffineConstantExpr(
        llvm::divideCeil(schedule.tile[*schedule.coreDim], cores));
    MLIRContext *context = builder.getContext();
    coreOffset = affine::makeComposedFoldedAffineMin(
        builder, loc, AffineMap::get(2, 0, {d0 * share, d1}, context),
        {core, size});
    coreSize = affine::makeComposedFoldedAffineMin(
        builder, loc, AffineMap::get(2, 0, {share, d1 - d0}, context),
        {coreOffset, size});
  }

  /// This core's part of the tile, along one dimension.
  OpFoldResult getOffset(unsigned dim) {
    return schedule.coreDim == dim ? coreOffset
                                   : OpFoldResult(builder.getIndexAttr(0));
  }
  OpFoldResult getSize(unsigned dim) {
    return schedule.coreDim == dim ? coreSize : indices.getSize(dim, step);
  }

  OpFoldResult getStride(unsigned dim) {
    return builder.getIndexAttr(schedule.coreDim == dim ? coreStride : 1);
  }

  Value getInput(unsigned input) {
    SmallVector<OpFoldResult> offsets, sizes, strides;
    for (AffineExpr expr : model.inputs[input].map.getResults()) {
      unsigned dim = cast<AffineDimExpr>(expr).getPosition();
      offsets.push_back(getOffset(dim));
      sizes.push_back(getSize(dim));
      strides.push_back(getStride(dim));
    }
    return transfers.getInputPart(input, step, offsets, sizes, strides);
  }

  Value getOutput() {
    SmallVector<OpFoldResult> offsets, sizes, strides;
    for (AffineExpr expr : model.output.map.getResults()) {
      unsigned dim = cast<AffineDimExpr>(expr).getPosition();
      OpFoldResult offset = getOffset(dim);
      if (schedule.isResident[dim])
        offset = affine::makeComposedFoldedAffineApply(
            builder, loc,
            builder.getAffineDimExpr(0) + builder.getAffineDimExpr(1),
            {indices.getOffset(dim, step), offset});
      offsets.push_back(offset);
      sizes.push_back(getSize(dim));
      strides.push_back(getStride(dim));
    }
    return transfers.getOutputPart(step, offsets, sizes, strides);
  }

  void emitMicrokernels() {
    Value output = getOutput();
    linalg::LinalgOp root = kernel.getRoot();
    if (model.init == InitKind::Constant)
      emitIf(indices.isFirstOfReduction(step), [&] { emitFill(output); });
    if (!isIdentity(root)) {
      SmallVector<Value> operands;
      for (unsigned input = 0; input < model.inputs.size(); ++input)
        operands.push_back(getInput(input));
      operands.push_back(output);
      emitMicrokernel(root, operands);
    }
    for (auto op : kernel.getBody().getOps<linalg::GenericOp>())
      if (op != root)
        emitIf(indices.isLastOfReduction(step),
               [&] { emitMicrokernel(op, {output}); });
  }

  /// A copy: the tile is stored as it was loaded.
  static bool isIdentity(linalg::LinalgOp op) {
    return op.getBlock()->getTerminator()->getOperand(0) ==
           op.getBlock()->getArguments().back();
  }

  /// The operation of the kernel's body, on memrefs.
  void emitMicrokernel(linalg::LinalgOp op, ValueRange operands) {
    builder.create<snitch::MicrokernelOp>(
        loc, operands, [&](OpBuilder &inner, Location, ValueRange args) {
          auto generic = cast<linalg::GenericOp>(op.getOperation());
          auto copy = inner.create<linalg::GenericOp>(
              generic.getLoc(), TypeRange(), args.drop_back(), args.take_back(),
              generic.getIndexingMapsArray(), generic.getIteratorTypesArray());
          IRMapping mapping;
          generic.getRegion().cloneInto(&copy.getRegion(), mapping);
        });
  }

  void emitFill(Value output) {
    auto fill =
        kernel.getRoot().getDpsInits().front().getDefiningOp<linalg::FillOp>();
    builder.create<snitch::MicrokernelOp>(
        loc, output, [&](OpBuilder &inner, Location, ValueRange args) {
          Operation *constant = fill.getInputs().front().getDefiningOp();
          inner.create<linalg::FillOp>(
              fill.getLoc(), inner.clone(*constant)->getResult(0), args[0]);
        });
  }

  OpBuilder &builder;
  Location loc;
  snitch::KernelOp kernel;
  const KernelModel &model;
  const TileSchedule &schedule;
  int64_t cores;
  TileIndices &indices;
  Transfers &transfers;
  StepIndex step;
  OpFoldResult coreOffset, coreSize;
  int64_t coreStride = 1;
};
} // namespace

void seeker::emitComputeStep(OpBuilder &builder, snitch::KernelOp kernel,
                             const KernelModel &model,
                             const TileSchedule &schedule, int64_t cores,
                             TileIndices &indices, Transfers &transfers,
                             StepIndex step) {
  auto compute = builder.create<snitch::ComputeOp>(kernel.getLoc());
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(compute.getBody().front().getTerminator());
  ComputeStep(builder, kernel, model, schedule, cores, indices, transfers, step)
      .emit(compute.getCore());
}
