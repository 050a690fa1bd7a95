// Merges elementwise operations that feed only one other.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Steps.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::normalise;

bool normalise::isElementwise(linalg::GenericOp op) {
  return op.getNumReductionLoops() == 0 &&
         op.getIndexingMapsArray().back().isIdentity();
}

/// A producer with a tile choice of its own stays a kernel of its own.
static bool isFusable(OpOperand &operand) {
  auto producer = operand.get().getDefiningOp<linalg::GenericOp>();
  auto feedsOnlyThis = [&] {
    return llvm::all_of(producer->getUsers(), [&](Operation *user) {
      return user == operand.getOwner();
    });
  };
  return producer && feedsOnlyThis() && isElementwise(producer) &&
         !producer->hasAttr(kConfigAttr) &&
         !producer.payloadUsesValueFromOperand(producer.getDpsInitOperand(0)) &&
         linalg::areElementwiseOpsFusable(&operand);
}

/// Merges one producer into `consumer` and returns the merged operation, or
/// null when there is none to merge.
static linalg::GenericOp fuseOne(IRRewriter &rewriter,
                                 linalg::GenericOp consumer) {
  for (OpOperand *operand : consumer.getDpsInputOperands()) {
    if (!isFusable(*operand))
      continue;
    rewriter.setInsertionPoint(consumer);
    Operation *producer = operand->get().getDefiningOp();
    FailureOr<linalg::ElementwiseOpFusionResult> result =
        linalg::fuseElementwiseOps(rewriter, operand);
    if (failed(result))
      continue;
    auto fused = cast<linalg::GenericOp>(result->fusedOp);
    fused->setDiscardableAttrs(consumer->getDiscardableAttrDictionary());
    rewriter.replaceAllUsesWith(consumer->getResult(0),
                                fused->getResults().back());
    rewriter.eraseOp(consumer);
    if (producer->use_empty())
      rewriter.eraseOp(producer);
    return fused;
  }
  return {};
}

void normalise::fuseElementwise(func::FuncOp function) {
  IRRewriter rewriter(function.getContext());
  SmallVector<linalg::GenericOp> consumers(
      function.front().getOps<linalg::GenericOp>());
  // In program order, so that a producer has been merged with its own
  // producers before it is merged itself.
  for (linalg::GenericOp consumer : consumers) {
    if (!isElementwise(consumer))
      continue;
    // What the consumer reads twice it must name once to be fused.
    while (consumer) {
      consumer = simplifyGeneric(rewriter, consumer);
      consumer = fuseOne(rewriter, consumer);
    }
  }
  simplifyGenerics(function);
}
