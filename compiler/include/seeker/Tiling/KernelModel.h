// What tiling needs to know of a kernel: its loops and what its operands are.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TILING_KERNELMODEL_H
#define SEEKER_TILING_KERNELMODEL_H

#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

namespace seeker::tiling {

/// A tensor in L3 that the kernel reads or writes.
struct Operand {
  /// Index into the kernel's inputs; results come after them.
  unsigned index = 0;
  /// From the loops to the tensor's dimensions: a projected permutation.
  mlir::AffineMap map;
  int64_t elementBytes = 0;
};

/// What the accumulator holds before the first step.
enum class InitKind {
  None,     ///< anything: the first step overwrites it
  Zero,     ///< zeros, by DMA
  Constant, ///< another constant, by the compute cores
  Tensor,   ///< a tensor, by DMA
};

/// One kernel, as the pass `seeker-normalise` leaves it.
struct KernelModel {
  /// Extents of the loops, and which of them reduce.
  llvm::SmallVector<int64_t> ranges;
  llvm::SmallVector<bool> isReduction;

  llvm::SmallVector<Operand> inputs;
  Operand output;

  InitKind init = InitKind::None;
  /// For InitKind::Tensor: the tensor, by the dimensions of the *output* that
  /// it has; rows are repeated along those that it lacks.
  Operand initTensor;

  /// Scalar operations for each point of the loops, and for each element of
  /// the result in the epilogue.
  int64_t operationsPerPoint = 0;
  int64_t operationsPerResult = 0;
  /// Sums of products of f32 that lie side by side along this loop are taken
  /// two at a time, where rows in L1 begin at multiples of a pair.
  std::optional<unsigned> pairLoop;
};

/// Reads the kernel's body.
KernelModel analyseKernel(snitch::KernelOp kernel);

} // namespace seeker::tiling

#endif // SEEKER_TILING_KERNELMODEL_H
