// What the compute cores do in one step of a kernel.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_TILETOL1_COMPUTESTEP_H
#define SEEKER_LIB_TRANSFORMS_TILETOL1_COMPUTESTEP_H

#include "Transfers.h"

namespace seeker {

/// Emits the snitch.compute region of `step`: each core's part of the tile,
/// then microkernels for the accumulator's constant start (first step of a
/// reduction), the root, and the epilogue (last step of a reduction).
void emitComputeStep(mlir::OpBuilder &builder, snitch::KernelOp kernel,
                     const tiling::KernelModel &model,
                     const tiling::TileSchedule &schedule, int64_t cores,
                     TileIndices &indices, Transfers &transfers,
                     StepIndex step);

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_TILETOL1_COMPUTESTEP_H
