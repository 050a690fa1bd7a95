// Emits a linalg operation as loops over scalars, several outputs at a time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_JAMMEDLOOPS_H
#define SEEKER_LIB_TRANSFORMS_JAMMEDLOOPS_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace seeker {

/// How many outputs and how many steps of a reduction are written side by side.
struct JamFactors {
  /// Outputs along one dimension: at least the FPU's latency, so that no
  /// multiply-add waits for the one before it.
  int64_t outputs = 8;
  /// Where the payload is so long that more would fill the stack.
  int64_t longOutputs = 4;
  int64_t longPayload = 32;
  /// The same where it is longer still.
  int64_t fewOutputs = 2;
  int64_t longestPayload = 96;
  /// Of two jammed dimensions: outer times inner outputs share their loads.
  int64_t outer = 2;
  int64_t inner = 4;
  /// Steps of the innermost reduction loop, which share its overhead.
  int64_t steps = 4;
};

/// Emits at the builder's insertion point what `op`, which works on memrefs
/// and scalars, computes. Sizes may be dynamic and 0; each output is loaded and
/// stored once, sums run in the order of the reduction's indices, and
/// `acc + a * b` of a reduction is one fused operation. `op` stays.
void emitJammedLoops(mlir::OpBuilder &builder, mlir::linalg::LinalgOp op,
                     const JamFactors &factors = {});

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_JAMMEDLOOPS_H
