// A tensor added to a contraction becomes what the contraction starts from.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::normalise;

std::optional<SmallVector<int64_t>>
normalise::getBroadcastDims(AffineMap map, RankedTensorType result) {
  SmallVector<int64_t> missing;
  unsigned next = 0;
  for (int64_t dim = 0; dim < result.getRank(); ++dim) {
    if (next < map.getNumResults() &&
        map.getResult(next) == getAffineDimExpr(dim, map.getContext()))
      ++next;
    else
      missing.push_back(dim);
  }
  if (next != map.getNumResults())
    return std::nullopt;
  bool lacksRows = !missing.empty() && missing.back() == result.getRank() - 1;
  if (lacksRows && result.getShape().back() != 1)
    return std::nullopt;
  return missing;
}

/// Whether `op` sums products onto zeros: only then is adding a tensor later
/// the same as starting from it.
static bool sumsFromZero(linalg::GenericOp op) {
  auto sum = op.getBlock()
                 ->getTerminator()
                 ->getOperand(0)
                 .getDefiningOp<arith::AddFOp>();
  if (op.getNumReductionLoops() == 0 || !sum)
    return false;
  BlockArgument accumulator = op.getBlock()->getArguments().back();
  auto fill = op.getOutputs().front().getDefiningOp<linalg::FillOp>();
  return fill && matchPattern(fill.getInputs().front(), m_AnyZeroFloat()) &&
         accumulator.hasOneUse() &&
         llvm::is_contained(sum.getOperands(), accumulator);
}

/// In `consumer`, the addition of input `sum` and another input, where `sum`
/// is read nowhere else; returns the other input, or null.
static OpOperand *findAddedInput(linalg::GenericOp consumer, OpOperand &sum) {
  BlockArgument argument = consumer.getMatchingBlockArgument(&sum);
  if (!argument.hasOneUse())
    return nullptr;
  auto add = dyn_cast<arith::AddFOp>(*argument.user_begin());
  if (!add)
    return nullptr;
  Value other = add.getLhs() == argument ? add.getRhs() : add.getLhs();
  auto otherArgument = dyn_cast<BlockArgument>(other);
  if (!otherArgument || otherArgument.getOwner() != consumer.getBlock() ||
      otherArgument.getArgNumber() >= consumer.getNumDpsInputs())
    return nullptr;
  return consumer.getDpsInputOperand(otherArgument.getArgNumber());
}

/// Starts `contraction` from `bias` and takes the addition out of `consumer`.
static void startFrom(IRRewriter &rewriter, linalg::GenericOp contraction,
                      linalg::GenericOp consumer, OpOperand &sum,
                      OpOperand &bias, ArrayRef<int64_t> broadcastDims) {
  // The bias may be computed after the contraction, but before the consumer.
  rewriter.moveOpBefore(contraction, consumer);
  rewriter.setInsertionPoint(contraction);
  Value init = bias.get();
  if (!broadcastDims.empty()) {
    auto type = cast<RankedTensorType>(sum.get().getType());
    Value empty = rewriter.create<tensor::EmptyOp>(
        contraction.getLoc(), type.getShape(), type.getElementType());
    init = rewriter
               .create<linalg::BroadcastOp>(contraction.getLoc(), init, empty,
                                            broadcastDims)
               ->getResult(0);
  }
  contraction.getDpsInitOperand(0)->set(init);

  BlockArgument argument = consumer.getMatchingBlockArgument(&sum);
  Operation *add = *argument.user_begin();
  rewriter.replaceOp(add, argument);

  // The bias's input goes where nothing else of the body reads it.
  BlockArgument biasArgument = consumer.getMatchingBlockArgument(&bias);
  if (!biasArgument.use_empty())
    return;
  unsigned index = bias.getOperandNumber();
  SmallVector<AffineMap> maps = consumer.getIndexingMapsArray();
  maps.erase(maps.begin() + index);
  consumer.getBlock()->eraseArgument(index);
  consumer.getInputsMutable().erase(index);
  consumer.setIndexingMapsAttr(rewriter.getAffineMapArrayAttr(maps));
}

static void fuseBiasInto(IRRewriter &rewriter, linalg::GenericOp contraction) {
  if (!sumsFromZero(contraction) || !contraction->hasOneUse())
    return;
  OpOperand &sum = *contraction->getResult(0).use_begin();
  auto consumer = dyn_cast<linalg::GenericOp>(sum.getOwner());
  if (!consumer || !isElementwise(consumer) || !consumer.isDpsInput(&sum) ||
      !consumer.getMatchingIndexingMap(&sum).isIdentity())
    return;
  OpOperand *bias = findAddedInput(consumer, sum);
  if (!bias || bias->get() == sum.get())
    return;
  std::optional<SmallVector<int64_t>> broadcastDims =
      getBroadcastDims(consumer.getMatchingIndexingMap(bias),
                       cast<RankedTensorType>(sum.get().getType()));
  if (broadcastDims)
    startFrom(rewriter, contraction, consumer, sum, *bias, *broadcastDims);
}

void normalise::fuseBias(func::FuncOp function) {
  IRRewriter rewriter(function.getContext());
  SmallVector<linalg::GenericOp> ops(
      function.front().getOps<linalg::GenericOp>());
  // Of two contractions that are added, the later starts from the earlier.
  for (linalg::GenericOp op : llvm::reverse(ops))
    fuseBiasInto(rewriter, op);
}
