// The loops and operands of a linalg operation as data movers see them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Nest.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::streams;

static std::optional<Tensor> analyseTensor(OpOperand &operand, AffineMap map,
                                           bool isSingle, std::string &whyNot) {
  llvm::raw_string_ostream why(whyNot);
  auto type = cast<MemRefType>(operand.get().getType());
  unsigned number = operand.getOperandNumber();
  if (isSingle ? !type.getElementType().isF32()
               : !type.getElementType().isF64()) {
    why << "operand " << number << " has elements of type "
        << type.getElementType() << ", the result's are "
        << (isSingle ? "f32" : "f64");
    return {};
  }
  if (!snitch::isL1(type)) {
    why << "operand " << number << " does not lie in #snitch.l1";
    return {};
  }
  int64_t offset;
  SmallVector<int64_t> strides;
  if (failed(getStridesAndOffset(type, strides, offset)) ||
      llvm::any_of(strides, ShapedType::isDynamic)) {
    why << "operand " << number << " has no static strides";
    return {};
  }
  Tensor tensor = {&operand, map, SmallVector<int64_t>(map.getNumDims(), 0)};
  for (auto [expr, stride] : llvm::zip(map.getResults(), strides)) {
    auto factors = snitch::getFactors(expr, map.getNumDims());
    if (!factors) {
      why << "operand " << number << " is indexed by " << expr
          << ", which is not linear";
      return {};
    }
    for (auto [own, factor] : llvm::zip(tensor.strides, *factors))
      own += factor * stride * (isSingle ? 4 : 8);
  }
  return tensor;
}

std::optional<Nest> seeker::streams::analyseNest(OpBuilder &builder,
                                                 linalg::LinalgOp op,
                                                 std::string &whyNot) {
  Nest nest;
  nest.op = op;
  if (op.getNumDpsInits() != 1) {
    whyNot = "it has " + std::to_string(op.getNumDpsInits()) + " results";
    return {};
  }
  for (utils::IteratorType kind : op.getIteratorTypesArray())
    nest.isReduction.push_back(kind == utils::IteratorType::reduction);
  nest.isSingle = getElementTypeOrSelf(op.getDpsInits()[0]).isF32();
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    std::optional<Tensor> tensor = analyseTensor(
        operand, op.getMatchingIndexingMap(&operand), nest.isSingle, whyNot);
    if (!tensor)
      return {};
    if (op.isDpsInit(&operand))
      nest.output = *tensor;
    else if (!op.getMatchingBlockArgument(&operand).use_empty())
      nest.inputs.push_back(*tensor);
  }
  for (Range range : op.createLoopRanges(builder, op.getLoc()))
    nest.sizes.push_back(range.size);
  return nest;
}

static OpFoldResult multiply(OpBuilder &b, Location loc, OpFoldResult x,
                             OpFoldResult y) {
  auto i = getConstantIntValue(x), j = getConstantIntValue(y);
  if (i && j)
    return b.getIndexAttr(*i * *j);
  if (i && *i == 1)
    return y;
  if (j && *j == 1)
    return x;
  return b
      .create<arith::MulIOp>(loc, getValueOrCreateConstantIndexOp(b, loc, x),
                             getValueOrCreateConstantIndexOp(b, loc, y))
      .getResult();
}

Walk seeker::streams::foldWalk(OpBuilder &b, ArrayRef<Loop> loops,
                               const Tensor &tensor, bool isRead,
                               const Limits &limits) {
  Walk walk;
  Location loc = tensor.operand->getOwner()->getLoc();
  for (const Loop &loop : llvm::reverse(loops)) {
    int64_t stride = tensor.strides[loop.dim] * loop.step;
    // A result is written once, when its reduction has ended.
    if (loop.isOnce() || (!isRead && stride == 0))
      continue;
    std::optional<int64_t> count = getConstantIntValue(loop.count);
    if (isRead && walk.bounds.empty() && stride == 0 && count &&
        walk.repeat * *count <= limits.repeat) {
      walk.repeat *= *count;
      continue;
    }
    if (!walk.bounds.empty()) {
      std::optional<int64_t> inner = getConstantIntValue(walk.bounds.back());
      int64_t innerStride = *getConstantIntValue(walk.strides.back());
      if (inner && *inner * innerStride == stride) {
        walk.bounds.back() = multiply(b, loc, walk.bounds.back(), loop.count);
        continue;
      }
    }
    walk.bounds.push_back(loop.count);
    walk.strides.push_back(b.getIndexAttr(stride));
  }
  if (walk.bounds.empty()) {
    walk.bounds.push_back(b.getIndexAttr(1));
    walk.strides.push_back(b.getIndexAttr(0));
  }
  return walk;
}

OpFoldResult seeker::streams::countIterations(OpBuilder &b, Location loc,
                                              ArrayRef<Loop> loops) {
  OpFoldResult all = b.getIndexAttr(1);
  for (const Loop &loop : loops)
    all = multiply(b, loc, all, loop.count);
  return all;
}

Value seeker::streams::addressOf(OpBuilder &b, Location loc,
                                 const Tensor &tensor,
                                 ArrayRef<OpFoldResult> indices) {
  SmallVector<Value> address;
  for (AffineExpr expr : tensor.map.getResults())
    address.push_back(getValueOrCreateConstantIndexOp(
        b, loc,
        affine::makeComposedFoldedAffineApply(
            b, loc, AffineMap::get(tensor.map.getNumDims(), 0, expr),
            indices)));
  return b.create<snitch::AddressOp>(loc, tensor.operand->get(), address);
}
