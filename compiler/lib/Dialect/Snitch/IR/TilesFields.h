// The fields between the angle brackets of a tile choice, under either naming.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_DIALECT_SNITCH_IR_TILESFIELDS_H
#define SEEKER_LIB_DIALECT_SNITCH_IR_TILESFIELDS_H

#include "mlir/IR/OpImplementation.h"

namespace seeker::snitch {

struct TilesFieldNames {
  llvm::StringRef tiles, order, dualBuffer;
  /// Whether there are `buffers` and `rows` too.
  bool hasLayout = false;
};

/// Reads `<field = value, ...>`: each field at most once, in any order, the
/// tiles required. Null after an error.
mlir::Attribute parseTilesFields(mlir::AsmParser &parser,
                                 const TilesFieldNames &names);

} // namespace seeker::snitch

#endif // SEEKER_LIB_DIALECT_SNITCH_IR_TILESFIELDS_H
