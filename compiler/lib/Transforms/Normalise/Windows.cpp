// Inputs of convolutions, pooling and the like become windows.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Steps.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::normalise;

/// The loops that `map` names, those with the longest stride in a tensor of
/// `shape` first, so that the DMA finds the longest rows.
static SmallVector<unsigned> orderLoops(AffineMap map, ArrayRef<int64_t> shape,
                                        ArrayRef<int64_t> ranges) {
  SmallVector<int64_t> strides(map.getNumDims(), 0);
  int64_t stride = 1;
  for (auto [expr, size] :
       llvm::reverse(llvm::zip_equal(map.getResults(), shape))) {
    SmallVector<int64_t> factors = *snitch::getFactors(expr, map.getNumDims());
    for (auto [own, factor] : llvm::zip(strides, factors))
      own += factor * stride;
    stride *= size;
  }
  SmallVector<unsigned> loops;
  for (unsigned loop = 0; loop < map.getNumDims(); ++loop)
    if (map.isFunctionOfDim(loop))
      loops.push_back(loop);
  llvm::stable_sort(loops, [&](unsigned a, unsigned b) {
    // Of loops that step alike, the longer makes the longer rows.
    return std::pair(-strides[a], ranges[a]) <
           std::pair(-strides[b], ranges[b]);
  });
  return loops;
}

static void showWindow(IRRewriter &rewriter, linalg::GenericOp op,
                       OpOperand &input, ArrayRef<int64_t> ranges) {
  MLIRContext *context = rewriter.getContext();
  AffineMap map = op.getMatchingIndexingMap(&input);
  auto type = cast<RankedTensorType>(input.get().getType());
  SmallVector<unsigned> loops = orderLoops(map, type.getShape(), ranges);

  SmallVector<AffineExpr> byLoop(map.getNumDims(),
                                 getAffineConstantExpr(0, context));
  SmallVector<AffineExpr> results;
  SmallVector<int64_t> shape;
  for (auto [dim, loop] : llvm::enumerate(loops)) {
    byLoop[loop] = getAffineDimExpr(dim, context);
    results.push_back(getAffineDimExpr(loop, context));
    shape.push_back(ranges[loop]);
  }
  AffineMap byWindow = map.replaceDimsAndSymbols(byLoop, {}, loops.size(), 0);
  rewriter.setInsertionPoint(op);
  input.set(rewriter.create<snitch::WindowOp>(
      op.getLoc(), RankedTensorType::get(shape, type.getElementType()),
      input.get(), byWindow));
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  maps[input.getOperandNumber()] =
      AffineMap::get(map.getNumDims(), 0, results, context);
  op.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
}

void normalise::showWindows(func::FuncOp function) {
  IRRewriter rewriter(function.getContext());
  for (auto op : function.front().getOps<linalg::GenericOp>()) {
    SmallVector<int64_t> ranges = op.getStaticLoopRanges();
    for (OpOperand *input : op.getDpsInputOperands())
      if (!op.getMatchingIndexingMap(input).isProjectedPermutation())
        showWindow(rewriter, op, *input, ranges);
  }
}
