// When the L1 buffers of a schedule are needed, read off its operations.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_L1_LIVERANGES_H
#define SEEKER_L1_LIVERANGES_H

#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/L1/Planner.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace seeker::l1 {

/// A buffer of a schedule. `from` and `to` number the operations of the
/// function in the order of its text; the buffer is wanted in [from, to).
struct L1Buffer {
  snitch::L1AllocOp alloc;
  int64_t bytes = 0;
  int64_t from = 0;
  int64_t to = 0;
};

/// Bytes from the first to the last element of a static memref, gaps of its
/// layout included.
int64_t getExtentInBytes(mlir::MemRefType type);

/// The buffers of `func` with their live ranges, in the order of their
/// allocation. A buffer lives from the first operation that touches it to the
/// last; in a loop that it outlives, for the whole loop. A transfer touches it
/// until it has been waited for, a compute region from the barrier before it to
/// the barrier after it, as the DM core runs beside it between the two. One
/// that nothing touches has an empty range.
std::vector<L1Buffer> collectL1Buffers(mlir::func::FuncOp func);

/// The same as the planner takes them. An empty range becomes one of a single
/// operation.
std::vector<Buffer> toPlannerBuffers(const std::vector<L1Buffer> &buffers);

} // namespace seeker::l1

#endif // SEEKER_L1_LIVERANGES_H
