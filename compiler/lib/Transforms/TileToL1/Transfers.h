// The transfers between L3 and L1 of one kernel, and its buffers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_TILETOL1_TRANSFERS_H
#define SEEKER_LIB_TRANSFORMS_TILETOL1_TRANSFERS_H

#include "StepIndex.h"

namespace seeker {

/// A kernel's tensors in L3: the inputs in the kernel's order, the output.
struct KernelTensors {
  llvm::SmallVector<mlir::Value> inputs;
  mlir::Value output;
  /// What to call them, outputs last.
  llvm::SmallVector<std::string> names;
};

class Transfers {
public:
  /// Allocates the buffers.
  Transfers(mlir::OpBuilder &builder, snitch::KernelOp kernel,
            const tiling::KernelModel &model,
            const tiling::TileSchedule &schedule, TileIndices &indices,
            const KernelTensors &tensors);

  /// Starts to load what input `input` needs at `step`.
  mlir::Value startLoad(unsigned input, StepIndex step);
  /// Starts to bring the accumulator into its first state for the output that
  /// belongs to `step`; only where that is done by DMA.
  mlir::Value startInit(StepIndex step);
  /// Starts to store the output that belongs to `step`.
  mlir::Value startStore(StepIndex step);

  /// A part of a buffer at `step`: by the operand's dimensions, `offsets` from
  /// the tile's first element, every `strides`th element.
  mlir::Value getInputPart(unsigned input, StepIndex step,
                           llvm::ArrayRef<mlir::OpFoldResult> offsets,
                           llvm::ArrayRef<mlir::OpFoldResult> sizes,
                           llvm::ArrayRef<mlir::OpFoldResult> strides);
  mlir::Value getOutputPart(StepIndex step,
                            llvm::ArrayRef<mlir::OpFoldResult> offsets,
                            llvm::ArrayRef<mlir::OpFoldResult> sizes,
                            llvm::ArrayRef<mlir::OpFoldResult> strides);

private:
  struct Region {
    llvm::SmallVector<mlir::OpFoldResult> offsets, sizes;
  };
  /// The part of an operand in L3 that its tile at `step` holds.
  Region getRegion(const tiling::Operand &operand, StepIndex step);
  mlir::Value getView(mlir::Value memref,
                      llvm::ArrayRef<mlir::OpFoldResult> offsets,
                      llvm::ArrayRef<mlir::OpFoldResult> sizes,
                      llvm::ArrayRef<mlir::OpFoldResult> strides = {});
  mlir::Value getBufferView(mlir::Value buffer, const tiling::Stream &stream,
                            StepIndex step,
                            llvm::ArrayRef<mlir::OpFoldResult> offsets,
                            llvm::ArrayRef<mlir::OpFoldResult> sizes,
                            llvm::ArrayRef<mlir::OpFoldResult> strides = {});
  /// The initial tensor with the output's shape: rows are repeated by strides
  /// of 0.
  mlir::Value getBroadcastInit();

  mlir::OpBuilder &builder;
  mlir::Location loc;
  const tiling::KernelModel &model;
  const tiling::TileSchedule &schedule;
  TileIndices &indices;
  const KernelTensors &tensors;
  llvm::SmallVector<mlir::Value> inputBuffers;
  mlir::Value outputBuffer;
};

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_TILETOL1_TRANSFERS_H
