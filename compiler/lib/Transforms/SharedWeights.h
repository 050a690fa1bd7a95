// Weights that take turns in L3: when each is needed, and where it can lie.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_SHAREDWEIGHTS_H
#define SEEKER_LIB_TRANSFORMS_SHAREDWEIGHTS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include <optional>

namespace seeker {

/// Kernels by their numbers, both included.
struct KernelSpan {
  int64_t first;
  int64_t last;

  bool meets(KernelSpan other) const {
    return first <= other.last && other.first <= last;
  }
};

/// Which kernels of a schedule use what.
class KernelUses {
public:
  explicit KernelUses(mlir::func::FuncOp function);

  /// The kernels during which what lies in `memref` may be read: by transfers
  /// until they have been waited for, too. Nothing when it is used before the
  /// first kernel begins, or never.
  std::optional<KernelSpan> spanOf(mlir::Value memref) const;

  /// Where each kernel begins, in order.
  llvm::ArrayRef<snitch::MarkOp> begins() const { return marks; }

private:
  mlir::Block *block;
  llvm::SmallVector<snitch::MarkOp> marks;
  /// The number of the kernel that has begun last before each operation of the
  /// function's block; -1 before the first.
  llvm::DenseMap<mlir::Operation *, int64_t> numbers;
};

/// A weight that takes turns with others.
struct SharedWeight {
  int64_t bytes;
  KernelSpan needed;
  int64_t offset = 0;
};

/// Gives each weight an offset inside of `capacity` bytes so that those which
/// are needed together do not overlap. Weights follow each other around the
/// room, in the order in which they are needed: each takes the place of what
/// has been out of use for longest, so that it can come early. Nothing when one
/// has no place. Offsets are multiples of 4096.
bool placeInTurns(llvm::ArrayRef<SharedWeight *> weights, int64_t capacity);

/// The least room: the most bytes that one kernel needs.
int64_t leastRoom(llvm::ArrayRef<SharedWeight *> weights);

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_SHAREDWEIGHTS_H
