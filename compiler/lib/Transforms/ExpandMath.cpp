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

/// Of which number `op`, or what it is the end of, is a function that the FPU
/// has no instruction for; null where there is one.
static Value getFunctionArgument(Operation *op) {
  if (auto div = dyn_cast<arith::DivFOp>(op))
    return matchSigmoid(div);
  return isa<math::ExpOp, math::TanhOp, math::LogOp, math::ErfOp,
             math::RsqrtOp>(op)
             ? op->getOperand(0)
             : Value();
}

/// The function of `op` at `x`, which is f64.
static Value expand(Scalars &s, Operation *op, Value x) {
  if (isa<arith::DivFOp>(op))
    return expandSigmoid(s, x);
  if (isa<math::ExpOp>(op))
    return expandExp(s, x);
  if (isa<math::TanhOp>(op))
    return expandTanh(s, x);
  if (isa<math::LogOp>(op))
    return expandLog(s, x);
  if (isa<math::ErfOp>(op))
    return expandErf(s, x);
  return s.div(s.number(1), s.sqrt(x));
}

namespace {
struct ExpandMath : seeker::impl::ExpandMathBase<ExpandMath> {
  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) {
      if (op->getNumOperands() > 0 && op->getNumResults() == 1 &&
          isa<Float64Type, Float32Type>(op->getResult(0).getType()))
        ops.push_back(op);
    });
    // Users first: what a sigmoid consists of is then unused.
    for (Operation *op : llvm::reverse(ops)) {
      if (isOpTriviallyDead(op)) {
        op->erase();
        continue;
      }
      Value argument = getFunctionArgument(op);
      if (!argument)
        continue;
      OpBuilder builder(op);
      Scalars scalars(builder, op->getLoc());
      // Of f32 in f64: its range and precision leave nothing to take care of.
      Type type = argument.getType();
      if (type.isF32())
        argument = builder.create<arith::ExtFOp>(
            op->getLoc(), builder.getF64Type(), argument);
      Value value = expand(scalars, op, argument);
      if (type.isF32())
        value = builder.create<arith::TruncFOp>(op->getLoc(), type, value);
      op->getResult(0).replaceAllUsesWith(value);
      op->erase();
    }
  }
};
} // namespace
