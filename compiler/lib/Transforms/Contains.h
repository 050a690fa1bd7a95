// Whether there is an operation of a kind in another one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_CONTAINS_H
#define SEEKER_LIB_TRANSFORMS_CONTAINS_H

#include "mlir/IR/Operation.h"

namespace seeker {

/// Also whether `op` itself is one.
template <typename Op> bool contains(mlir::Operation *op) {
  return op->walk([](Op) { return mlir::WalkResult::interrupt(); })
      .wasInterrupted();
}

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_CONTAINS_H
