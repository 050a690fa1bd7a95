// Translates loops, branches and index arithmetic into Presburger sets.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "IndexSystem.h"

#include "Access.h"

#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

#include "mlir/Analysis/Presburger/IntegerRelation.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::proof;

//===-- linear expressions and choices ------------------------------------===//

Linear Linear::plus(const Linear &other, int64_t factor) const {
  Linear sum = *this;
  if (sum.coefficients.size() < other.coefficients.size())
    sum.coefficients.resize(other.coefficients.size(), 0);
  for (auto [i, coefficient] : llvm::enumerate(other.coefficients))
    sum.coefficients[i] += factor * coefficient;
  sum.constant += factor * other.constant;
  return sum;
}

Linear Linear::plus(int64_t value) const {
  Linear sum = *this;
  sum.constant += value;
  return sum;
}

Linear Linear::times(int64_t factor) const {
  Linear product = *this;
  for (int64_t &coefficient : product.coefficients)
    coefficient *= factor;
  product.constant *= factor;
  return product;
}

int64_t Point::valueOf(const Linear &linear) const {
  int64_t value = linear.constant;
  for (auto [i, coefficient] : llvm::enumerate(linear.coefficients))
    value += coefficient * values[i];
  return value;
}

unsigned Choices::pick(unsigned count) {
  if (depth == taken.size())
    taken.push_back({0, count});
  return taken[depth++].first;
}

bool Choices::next() {
  depth = 0;
  while (!taken.empty() && taken.back().first + 1 == taken.back().second)
    taken.pop_back();
  if (taken.empty())
    return false;
  ++taken.back().first;
  return true;
}

//===-- the system --------------------------------------------------------===//

Linear IndexSystem::addVariable(std::string name) {
  Linear variable;
  variable.coefficients.resize(names.size() + 1, 0);
  variable.coefficients.back() = 1;
  names.push_back(std::move(name));
  return variable;
}

void IndexSystem::demand(const Linear &linear) { demands.push_back(linear); }

Linear IndexSystem::giveUp(Location where) {
  if (!unknownAt)
    unknownAt = where;
  return addVariable("");
}

std::optional<Point> IndexSystem::findPoint(ArrayRef<Linear> extra) const {
  using namespace mlir::presburger;
  IntegerPolyhedron set(PresburgerSpace::getSetSpace(names.size()));
  auto add = [&](const Linear &linear) {
    SmallVector<int64_t> row(linear.coefficients.begin(),
                             linear.coefficients.end());
    row.resize(names.size(), 0);
    row.push_back(linear.constant);
    set.addInequality(row);
  };
  for (const Linear &linear : demands)
    add(linear);
  for (const Linear &linear : extra) {
    // What is plainly false needs no solver.
    if (linear.isConstant() && linear.constant < 0)
      return std::nullopt;
    add(linear);
  }
  auto sample = set.findIntegerSample();
  if (!sample)
    return std::nullopt;
  Point point;
  std::string last;
  for (auto [name, value] : llvm::zip(names, *sample)) {
    point.values.push_back(static_cast<int64_t>(value));
    if (name.empty())
      continue;
    // Nested loops: "iteration 3, 0, core 7".
    if (!point.text.empty())
      point.text += ", ";
    if (name != last)
      point.text += name + " ";
    point.text += std::to_string(point.values.back());
    last = name;
  }
  return point;
}

// q with divisor * q <= numerator < divisor * (q + 1).
Linear IndexSystem::divide(const Linear &numerator, int64_t divisor) {
  if (numerator.isConstant()) {
    Linear quotient;
    quotient.constant = llvm::divideFloorSigned(numerator.constant, divisor);
    return quotient;
  }
  Linear quotient = addVariable("");
  Linear remainder = numerator.plus(quotient, -divisor);
  demand(remainder);
  demand(remainder.times(-1).plus(divisor - 1));
  return quotient;
}

// The least of several values is one of them, and none is smaller.
Linear IndexSystem::least(ArrayRef<Linear> values, bool largest) {
  const Linear chosen = values[choices.pick(values.size())];
  for (const Linear &other : values)
    demand(largest ? chosen.plus(other, -1) : other.plus(chosen, -1));
  return chosen;
}

