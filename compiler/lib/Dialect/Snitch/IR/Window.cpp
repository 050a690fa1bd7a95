// snitch.window: which elements it shows, and where they lie.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "mlir/IR/BuiltinTypes.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::snitch;

static bool addFactors(AffineExpr expr, int64_t factor,
                       SmallVectorImpl<int64_t> &factors) {
  if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
    factors[dim.getPosition()] += factor;
    return true;
  }
  if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
    factors.back() += factor * constant.getValue();
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
  if (!binary)
    return false;
  if (expr.getKind() == AffineExprKind::Add)
    return addFactors(binary.getLHS(), factor, factors) &&
           addFactors(binary.getRHS(), factor, factors);
  auto constant = dyn_cast<AffineConstantExpr>(binary.getRHS());
  return expr.getKind() == AffineExprKind::Mul && constant &&
         addFactors(binary.getLHS(), factor * constant.getValue(), factors);
}

std::optional<SmallVector<int64_t>> snitch::getFactors(AffineExpr expr,
                                                       unsigned numDims) {
  SmallVector<int64_t> factors(numDims + 1, 0);
  if (!addFactors(expr, 1, factors))
    return std::nullopt;
  return factors;
}

LogicalResult snitch::verifyWindow(function_ref<InFlightDiagnostic()> emitError,
                                   AffineMap map, ArrayRef<int64_t> source,
                                   ArrayRef<int64_t> result) {
  if (map.getNumDims() != result.size() || map.getNumSymbols() != 0 ||
      map.getNumResults() != source.size())
    return emitError() << "map " << AffineMapAttr::get(map) << " takes "
                       << map.getNumDims() << " indices to "
                       << map.getNumResults() << ", needed are "
                       << result.size() << " to " << source.size();
  for (auto [dim, expr] : llvm::enumerate(map.getResults())) {
    std::optional<SmallVector<int64_t>> factors =
        getFactors(expr, map.getNumDims());
    if (!factors || llvm::any_of(*factors, [](int64_t f) { return f < 0; }))
      return emitError() << "map " << AffineMapAttr::get(map)
                         << " is unsupported in dimension " << dim
                         << ", supported are sums of indices times constants "
                            "of at least 0";
    int64_t last = factors->back();
    for (auto [factor, size] : llvm::zip(*factors, result))
      last += factor * (size - 1);
    if (last >= source[dim])
      return emitError() << "map " << AffineMapAttr::get(map)
                         << " reaches index " << last << " of " << source[dim]
                         << " in dimension " << dim;
  }
  return success();
}

LogicalResult WindowOp::verify() {
  RankedTensorType source = cast<RankedTensorType>(getSource().getType());
  RankedTensorType result = cast<RankedTensorType>(getResult().getType());
  if (source.getElementType() != result.getElementType())
    return emitOpError() << "shows elements of " << source.getElementType()
                         << " as " << result.getElementType();
  return verifyWindow([&] { return emitOpError(); }, getMap(),
                      source.getShape(), result.getShape());
}

std::pair<int64_t, SmallVector<int64_t>>
WindowOp::getLayout(ArrayRef<int64_t> sourceStrides) {
  AffineMap map = getMap();
  SmallVector<int64_t> strides(map.getNumDims(), 0);
  int64_t offset = 0;
  for (auto [expr, stride] : llvm::zip(map.getResults(), sourceStrides)) {
    SmallVector<int64_t> factors = *getFactors(expr, map.getNumDims());
    offset += factors.back() * stride;
    for (auto [own, factor] : llvm::zip(strides, factors))
      own += factor * stride;
  }
  return {offset, strides};
}
