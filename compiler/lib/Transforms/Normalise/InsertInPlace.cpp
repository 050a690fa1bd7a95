// Insertions into tensors become kernels that write where the whole lies.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Steps.h"
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
    if (!isComputedForOneUse(op.getSource()) ||
        !isa<linalg::LinalgOp>(source) ||
        (!isUninitialised(op.getDest()) &&
         source->isBeforeInBlock(op.getDest().getDefiningOp())))
      op.getSourceMutable().set(
          createCopy(builder, op.getLoc(), op.getSource()));
  }
}