Linear IndexSystem::valueOf(AffineExpr expr, ArrayRef<Linear> dimensions,
                            ArrayRef<Linear> symbols) {
  switch (expr.getKind()) {
  case AffineExprKind::Constant: {
    Linear constant;
    constant.constant = cast<AffineConstantExpr>(expr).getValue();
    return constant;
  }
  case AffineExprKind::DimId:
    return dimensions[cast<AffineDimExpr>(expr).getPosition()];
  case AffineExprKind::SymbolId:
    return symbols[cast<AffineSymbolExpr>(expr).getPosition()];
  default:
    break;
  }
  auto binary = cast<AffineBinaryOpExpr>(expr);
  const Linear left = valueOf(binary.getLHS(), dimensions, symbols);
  const Linear right = valueOf(binary.getRHS(), dimensions, symbols);
  Location nowhere = UnknownLoc::get(expr.getContext());
  switch (expr.getKind()) {
  case AffineExprKind::Add:
    return left.plus(right);
  case AffineExprKind::Mul:
    if (right.isConstant())
      return left.times(right.constant);
    if (left.isConstant())
      return right.times(left.constant);
    return giveUp(nowhere);
  case AffineExprKind::FloorDiv:
  case AffineExprKind::CeilDiv:
  case AffineExprKind::Mod: {
    if (!right.isConstant() || right.constant <= 0)
      return giveUp(nowhere);
    const int64_t divisor = right.constant;
    if (expr.getKind() == AffineExprKind::CeilDiv)
      return divide(left.plus(divisor - 1), divisor);
    const Linear quotient = divide(left, divisor);
    return expr.getKind() == AffineExprKind::FloorDiv
               ? quotient
               : left.plus(quotient, -divisor);
  }
  default:
    return giveUp(nowhere);
  }
}

//===-- values ------------------------------------------------------------===//

Linear IndexSystem::valueOf(OpFoldResult value) {
  if (auto attribute = dyn_cast<Attribute>(value)) {
    Linear constant;
    constant.constant = cast<IntegerAttr>(attribute).getInt();
    return constant;
  }
  return valueOf(cast<Value>(value));
}

Linear IndexSystem::valueOf(Value value) {
  auto found = known.find(value);
  if (found != known.end())
    return found->second;
  Linear linear = translate(value);
  known[value] = linear;
  return linear;
}

Linear IndexSystem::translate(Value value) {
  Linear constant;
  APInt literal;
  if (matchPattern(value, m_ConstantInt(&literal))) {
    constant.constant = literal.getSExtValue();
    return constant;
  }
  Operation *op = value.getDefiningOp();
  if (!op) // An index of a loop that does not surround the operation.
    return giveUp(value.getLoc());

  auto map = [&](AffineMap map, ValueRange operands) {
    SmallVector<Linear> values, results;
    for (Value operand : operands)
      values.push_back(valueOf(operand));
    ArrayRef<Linear> all(values);
    for (AffineExpr expr : map.getResults())
      results.push_back(valueOf(expr, all.take_front(map.getNumDims()),
                                all.drop_front(map.getNumDims())));
    return results;
  };
  if (auto apply = dyn_cast<affine::AffineApplyOp>(op))
    return map(apply.getAffineMap(), apply.getOperands()).front();
  if (auto min = dyn_cast<affine::AffineMinOp>(op))
    return least(map(min.getAffineMap(), min.getOperands()), false);
  if (auto max = dyn_cast<affine::AffineMaxOp>(op))
    return least(map(max.getAffineMap(), max.getOperands()), true);
  if (isa<arith::AddIOp>(op))
    return valueOf(op->getOperand(0)).plus(valueOf(op->getOperand(1)));
  if (isa<arith::SubIOp>(op))
    return valueOf(op->getOperand(0)).plus(valueOf(op->getOperand(1)), -1);
  if (isa<arith::MulIOp>(op)) {
    Linear left = valueOf(op->getOperand(0)),
           right = valueOf(op->getOperand(1));
    if (right.isConstant())
      return left.times(right.constant);
    if (left.isConstant())
      return right.times(left.constant);
    return giveUp(op->getLoc());
  }
  if (isa<arith::MinSIOp, arith::MaxSIOp>(op))
    return least({valueOf(op->getOperand(0)), valueOf(op->getOperand(1))},
                 isa<arith::MaxSIOp>(op));
  if (isa<arith::FloorDivSIOp>(op)) {
    Linear divisor = valueOf(op->getOperand(1));
    if (divisor.isConstant() && divisor.constant > 0)
      return divide(valueOf(op->getOperand(0)), divisor.constant);
    return giveUp(op->getLoc());
  }
  if (auto select = dyn_cast<arith::SelectOp>(op)) {
    const bool taken = choices.pick(2) == 0;
    assume(select.getCondition(), taken);
    return valueOf(taken ? select.getTrueValue() : select.getFalseValue());
  }
  if (auto branch = dyn_cast<scf::IfOp>(op)) {
    const bool taken = choices.pick(2) == 0;
    assume(branch.getCondition(), taken);
    scf::YieldOp yield = taken ? branch.thenYield() : branch.elseYield();
    return valueOf(yield.getOperand(cast<OpResult>(value).getResultNumber()));
  }
  if (auto dim = dyn_cast<memref::DimOp>(op))
    if (std::optional<int64_t> index = dim.getConstantIndex())
      return sizeOf(dim.getSource(), *index);
  return giveUp(op->getLoc());
}

