// What touches memory in a schedule: sides of transfers, operands of
// microkernels.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_PROOF_ACCESS_H
#define SEEKER_LIB_PROOF_ACCESS_H

#include "seeker/Dialect/DMA/IR/DMADialect.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace seeker::proof {

/// The whole of `view` may be read or written by `op`.
struct Access {
  mlir::Operation *op = nullptr;
  mlir::Value view;
  bool reads = false;
  bool writes = false;
};

/// The accesses of a transfer or a microkernel; none for other operations.
llvm::SmallVector<Access, 4> accessesOf(mlir::Operation *op);

/// Does the operation belong to the scheduled form? Anything else could touch
/// memory in a way that is not checked.
bool isKnown(mlir::Operation *op);

/// The dimensions of its source that a subview's result no longer has; nothing
/// when its type does not follow from its sizes. Which of several dimensions of
/// size 1 is dropped makes no difference to the bytes of a view.
std::optional<llvm::SmallDenseSet<unsigned>>
droppedDims(mlir::memref::SubViewOp subview);

/// The allocation or tensor that a view is a part of.
mlir::Value rootOf(mlir::Value view);

/// Does a run leave a result in this tensor? True of outputs and of states that
/// the schedule replaces.
bool isOutput(mlir::Value root);

/// Does a tensor hold nothing until the schedule has written it? True of
/// outputs and of what one kernel hands to the next.
bool startsEmpty(mlir::Value root);

/// `buffer "w"` or `tensor "x"`, as errors call it.
std::string describeRoot(mlir::Value root);

} // namespace seeker::proof

#endif // SEEKER_LIB_PROOF_ACCESS_H
