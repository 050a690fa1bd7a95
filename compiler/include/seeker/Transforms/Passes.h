// The compiler's passes and the dialects that they work on.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TRANSFORMS_PASSES_H
#define SEEKER_TRANSFORMS_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/Pass.h"

namespace seeker {

/// Every dialect that an input or a stage of the pipeline may hold.
void registerDialects(mlir::DialectRegistry &registry);

#define GEN_PASS_DECL
#include "seeker/Transforms/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "seeker/Transforms/Passes.h.inc"

} // namespace seeker

#endif // SEEKER_TRANSFORMS_PASSES_H
