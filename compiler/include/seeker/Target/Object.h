// From the LLVM dialect to a riscv32 object, in this process.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TARGET_OBJECT_H
#define SEEKER_TARGET_OBJECT_H

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"

namespace seeker {

/// Optimises `module`, which is in the LLVM dialect, and generates code for
/// the cluster's cores. `weights`, if any, becomes the section
/// `.seeker.weights`, which the firmware's linker script places 1 MiB above
/// L3's base. The object has the section `.stack_sizes`.
llvm::Expected<llvm::SmallVector<char, 0>> emitObject(mlir::ModuleOp module,
                                                      llvm::StringRef weights);

} // namespace seeker

#endif // SEEKER_TARGET_OBJECT_H
