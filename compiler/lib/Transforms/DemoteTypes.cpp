// seeker-demote-types: f64 becomes f32 throughout.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;

namespace seeker {
#define GEN_PASS_DEF_DEMOTETYPES
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

static APFloat toSingle(APFloat value) {
  bool losesInfo;
  value.convert(APFloat::IEEEsingle(), APFloat::rmNearestTiesToEven,
                &losesInfo);
  return value;
}

/// Data of the right type in the right order; nothing for what is not f64.
static Attribute demoteData(Attribute attribute) {
  Type single = Float32Type::get(attribute.getContext());
  if (auto number = dyn_cast<FloatAttr>(attribute))
    return number.getType().isF64()
               ? FloatAttr::get(single, toSingle(number.getValue()))
               : Attribute();
  auto elements = dyn_cast<ElementsAttr>(attribute);
  if (!elements || !elements.getElementType().isF64())
    return {};
  if (auto dense = dyn_cast<DenseFPElementsAttr>(attribute))
    return dense.mapValues(single, [](const APFloat &value) {
      return toSingle(value).bitcastToAPInt();
    });
  auto resource = dyn_cast<DenseF64ResourceElementsAttr>(attribute);
  std::optional<ArrayRef<double>> values =
      resource ? resource.tryGetAsArrayRef() : std::nullopt;
  if (!values)
    return {};
  SmallVector<float> singles(values->begin(), values->end());
  return DenseElementsAttr::get(
      RankedTensorType::get(elements.getShapedType().getShape(), single),
      ArrayRef(singles));
}

namespace {
struct DemoteTypes : seeker::impl::DemoteTypesBase<DemoteTypes> {
  void runOnOperation() override {
    AttrTypeReplacer replacer;
    replacer.addReplacement([](Type type) -> std::optional<Type> {
      if (type.isF64())
        return Float32Type::get(type.getContext());
      return std::nullopt;
    });
    // Data as a whole: what is nested in them are numbers of the old type.
    replacer.addReplacement(
        [](Attribute attribute)
            -> std::optional<std::pair<Attribute, WalkResult>> {
          if (Attribute data = demoteData(attribute))
            return std::pair(data, WalkResult::skip());
          return std::nullopt;
        });
    replacer.recursivelyReplaceElementsIn(getOperation(),
                                          /*replaceAttrs=*/true,
                                          /*replaceLocs=*/false,
                                          /*replaceTypes=*/true);
  }
};
} // namespace
