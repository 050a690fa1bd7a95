// The loops and operands of a linalg operation as data movers see them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_STREAMS_NEST_H
#define SEEKER_LIB_TRANSFORMS_STREAMS_NEST_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace seeker::streams {

/// A loop over one dimension of the iteration domain, `step` indices at a time.
struct Loop {
  unsigned dim;
  mlir::OpFoldResult count;
  int64_t step = 1;

  bool isOnce() const { return mlir::isConstantIntValue(count, 1); }
};

/// What a data mover walks: innermost loop first.
struct Walk {
  llvm::SmallVector<mlir::OpFoldResult> bounds;
  llvm::SmallVector<mlir::OpFoldResult> strides;
  int64_t repeat = 1;
};

/// An operand in L1: an element's address is linear in the dimensions.
struct Tensor {
  mlir::OpOperand *operand = nullptr;
  mlir::AffineMap map;
  /// Bytes from one index of each dimension to the next.
  llvm::SmallVector<int64_t> strides;
};

/// The most loops and movers that a core has, and how its FPU wants to be fed.
struct Limits {
  int64_t movers = 3;
  int64_t loops = 4;
  int64_t repeat = 16;
  int64_t body = 32;
  /// Of the FPU: so many independent operations hide it.
  int64_t latency = 4;
};

/// An operation whose operands can be streamed.
struct Nest {
  mlir::linalg::LinalgOp op;
  /// Of each dimension.
  llvm::SmallVector<mlir::OpFoldResult> sizes;
  llvm::SmallVector<bool> isReduction;
  llvm::SmallVector<Tensor> inputs;
  Tensor output;
  /// Of all tensors: f64, or f32.
  bool isSingle = false;
};

/// The operation's nest, with sizes emitted by the builder where they are
/// dynamic; or nothing, and why not.
std::optional<Nest> analyseNest(mlir::OpBuilder &builder,
                                mlir::linalg::LinalgOp op, std::string &whyNot);

/// Folds loops, outermost first, as one tensor sees them: loops that continue
/// each other become one; of a read, innermost loops in which it does not move
/// become repetition.
Walk foldWalk(mlir::OpBuilder &builder, llvm::ArrayRef<Loop> loops,
              const Tensor &tensor, bool isRead, const Limits &limits);

/// The product of the loops' counts.
mlir::OpFoldResult countIterations(mlir::OpBuilder &builder, mlir::Location loc,
                                   llvm::ArrayRef<Loop> loops);

/// The address of the tensor's element at these indices of the dimensions.
mlir::Value addressOf(mlir::OpBuilder &builder, mlir::Location loc,
                      const Tensor &tensor,
                      llvm::ArrayRef<mlir::OpFoldResult> indices);

} // namespace seeker::streams

#endif // SEEKER_LIB_TRANSFORMS_STREAMS_NEST_H
