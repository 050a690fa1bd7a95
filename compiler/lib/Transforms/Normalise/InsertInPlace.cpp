// Insertions into tensors become kernels that write where the whole lies.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::normalise;

/// Whether a kernel, or an insertion, computes `value` for one use alone.
static bool isComputedForOneUse(Value value) {
  return value.hasOneUse() &&
         isa_and_nonnull<linalg::LinalgOp, tensor::InsertSliceOp>(
             value.getDefiningOp());
}

static bool isUninitialised(Value value) {
  return isa_and_nonnull<tensor::EmptyOp>(value.getDefiningOp());
}

/// Lets a fill, which depends on nothing, run before `op`.
static void moveFillBefore(Operation *op, Value filled) {
  auto fill = filled.getDefiningOp<linalg::FillOp>();
  if (!fill)
    return;
  for (Value operand : fill->getOperands())
    if (!isa_and_nonnull<arith::ConstantOp, tensor::EmptyOp>(
            operand.getDefiningOp()))
      return;
  for (Value operand : fill->getOperands())
    operand.getDefiningOp()->moveBefore(op);
  fill->moveBefore(op);
}

void normalise::insertInPlace(func::FuncOp function) {
  OpBuilder builder(function.getContext());
  SmallVector<tensor::InsertSliceOp> insertions(
      function.front().getOps<tensor::InsertSliceOp>());
  for (tensor::InsertSliceOp op : insertions) {
    builder.setInsertionPoint(op);
    if (isUninitialised(op.getDest()))
      op.getDestMutable().set(
          builder.clone(*op.getDest().getDefiningOp())->getResult(0));
    else if (!isComputedForOneUse(op.getDest()))
      op.getDestMutable().set(createCopy(builder, op.getLoc(), op.getDest()));

    // What is inserted is written after the whole that it is inserted into.
    Operation *source = op.getSource().getDefiningOp();
    if (source && isComputedForOneUse(op.getSource()))
      moveFillBefore(source, op.getDest());
    if (!isComputedForOneUse(op.getSource()) ||
        !isa<linalg::LinalgOp>(source) ||
        (!isUninitialised(op.getDest()) &&
         source->isBeforeInBlock(op.getDest().getDefiningOp())))
      op.getSourceMutable().set(
          createCopy(builder, op.getLoc(), op.getSource()));
  }
}
