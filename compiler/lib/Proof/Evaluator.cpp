// Evaluates index arithmetic and subviews on numbers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Evaluator.h"

#include "Access.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;
using namespace seeker::proof;

// Nothing where a divisor is not positive.
static std::optional<int64_t>
valueOf(AffineExpr expr, ArrayRef<int64_t> operands, unsigned numDims) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constant.getValue();
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return operands[dim.getPosition()];
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return operands[numDims + symbol.getPosition()];
  auto binary = cast<AffineBinaryOpExpr>(expr);
  std::optional<int64_t> left = valueOf(binary.getLHS(), operands, numDims);
  std::optional<int64_t> right = valueOf(binary.getRHS(), operands, numDims);
  if (!left || !right)
    return std::nullopt;
  if (expr.getKind() == AffineExprKind::Add)
    return *left + *right;
  if (expr.getKind() == AffineExprKind::Mul)
    return *left * *right;
  if (*right <= 0)
    return std::nullopt;
  if (expr.getKind() == AffineExprKind::CeilDiv)
    return llvm::divideCeilSigned(*left, *right);
  const int64_t quotient = llvm::divideFloorSigned(*left, *right);
  return expr.getKind() == AffineExprKind::Mod ? *left - quotient * *right
                                               : quotient;
}

SmallVector<Interval> View::intervals() const {
  SmallVector<Interval> result;
  if (isEmpty())
    return result;
  // Inner dimensions without gaps make one run of bytes.
  int64_t run = elementBytes;
  size_t outer = sizes.size();
  while (outer > 0 && (sizes[outer - 1] == 1 || strides[outer - 1] == run)) {
    run *= sizes[outer - 1];
    --outer;
  }
  SmallVector<int64_t> index(outer, 0);
  while (true) {
    int64_t begin = first;
    for (size_t d = 0; d < outer; ++d)
      begin += index[d] * strides[d];
    result.push_back({begin, begin + run});
    size_t d = outer;
    while (d > 0 && ++index[d - 1] == sizes[d - 1])
      index[--d] = 0;
    if (d == 0)
      break;
  }
  llvm::sort(result, [](const Interval &a, const Interval &b) {
    return a.begin < b.begin;
  });
  size_t kept = 0;
  for (const Interval &interval : result) {
    if (kept > 0 && interval.begin <= result[kept - 1].end)
      result[kept - 1].end = std::max(result[kept - 1].end, interval.end);
    else
      result[kept++] = interval;
  }
  result.truncate(kept);
  return result;
}

std::optional<int64_t> Evaluator::number(Value value) const {
  auto found = numbers.find(value);
  if (found == numbers.end())
    return std::nullopt;
  return found->second;
}

std::optional<int64_t> Evaluator::number(OpFoldResult value) const {
  if (auto attribute = dyn_cast<Attribute>(value))
    return cast<IntegerAttr>(attribute).getInt();
  return number(cast<Value>(value));
}

void Evaluator::setRoot(Value root) {
  auto type = cast<MemRefType>(root.getType());
  View view;
  view.root = root;
  view.sizes.assign(type.getShape().begin(), type.getShape().end());
  view.elementBytes = type.getElementTypeBitWidth() / 8;
  SmallVector<int64_t> strides;
  int64_t offset = 0;
  if (succeeded(getStridesAndOffset(type, strides, offset)))
    for (int64_t stride : strides)
      view.strides.push_back(stride * view.elementBytes);
  views[root] = std::move(view);
}

bool Evaluator::evaluate(Operation *op) {
  if (op->getNumResults() != 1)
    return op->getNumResults() == 0;
  if (isa<MemRefType>(op->getResult(0).getType()))
    return evaluateView(op);
  return !op->getResult(0).getType().isIntOrIndex() || evaluateNumber(op);
}

