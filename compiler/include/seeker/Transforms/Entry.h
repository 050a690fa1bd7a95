// The function of a model that the host calls.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TRANSFORMS_ENTRY_H
#define SEEKER_TRANSFORMS_ENTRY_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace seeker {

/// The one function of `module` that has a body and that no other calls. Emits
/// one error where there is none, where there are two, or where functions call
/// each other in a circle.
mlir::FailureOr<mlir::func::FuncOp> findEntry(mlir::ModuleOp module);

} // namespace seeker

#endif // SEEKER_TRANSFORMS_ENTRY_H
