// Reads `#quidditch_snitch.lowering_config<...>` as `#snitch.tiles<...>`.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Dialect/Snitch/IR/QuidditchAlias.h"
#include "TilesFields.h"
#include "mlir/IR/DialectImplementation.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker::snitch;

QuidditchAliasDialect::QuidditchAliasDialect(MLIRContext *context)
    : Dialect(getDialectNamespace(), context,
              TypeID::get<QuidditchAliasDialect>()) {
  getContext()->getOrLoadDialect<SnitchDialect>();
}

Attribute QuidditchAliasDialect::parseAttribute(DialectAsmParser &parser,
                                                Type) const {
  StringRef mnemonic;
  SMLoc loc = parser.getCurrentLocation();
  if (failed(parser.parseKeyword(&mnemonic)))
    return {};
  if (mnemonic != "lowering_config") {
    parser.emitError(loc) << "unknown attribute '" << mnemonic
                          << "', only 'lowering_config' is supported";
    return {};
  }
  return parseTilesFields(parser,
                          {"l1_tiles", "l1_tiles_interchange", "dual_buffer"});
}

MLIR_DEFINE_EXPLICIT_TYPE_ID(seeker::snitch::QuidditchAliasDialect)