bool Evaluator::evaluateNumber(Operation *op) {
  Value result = op->getResult(0);
  SmallVector<int64_t, 4> values;
  if (auto dim = dyn_cast<memref::DimOp>(op)) {
    std::optional<int64_t> index = number(dim.getIndex());
    if (!index)
      return false;
    numbers[result] = view(dim.getSource()).sizes[*index];
    return true;
  }
  for (Value operand : op->getOperands()) {
    std::optional<int64_t> value = number(operand);
    if (!value)
      return false;
    values.push_back(*value);
  }
  auto map = [&](AffineMap map) -> std::optional<SmallVector<int64_t>> {
    SmallVector<int64_t> results;
    for (AffineExpr expr : map.getResults()) {
      std::optional<int64_t> value = valueOf(expr, values, map.getNumDims());
      if (!value)
        return std::nullopt;
      results.push_back(*value);
    }
    return results;
  };
  std::optional<int64_t> number;
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    number = cast<IntegerAttr>(constant.getValue()).getValue().getSExtValue();
    if (result.getType().isInteger(1))
      number = *number & 1;
  } else if (auto apply = dyn_cast<affine::AffineApplyOp>(op)) {
    if (auto results = map(apply.getAffineMap()))
      number = results->front();
  } else if (auto min = dyn_cast<affine::AffineMinOp>(op)) {
    if (auto results = map(min.getAffineMap()))
      number = *llvm::min_element(*results);
  } else if (auto max = dyn_cast<affine::AffineMaxOp>(op)) {
    if (auto results = map(max.getAffineMap()))
      number = *llvm::max_element(*results);
  } else if (isa<arith::AddIOp>(op)) {
    number = values[0] + values[1];
  } else if (isa<arith::SubIOp>(op)) {
    number = values[0] - values[1];
  } else if (isa<arith::MulIOp>(op)) {
    number = values[0] * values[1];
  } else if (isa<arith::MinSIOp>(op)) {
    number = std::min(values[0], values[1]);
  } else if (isa<arith::MaxSIOp>(op)) {
    number = std::max(values[0], values[1]);
  } else if (isa<arith::FloorDivSIOp>(op) && values[1] > 0) {
    number = llvm::divideFloorSigned(values[0], values[1]);
  } else if (isa<arith::AndIOp>(op)) {
    number = values[0] & values[1];
  } else if (isa<arith::OrIOp>(op)) {
    number = values[0] | values[1];
  } else if (isa<arith::XOrIOp>(op)) {
    number = values[0] ^ values[1];
  } else if (isa<arith::SelectOp>(op)) {
    number = values[0] ? values[1] : values[2];
  } else if (auto compare = dyn_cast<arith::CmpIOp>(op)) {
    number = arith::applyCmpPredicate(compare.getPredicate(),
                                      APInt(64, values[0], true),
                                      APInt(64, values[1], true));
  }
  if (!number)
    return false;
  numbers[result] = *number;
  return true;
}

bool Evaluator::evaluateView(Operation *op) {
  Value result = op->getResult(0);
  if (auto cast = dyn_cast<memref::CastOp>(op)) {
    View source = view(cast.getSource());
    views[result] = std::move(source);
    return true;
  }
  if (auto subview = dyn_cast<memref::SubViewOp>(op)) {
    const View source = view(subview.getSource());
    View view = source;
    view.sizes.clear();
    view.strides.clear();
    auto dropped = droppedDims(subview);
    if (!dropped)
      return false;
    for (auto [d, offset, size, stride] :
         llvm::enumerate(subview.getMixedOffsets(), subview.getMixedSizes(),
                         subview.getMixedStrides())) {
      std::optional<int64_t> at = number(offset), extent = number(size),
                             step = number(stride);
      if (!at || !extent || !step)
        return false;
      view.first += *at * source.strides[d];
      if (dropped->contains(d))
        continue;
      view.sizes.push_back(*extent);
      view.strides.push_back(*step * source.strides[d]);
    }
    views[result] = std::move(view);
    return true;
  }
  if (isa<memref::CollapseShapeOp, memref::ExpandShapeOp,
          memref::ReinterpretCastOp>(op)) {
    auto type = mlir::cast<MemRefType>(result.getType());
    SmallVector<int64_t> strides;
    int64_t offset = 0;
    if (!type.hasStaticShape() ||
        failed(getStridesAndOffset(type, strides, offset)) ||
        llvm::is_contained(strides, ShapedType::kDynamic))
      return false;
    View view = this->view(op->getOperand(0));
    if (isa<memref::ReinterpretCastOp>(op))
      view.first += offset * view.elementBytes;
    view.sizes.assign(type.getShape().begin(), type.getShape().end());
    view.strides.clear();
    for (int64_t stride : strides)
      view.strides.push_back(stride * view.elementBytes);
    views[result] = std::move(view);
    return true;
  }
  setRoot(result); // An allocation or a tensor.
  return true;
}
