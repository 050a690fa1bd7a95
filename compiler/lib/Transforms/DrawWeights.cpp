// seeker-draw-weights: gives weights without data seeded random values.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "mlir/IR/BuiltinAttributes.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Transforms/Passes.h"
#include <cmath>
#include <random>

using namespace mlir;
using namespace seeker;

namespace seeker {
#define GEN_PASS_DEF_DRAWWEIGHTS
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

/// The next number in [0, 1). Spelt out, because the standard's distributions
/// differ from library to library.
static double drawUnit(std::mt19937 &generator) {
  uint64_t high = generator();
  uint64_t low = generator();
  uint64_t bits = (high << 32 | low) & ((uint64_t(1) << 53) - 1);
  return std::ldexp(static_cast<double>(bits), -53);
}

static DenseElementsAttr drawValue(MemRefType type, std::mt19937 &generator) {
  double bound =
      type.getRank() == 0 ? 1.0 : 1.0 / std::sqrt(type.getShape().back());
  auto tensor = RankedTensorType::get(type.getShape(), type.getElementType());
  auto draw = [&] { return (2.0 * drawUnit(generator) - 1.0) * bound; };
  if (type.getElementType().isF64()) {
    std::vector<double> values(type.getNumElements());
    for (double &value : values)
      value = draw();
    return DenseElementsAttr::get(tensor, ArrayRef(values));
  }
  std::vector<float> values(type.getNumElements());
  for (float &value : values)
    value = static_cast<float>(draw());
  return DenseElementsAttr::get(tensor, ArrayRef(values));
}

namespace {
struct DrawWeights : seeker::impl::DrawWeightsBase<DrawWeights> {
  using DrawWeightsBase::DrawWeightsBase;

  void runOnOperation() override {
    std::mt19937 generator(seed);
    for (auto function : getOperation().getOps<func::FuncOp>())
      for (unsigned i = 0; i < function.getNumArguments(); ++i) {
        if (!function.getArgAttr(i, snitch::kWeightAttr) ||
            function.getArgAttr(i, snitch::kValueAttr))
          continue;
        auto type = dyn_cast<MemRefType>(function.getArgumentTypes()[i]);
        if (!type || !type.hasStaticShape() ||
            !(type.getElementType().isF64() || type.getElementType().isF32())) {
          function.emitOpError()
              << "weight " << i << " of type " << function.getArgumentTypes()[i]
              << " cannot be drawn: only f64 and f32 of static shape";
          return signalPassFailure();
        }
        function.setArgAttr(i, snitch::kValueAttr, drawValue(type, generator));
      }
  }
};
} // namespace
