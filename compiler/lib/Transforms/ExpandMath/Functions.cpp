// The functions that the FPU has no instruction for.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Functions.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace seeker::expand;

/// 1 / (1 + exp(-x)) where nothing else needs its parts.
static std::optional<Function> matchSigmoid(arith::DivFOp op) {
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
  if (!negation)
    return {};
  Function function{op, negation.getOperand(), {sum, exp}};
  if (negation->hasOneUse())
    function.parts.push_back(negation);
  return function;
}

std::optional<Function> seeker::expand::matchFunction(Operation *op) {
  if (op->getNumOperands() == 0 || op->getNumResults() != 1 ||
      !isa<Float64Type, Float32Type>(op->getResult(0).getType()))
    return {};
  if (auto div = dyn_cast<arith::DivFOp>(op))
    return matchSigmoid(div);
  if (isa<math::ExpOp, math::TanhOp, math::LogOp, math::ErfOp, math::RsqrtOp>(
          op))
    return Function{op, op->getOperand(0), {}};
  return {};
}

/// `compute` of `x` in f64: the range and precision of f32 then leave nothing
/// to take care of.
static Value computeInF64(OpBuilder &builder, Operation *op, Value x,
                          llvm::function_ref<Value(Scalars &, Value)> compute) {
  Scalars scalars(builder, op->getLoc());
  if (!x.getType().isF32())
    return compute(scalars, x);
  Value wide =
      builder.create<arith::ExtFOp>(op->getLoc(), builder.getF64Type(), x);
  return builder.create<arith::TruncFOp>(op->getLoc(), x.getType(),
                                         compute(scalars, wide));
}

Value seeker::expand::expandFunction(OpBuilder &builder,
                                     const Function &function, Value x) {
  Operation *op = function.op;
  return computeInF64(builder, op, x, [&](Scalars &s, Value x) -> Value {
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
  });
}

double seeker::expand::getQuickLimit(const Function &function) {
  // Powers of two are normal numbers, and 1 + exp(-x) of a sigmoid is one of
  // f32 after it is scaled.
  if (isa<math::ExpOp>(function.op))
    return 700;
  if (isa<arith::DivFOp>(function.op))
    return 173;
  return isa<math::TanhOp>(function.op) ? 300 : 0;
}

Value seeker::expand::expandQuickly(OpBuilder &builder,
                                    const Function &function, Value x,
                                    Value &squares) {
  Operation *op = function.op;
  return computeInF64(builder, op, x, [&](Scalars &s, Value x) {
    squares = s.fma(x, x, squares);
    if (isa<math::ExpOp>(op))
      return expandExpQuickly(s, x);
    if (isa<arith::DivFOp>(op))
      return expandSigmoidQuickly(s, x);
    return expandTanhQuickly(s, x);
  });
}
