// The L1 buffers of one kernel, each with the reason why it exists.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_TILETOL1_BUFFERS_H
#define SEEKER_LIB_TRANSFORMS_TILETOL1_BUFFERS_H

#include "mlir/IR/Builders.h"
#include "seeker/Tiling/TileSchedule.h"

namespace seeker {

/// Allocates the buffer of input number `input` of the root; `tensor` is what
/// the tensor in L3 is called.
mlir::Value allocateInput(mlir::OpBuilder &builder, snitch::KernelOp kernel,
                          const tiling::KernelModel &model,
                          const tiling::TileSchedule &schedule, unsigned input,
                          llvm::StringRef tensor);

/// Allocates the buffer of the sums, or of the result.
mlir::Value allocateOutput(mlir::OpBuilder &builder, snitch::KernelOp kernel,
                           const tiling::KernelModel &model,
                           const tiling::TileSchedule &schedule);

/// The tensors of the kernel that get no buffer, with the reason: a list of
/// {operand, shape, reason}.
mlir::ArrayAttr describeNotAllocated(snitch::KernelOp kernel,
                                     const tiling::KernelModel &model);

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_TILETOL1_BUFFERS_H
