// Makes of each kernel in a core's schedule a function of its own.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_OUTLINEKERNELS_H
#define SEEKER_LIB_TRANSFORMS_OUTLINEKERNELS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace seeker {

/// Splits `schedule` behind each mark that ends a kernel. The parts are
/// functions `<schedule>_<kernel>` with the arguments and attributes of
/// `schedule`, which is erased, and are to be called in the order in which they
/// are answered. What only computes constants and places of buffers is done
/// again in each part, so that nothing is kept from one kernel to the next, and
/// a kernel's stack is what it needs itself. A schedule without marks stays as
/// it is.
llvm::SmallVector<mlir::func::FuncOp>
outlineKernels(mlir::func::FuncOp schedule);

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_OUTLINEKERNELS_H
