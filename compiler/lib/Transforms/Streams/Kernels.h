// Emits a linalg operation as streams and hardware loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_STREAMS_KERNELS_H
#define SEEKER_LIB_TRANSFORMS_STREAMS_KERNELS_H

#include "Nest.h"
#include "Pairs.h"
#include "Payload.h"

namespace seeker::streams {

/// A linalg operation that streams can do.
struct Kernel {
  Nest nest;
  Payload payload;
  /// Of a reduction of f32.
  std::optional<Pairs> pairs = std::nullopt;
  /// What the sums start from instead of the output's values.
  mlir::Value start;
  /// Whether a barrier comes next: it waits for what streams write.
  bool endsAtBarrier = false;

  bool isReduction() const {
    return llvm::is_contained(nest.isReduction, true);
  }
};

/// The kernel, or nothing and why not. Emits the sizes that are dynamic.
std::optional<Kernel> analyseKernel(mlir::OpBuilder &builder,
                                    mlir::linalg::LinalgOp op,
                                    const Limits &limits, std::string &whyNot);

/// Emits at the builder's insertion point what the kernel computes. All that
/// it stores is in memory, or on its way there in the order of the FP loads and
/// stores, when the integer core goes on.
void emitReduction(mlir::OpBuilder &builder, const Kernel &kernel,
                   const Limits &limits);
void emitElementwise(mlir::OpBuilder &builder, const Kernel &kernel,
                     const Limits &limits);

//===-- what both emitters share ------------------------------------------===//

/// Streams of one kernel: which tensor is in which mover.
struct Stream {
  const Tensor *tensor;
  bool isRead;
  int64_t mover;
};

/// The index of each dimension where a nest of loops stands.
using Indices = llvm::SmallVector<mlir::OpFoldResult>;

/// How many of the outermost loops the core must run itself, so that each
/// stream keeps to a mover's loops.
unsigned countCoreLoops(mlir::OpBuilder &builder, llvm::ArrayRef<Loop> loops,
                        llvm::ArrayRef<Stream> streams, const Limits &limits);

/// Writes the movers' shapes over `loops`.
llvm::SmallVector<int64_t> emitShapes(mlir::OpBuilder &builder,
                                      llvm::ArrayRef<Loop> loops,
                                      llvm::ArrayRef<Stream> streams,
                                      const Limits &limits);
/// Starts the movers at `indices`, with the shapes' numbers of loops.
void emitStarts(mlir::OpBuilder &builder, llvm::ArrayRef<Stream> streams,
                llvm::ArrayRef<int64_t> loops, const Indices &indices);

/// Runs `body` in loops of the core, with the indices that it stands at.
void emitCoreLoops(mlir::OpBuilder &builder, mlir::Location loc,
                   llvm::ArrayRef<Loop> loops, Indices indices,
                   llvm::function_ref<void(const Indices &)> body);

/// Runs `body` where all counts that are not known are above 0.
void emitIfAny(mlir::OpBuilder &builder, mlir::Location loc,
               llvm::ArrayRef<mlir::OpFoldResult> counts,
               llvm::function_ref<void()> body);

/// Collects the operands of a streaming region.
class Operands {
public:
  Operands(mlir::OpBuilder &builder, mlir::Location loc)
      : builder(builder), loc(loc) {}

  /// The number of `value` among the operands.
  unsigned add(mlir::OpFoldResult value);
  llvm::ArrayRef<mlir::Value> get() const { return values; }

private:
  mlir::OpBuilder &builder;
  mlir::Location loc;
  llvm::SmallVector<mlir::Value> values;
};

/// The kernel's scalars as operands: their numbers, in the payload's order.
llvm::SmallVector<unsigned>
addScalars(mlir::OpBuilder &builder, const Kernel &kernel, Operands &operands);

} // namespace seeker::streams

#endif // SEEKER_LIB_TRANSFORMS_STREAMS_KERNELS_H
