// seeker-expand-math: functions become the arithmetic that cores have.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ExpandMath/Scalars.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Matchers.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;

namespace seeker {
#define GEN_PASS_DEF_EXPANDMATH
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

using namespace seeker::expand;

/// x, where `op` is 1 / (1 + exp(-x)) and nothing else needs its parts.
static Value matchSigmoid(arith::DivFOp op) {
  auto sum = op.getRhs().getDefiningOp<arith::AddFOp>();
  if (!matchPattern(op.getLhs(), m_OneFloat()) || !sum || !sum->hasOneUse())
    return {};
  Value other = sum.getLhs(), one = sum.getRhs();
  if (!matchPattern(one, m_OneFloat()))
    std::swap(other, one);
  auto exp = other.getDefiningOp<math::ExpOp>();
  if (!matchPattern(one, m_OneFloat()) || !exp || !exp->hasOneUse())
    return {};
  auto negation = exp.getOperand().getDefiningOp<arith::NegFOp>();
  return negation ? negation.getOperand() : Value();
}

/// What takes the place of `op`, or null where the FPU has an instruction.
static Value expand(Scalars &s, Operation *op) {
  if (auto div = dyn_cast<arith::DivFOp>(op)) {
    Value x = matchSigmoid(div);
    return x ? expandSigmoid(s, x) : Value();
  }
  Value x = op->getOperand(0);
  if (isa<math::ExpOp>(op))
    return expandExp(s, x);
  if (isa<math::TanhOp>(op))
    return expandTanh(s, x);
  if (isa<math::LogOp>(op))
    return expandLog(s, x);
  if (isa<math::ErfOp>(op))
    return expandErf(s, x);
  if (isa<math::RsqrtOp>(op))
    return s.div(s.number(1), s.sqrt(x));
  return {};
}

namespace {
struct ExpandMath : seeker::impl::ExpandMathBase<ExpandMath> {
  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (op->getNumOperands() > 0 && op->getNumResults() == 1 &&
          op->getResult(0).getType().isF64())
        ops.push_back(op);
    });
    // Users first: what a sigmoid consists of is then unused.
    for (Operation *op : llvm::reverse(ops)) {
      if (isOpTriviallyDead(op)) {
        op->erase();
        continue;
      }
      OpBuilder builder(op);
      Scalars scalars(builder, op->getLoc());
      if (Value value = expand(scalars, op)) {
        op->getResult(0).replaceAllUsesWith(value);
        op->erase();
      }
    }
  }
};
} // namespace
