// Instructions that LLVM neither drops nor reorders among each other.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_INLINEASSEMBLY_H
#define SEEKER_LIB_TRANSFORMS_INLINEASSEMBLY_H

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

namespace seeker {

/// `text` with operands and results by `constraints`, as in GCC's assembly.
inline mlir::LLVM::InlineAsmOp
emitAssembly(mlir::OpBuilder &b, mlir::Location loc, llvm::StringRef text,
             llvm::StringRef constraints, mlir::ValueRange operands,
             mlir::TypeRange results = {}) {
  return b.create<mlir::LLVM::InlineAsmOp>(
      loc, results, operands, text, constraints, /*has_side_effects=*/true,
      /*is_align_stack=*/false, mlir::LLVM::AsmDialectAttr(),
      /*operand_attrs=*/mlir::ArrayAttr());
}

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_INLINEASSEMBLY_H
