// Emits the whole schedule of one kernel.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_TILETOL1_KERNELSCHEDULE_H
#define SEEKER_LIB_TRANSFORMS_TILETOL1_KERNELSCHEDULE_H

#include "Transfers.h"

namespace seeker {

/// Emits buffers, transfers, barriers and computation of `kernel`, whose tiles
/// are chosen, at the builder's insertion point.
void emitKernelSchedule(mlir::OpBuilder &builder, snitch::KernelOp kernel,
                        const Configuration &configuration,
                        const KernelTensors &tensors);

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_TILETOL1_KERNELSCHEDULE_H
