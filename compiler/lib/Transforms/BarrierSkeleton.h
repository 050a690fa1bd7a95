// Compares the barriers of two functions, and the control flow around them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_BARRIERSKELETON_H
#define SEEKER_LIB_TRANSFORMS_BARRIERSKELETON_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace seeker {

/// Fails with an error at the first barrier, loop or branch that one function
/// has and the other has not, or has with other bounds or another condition:
/// cores that run these two would wait for each other for ever. Operations
/// without a barrier inside do not count.
mlir::LogicalResult verifySameBarriers(mlir::func::FuncOp first,
                                       mlir::func::FuncOp second);

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_BARRIERSKELETON_H