Linear IndexSystem::sizeOf(Value memref, unsigned dimension) {
  auto type = cast<MemRefType>(memref.getType());
  if (!type.isDynamicDim(dimension)) {
    Linear constant;
    constant.constant = type.getDimSize(dimension);
    return constant;
  }
  if (auto cast = memref.getDefiningOp<memref::CastOp>())
    return sizeOf(cast.getSource(), dimension);
  if (auto subview = memref.getDefiningOp<memref::SubViewOp>()) {
    auto dropped = droppedDims(subview);
    if (!dropped)
      return giveUp(memref.getLoc());
    unsigned kept = 0;
    for (auto [i, size] : llvm::enumerate(subview.getMixedSizes())) {
      if (dropped->contains(i))
        continue;
      if (kept++ == dimension)
        return valueOf(size);
    }
  }
  return giveUp(memref.getLoc());
}

//===-- which iterations --------------------------------------------------===//

void IndexSystem::enter(Operation *op) {
  SmallVector<Operation *> around;
  for (Operation *child = op, *parent = op->getParentOp(); parent;
       child = parent, parent = parent->getParentOp())
    around.push_back(child);
  // From the outside in, as inner bounds use outer indices.
  for (Operation *child : llvm::reverse(around)) {
    Operation *parent = child->getParentOp();
    if (auto loop = dyn_cast<scf::ForOp>(parent)) {
      Linear index = addVariable("iteration");
      Linear lower = valueOf(loop.getLowerBound());
      Linear step = valueOf(loop.getStep());
      demand(index.plus(lower, -1));
      demand(valueOf(loop.getUpperBound()).plus(index, -1).plus(-1));
      if (!step.isConstant() || step.constant <= 0)
        giveUp(loop.getLoc());
      else if (step.constant > 1) {
        Linear distance = index.plus(lower, -1);
        Linear turns = divide(distance, step.constant);
        demand(turns.times(step.constant).plus(distance, -1));
      }
      known[loop.getInductionVar()] = index;
    } else if (auto branch = dyn_cast<scf::IfOp>(parent)) {
      assume(branch.getCondition(),
             child->getParentRegion() == &branch.getThenRegion());
    } else if (auto compute = dyn_cast<snitch::ComputeOp>(parent)) {
      Linear core = addVariable("core");
      demand(core);
      demand(core.times(-1).plus(computeCores - 1));
      known[compute.getCore()] = core;
    }
  }
}

void IndexSystem::assume(Value condition, bool holds) {
  APInt literal;
  if (matchPattern(condition, m_ConstantInt(&literal))) {
    if (literal.isZero() == holds)
      demand(Linear().plus(-1));
    return;
  }
  Operation *op = condition.getDefiningOp();
  if (isa_and_nonnull<arith::CmpIOp>(op))
    return assumeCompare(op, holds);
  // Both operands of a conjunction hold, or the first one does not, or the
  // first does and the second does not; a disjunction is the mirror image.
  const bool isAnd = isa_and_nonnull<arith::AndIOp>(op);
  if (isAnd || isa_and_nonnull<arith::OrIOp>(op)) {
    Value left = op->getOperand(0), right = op->getOperand(1);
    if (isAnd == holds) {
      assume(left, holds);
      assume(right, holds);
    } else if (choices.pick(2) == 0) {
      assume(left, holds);
    } else {
      assume(left, !holds);
      assume(right, holds);
    }
    return;
  }
  if (isa_and_nonnull<arith::XOrIOp>(op) &&
      matchPattern(op->getOperand(1), m_One()))
    return assume(op->getOperand(0), !holds);
  giveUp(condition.getLoc());
}

void IndexSystem::assumeCompare(Operation *op, bool holds) {
  auto compare = cast<arith::CmpIOp>(op);
  Linear difference = // left - right
      valueOf(compare.getLhs()).plus(valueOf(compare.getRhs()), -1);
  auto less = [&](bool orEqual) {
    demand(difference.times(-1).plus(orEqual ? 0 : -1));
  };
  auto greater = [&](bool orEqual) {
    demand(difference.plus(orEqual ? 0 : -1));
  };
  auto equal = [&](bool isEqual) {
    if (isEqual) {
      less(true);
      greater(true);
    } else if (choices.pick(2) == 0) {
      less(false);
    } else {
      greater(false);
    }
  };
  switch (compare.getPredicate()) {
  case arith::CmpIPredicate::eq:
    return equal(holds);
  case arith::CmpIPredicate::ne:
    return equal(!holds);
  case arith::CmpIPredicate::slt:
    return holds ? less(false) : greater(true);
  case arith::CmpIPredicate::sle:
    return holds ? less(true) : greater(false);
  case arith::CmpIPredicate::sgt:
    return holds ? greater(false) : less(true);
  case arith::CmpIPredicate::sge:
    return holds ? greater(true) : less(false);
  default: // Unsigned: the operands' signs are not known here.
    giveUp(op->getLoc());
  }
}
