// Sums of products of f32, two at a time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Pairs.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/IRMapping.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::streams;

static constexpr int64_t kSingleBytes = 4, kPairBytes = 8;

static bool isEven(OpFoldResult number);

static bool isEven(AffineExpr expr, AffineMap map, ValueRange operands) {
  if (expr.isMultipleOf(2))
    return true;
  auto both = [&](AffineBinaryOpExpr binary) {
    return isEven(binary.getLHS(), map, operands) &&
           isEven(binary.getRHS(), map, operands);
  };
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return isEven(operands[dim.getPosition()]);
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return isEven(operands[map.getNumDims() + symbol.getPosition()]);
  if (auto binary = dyn_cast<AffineBinaryOpExpr>(expr)) {
    if (binary.getKind() == AffineExprKind::Mul)
      return isEven(binary.getLHS(), map, operands) ||
             isEven(binary.getRHS(), map, operands);
    return binary.getKind() == AffineExprKind::Add && both(binary);
  }
  return false;
}

/// Whether it is known to be.
static bool isEven(OpFoldResult number) {
  if (std::optional<int64_t> known = getConstantIntValue(number))
    return *known % 2 == 0;
  Operation *made = cast<Value>(number).getDefiningOp();
  AffineMap map;
  if (auto apply = dyn_cast_or_null<affine::AffineApplyOp>(made))
    map = apply.getAffineMap();
  else if (auto min = dyn_cast_or_null<affine::AffineMinOp>(made))
    map = min.getMap();
  else if (auto max = dyn_cast_or_null<affine::AffineMaxOp>(made))
    map = max.getMap();
  return map && llvm::all_of(map.getResults(), [&](AffineExpr expr) {
           return isEven(expr, map, made->getOperands());
         });
}

/// The sum of a product of two arguments, and of nothing else.
static bool analyseBody(linalg::LinalgOp op, Payload &payload) {
  Operation *product = snitch::getSummedProduct(op);
  if (!product)
    return false;
  Operation *add = *product->user_begin();
  payload.instructions.push_back(
      {add,
       {product->getOperand(0), product->getOperand(1),
        op.getRegionOutputArgs().front()},
       add->getResult(0),
       /*isFma=*/true});
  return true;
}

/// Whether rows of the operand begin at multiples of a pair, wherever it is a
/// part of a buffer.
static bool isAligned(const Tensor &tensor, unsigned dim, std::string &whyNot) {
  llvm::raw_string_ostream why(whyNot);
  unsigned number = tensor.operand->getOperandNumber();
  auto check = [&](int64_t bytes) {
    if (bytes % kPairBytes == 0)
      return true;
    why << "operand " << number << " has rows that are " << bytes
        << " bytes apart, pairs of f32 need multiples of " << kPairBytes;
    return false;
  };
  for (auto [other, stride] : llvm::enumerate(tensor.strides))
    if (other != dim && !check(stride))
      return false;
  Value view = tensor.operand->get();
  for (;;) {
    auto type = cast<MemRefType>(view.getType());
    int64_t offset;
    SmallVector<int64_t> strides;
    if (succeeded(getStridesAndOffset(type, strides, offset)) &&
        !strides.empty())
      for (int64_t stride : ArrayRef(strides).drop_back())
        if (!check(stride * kSingleBytes))
          return false;
    if (auto cast = view.getDefiningOp<memref::CastOp>()) {
      view = cast.getSource();
      continue;
    }
    auto part = view.getDefiningOp<memref::SubViewOp>();
    if (!part)
      break;
    if (!isEven(part.getMixedOffsets().back())) {
      why << "operand " << number
          << " may begin at an odd index, pairs of f32 do not";
      return false;
    }
    view = part.getSource();
  }
  if (!view.getDefiningOp<ViewLikeOpInterface>())
    return true;
  why << "operand " << number << " is a view that may begin anywhere";
  return false;
}

std::optional<Pairs> seeker::streams::analysePairs(OpBuilder &b,
                                                   const Nest &nest,
                                                   Payload &payload,
                                                   std::string &whyNot) {
  linalg::LinalgOp op = nest.op;
  if (!analyseBody(op, payload) || nest.inputs.size() != 2) {
    whyNot = "it computes in f32, of which streams do sums of products";
    return {};
  }
  std::optional<unsigned> dim;
  for (unsigned candidate = 0; candidate < nest.sizes.size(); ++candidate)
    if (nest.isReduction[candidate] &&
        !isConstantIntValue(nest.sizes[candidate], 1) &&
        llvm::all_of(nest.inputs, [&](const Tensor &input) {
          return input.strides[candidate] == kSingleBytes;
        }))
      dim = candidate;
  if (!dim) {
    whyNot = "the f32 that it sums do not lie side by side in both operands";
    return {};
  }
  for (const Tensor &input : nest.inputs)
    if (!isAligned(input, *dim, whyNot))
      return {};
  Pairs pairs{*dim, nest.sizes[*dim]};
  std::string ignored;
  for (unsigned other = 0; other < nest.sizes.size(); ++other)
    if (nest.output.strides[other] == kSingleBytes &&
        isAligned(nest.output, other, ignored))
      pairs.resultDim = other;
  pairs.mayBeOdd = !isEven(pairs.count);
  AffineExpr half = b.getAffineDimExpr(0).floorDiv(2);
  pairs.count = affine::makeComposedFoldedAffineApply(b, op.getLoc(), half,
                                                      {pairs.count});
  return pairs;
}

linalg::LinalgOp seeker::streams::emitRest(OpBuilder &b, const Nest &nest,
                                           const Pairs &pairs) {
  linalg::LinalgOp op = nest.op;
  Location loc = op.getLoc();
  AffineExpr size = b.getAffineDimExpr(0);
  OpFoldResult begin = affine::makeComposedFoldedAffineApply(
      b, loc, size.floorDiv(2) * 2, {nest.sizes[pairs.dim]});
  OpFoldResult count = affine::makeComposedFoldedAffineApply(
      b, loc, size % 2, {nest.sizes[pairs.dim]});
  IRMapping mapping;
  for (const Tensor &input : nest.inputs) {
    Value whole = input.operand->get();
    auto type = cast<MemRefType>(whole.getType());
    SmallVector<OpFoldResult> offsets(type.getRank(), b.getIndexAttr(0));
    SmallVector<OpFoldResult> strides(type.getRank(), b.getIndexAttr(1));
    SmallVector<OpFoldResult> sizes = memref::getMixedSizes(b, loc, whole);
    offsets.back() = begin;
    sizes.back() = count;
    mapping.map(whole,
                b.create<memref::SubViewOp>(loc, whole, offsets, sizes, strides)
                    .getResult());
  }
  return cast<linalg::LinalgOp>(b.clone(*op, mapping));
}
