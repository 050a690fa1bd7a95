// Reading, printing and checking the attributes of the `snitch` dialect.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "TilesFields.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallBitVector.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace seeker::snitch;

#define GET_ATTRDEF_CLASSES
#include "seeker/Dialect/Snitch/IR/SnitchAttrs.cpp.inc"

void SnitchDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "seeker/Dialect/Snitch/IR/SnitchAttrs.cpp.inc"
      >();
}

static ParseResult parseSizes(AsmParser &parser,
                              SmallVectorImpl<int64_t> &sizes) {
  return parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, [&] {
    return parser.parseInteger(sizes.emplace_back());
  });
}

Attribute seeker::snitch::parseTilesFields(AsmParser &parser,
                                           const TilesFieldNames &names) {
  SmallVector<int64_t> tiles, order;
  bool dualBuffer = false;
  int64_t buffers = 2;
  Rows rows = Rows::Dense;
  SmallVector<StringRef> seen;
  SMLoc start = parser.getCurrentLocation();
  auto parseField = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation();
    StringRef name;
    if (parser.parseKeyword(&name))
      return failure();
    if (llvm::is_contained(seen, name))
      return parser.emitError(loc) << "field '" << name << "' is given twice";
    seen.push_back(name);
    if (parser.parseEqual())
      return failure();
    if (name == names.tiles)
      return parseSizes(parser, tiles);
    if (name == names.order)
      return parseSizes(parser, order);
    if (name == names.dualBuffer) {
      StringRef value;
      loc = parser.getCurrentLocation();
      if (parser.parseKeyword(&value))
        return failure();
      if (value != "true" && value != "false")
        return parser.emitError(loc) << "expected 'true' or 'false'";
      dualBuffer = value == "true";
      return success();
    }
    if (names.hasLayout && name == "buffers")
      return parser.parseInteger(buffers);
    if (names.hasLayout && name == "rows") {
      StringRef value;
      loc = parser.getCurrentLocation();
      if (parser.parseKeyword(&value))
        return failure();
      std::optional<Rows> known = symbolizeRows(value);
      if (!known)
        return parser.emitError(loc)
               << "expected 'dense', 'padded' or 'cyclic'";
      rows = *known;
      return success();
    }
    InFlightDiagnostic diag = parser.emitError(loc);
    diag << "unknown field '" << name << "', supported are '" << names.tiles
         << "', '" << names.order << "'";
    if (names.hasLayout)
      diag << ", '" << names.dualBuffer << "', 'buffers' and 'rows'";
    else
      diag << " and '" << names.dualBuffer << "'";
    return diag;
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::LessGreater,
                                     parseField))
    return {};
  if (!llvm::is_contained(seen, names.tiles)) {
    parser.emitError(start) << "field '" << names.tiles << "' is missing";
    return {};
  }
  return TilesAttr::getChecked([&] { return parser.emitError(start); },
                               parser.getContext(), tiles, order, dualBuffer,
                               buffers, rows);
}

Attribute TilesAttr::parse(AsmParser &parser, Type) {
  return parseTilesFields(parser, {"l1", "order", "dual_buffer",
                                   /*hasLayout=*/true});
}

void TilesAttr::print(AsmPrinter &printer) const {
  auto printSizes = [&](ArrayRef<int64_t> sizes) {
    printer << "[";
    llvm::interleaveComma(sizes, printer);
    printer << "]";
  };
  printer << "<l1 = ";
  printSizes(getL1());
  if (!getOrder().empty()) {
    printer << ", order = ";
    printSizes(getOrder());
  }
  if (getDualBuffer())
    printer << ", dual_buffer = true";
  if (getBuffers() != 2)
    printer << ", buffers = " << getBuffers();
  if (getRows() != Rows::Dense)
    printer << ", rows = " << stringifyRows(getRows());
  printer << ">";
}

LogicalResult TilesAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                ArrayRef<int64_t> l1, ArrayRef<int64_t> order,
                                bool dualBuffer, int64_t buffers, Rows) {
  if (l1.empty())
    return emitError() << "a tile choice needs at least one tile size";
  for (auto [dim, size] : llvm::enumerate(l1))
    if (size < 0)
      return emitError() << "tile size " << size << " of dimension " << dim
                         << " is negative";
  if (buffers < 2 || (buffers > 2 && !dualBuffer))
    return emitError() << buffers << " buffers: supported are 2 and more, "
                       << "with dual_buffer";
  if (order.empty())
    return success();
  if (order.size() != l1.size())
    return emitError() << "order has " << order.size() << " entries for "
                       << l1.size() << " tile sizes";
  llvm::SmallBitVector seen(l1.size());
  for (int64_t dim : order) {
    if (dim < 0 || dim >= static_cast<int64_t>(l1.size()) || seen.test(dim))
      return emitError() << "order [" << order
                         << "] is not a permutation of 0 to " << l1.size() - 1;
    seen.set(dim);
  }
  return success();
}

LogicalResult
seeker::snitch::verifyTiles(function_ref<InFlightDiagnostic()> emitError,
                            TilesAttr tiles, ArrayRef<int64_t> ranges) {
  ArrayRef<int64_t> sizes = tiles.getL1();
  if (sizes.size() != ranges.size())
    return emitError() << "has " << sizes.size() << " tile sizes for "
                       << ranges.size() << " dimensions";
  for (auto [dim, pair] : llvm::enumerate(llvm::zip(sizes, ranges))) {
    auto [size, range] = pair;
    if (size > range)
      return emitError() << "tile size " << size << " of dimension " << dim
                         << " is larger than the dimension's " << range;
  }
  return success();
}
