// What touches memory in a schedule: sides of transfers, operands of microkernels.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_PROOF_ACCESS_H
#define SEEKER_LIB_PROOF_ACCESS_H

#include "seeker/Dialect/DMA/IR/DMADialect.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

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

/// The allocation or tensor that a view is a part of.
mlir::Value rootOf(mlir::Value view);

/// `buffer "w"` or `tensor "x"`, as errors call it.
std::string describeRoot(mlir::Value root);

} // namespace seeker::proof

#endif // SEEKER_LIB_PROOF_ACCESS_H
