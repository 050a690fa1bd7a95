// Reads `#quidditch_snitch.lowering_config<...>` as `#snitch.tiles<...>`.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_DIALECT_SNITCH_IR_QUIDDITCHALIAS_H
#define SEEKER_DIALECT_SNITCH_IR_QUIDDITCHALIAS_H

#include "mlir/IR/Dialect.h"

namespace seeker::snitch {

/// A dialect without a printed form of its own: its one attribute becomes a
/// TilesAttr as it is read, so that the sources of that compiler's users run
/// as they are.
class QuidditchAliasDialect : public mlir::Dialect {
public:
  explicit QuidditchAliasDialect(mlir::MLIRContext *context);
  static constexpr llvm::StringLiteral getDialectNamespace() {
    return "quidditch_snitch";
  }
  mlir::Attribute parseAttribute(mlir::DialectAsmParser &parser,
                                 mlir::Type type) const override;
};

} // namespace seeker::snitch

MLIR_DECLARE_EXPLICIT_TYPE_ID(seeker::snitch::QuidditchAliasDialect)

#endif // SEEKER_DIALECT_SNITCH_IR_QUIDDITCHALIAS_H
