// Parts of tensors whose rows lie apart are gathered before they are reshaped.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Steps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::normalise;

/// How `value` lies in L3: densely, or as a view of what it is a part of.
static MemRefType getLayout(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  auto dense = MemRefType::get(type.getShape(), type.getElementType());
  Operation *op = value.getDefiningOp();
  if (auto slice = dyn_cast_or_null<tensor::ExtractSliceOp>(op))
    return cast<MemRefType>(memref::SubViewOp::inferRankReducedResultType(
        type.getShape(), getLayout(slice.getSource()), slice.getStaticOffsets(),
        slice.getStaticSizes(), slice.getStaticStrides()));
  if (auto collapse = dyn_cast_or_null<tensor::CollapseShapeOp>(op))
    return memref::CollapseShapeOp::computeCollapsedType(
        getLayout(collapse.getSrc()), collapse.getReassociationIndices());
  if (auto expand = dyn_cast_or_null<tensor::ExpandShapeOp>(op))
    return *memref::ExpandShapeOp::computeExpandedType(
        getLayout(expand.getSrc()), type.getShape(),
        expand.getReassociationIndices());
  return dense;
}

void normalise::gatherSlices(func::FuncOp function) {
  OpBuilder builder(function.getContext());
  for (auto op : llvm::make_early_inc_range(
           function.front().getOps<tensor::CollapseShapeOp>())) {
    if (memref::CollapseShapeOp::isGuaranteedCollapsible(
            getLayout(op.getSrc()), op.getReassociationIndices()))
      continue;
    builder.setInsertionPoint(op);
    op.getSrcMutable().set(createCopy(builder, op.getLoc(), op.getSrc()));
  }
}
