// The body of a linalg operation as FP instructions on streams.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_STREAMS_PAYLOAD_H
#define SEEKER_LIB_TRANSFORMS_STREAMS_PAYLOAD_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace seeker::streams {

/// What an operation computes at one point, in instructions.
struct Payload {
  struct Instruction {
    /// Null: moves its one operand.
    mlir::Operation *op;
    /// In terms of the body's values.
    llvm::SmallVector<mlir::Value> operands;
    mlir::Value result;
    bool isFma = false;
  };
  /// The last one computes what the body yields.
  llvm::SmallVector<Instruction> instructions;
  /// f64 values that are the same at all points: scalar operands' arguments,
  /// and values from outside of the body.
  llvm::SmallVector<mlir::Value> scalars;
};

/// Nothing, and why not, where the body has more than FP instructions on f64.
std::optional<Payload> analysePayload(mlir::linalg::LinalgOp op,
                                      std::string &whyNot);

/// What the body's values are at one of the points that are emitted together.
struct Point {
  llvm::DenseMap<mlir::Value, mlir::Value> values;
  mlir::Value result;
};

/// Emits all points' instructions, each instruction for all points before the
/// next one. An argument in `movers` is popped from its mover; what `pushTo`
/// names takes the results. In pairs, the instructions are multiply-adds.
void emitPoints(mlir::OpBuilder &builder, mlir::Location loc,
                const Payload &payload,
                const llvm::DenseMap<mlir::Value, int64_t> &movers,
                llvm::MutableArrayRef<Point> points,
                std::optional<int64_t> pushTo = std::nullopt,
                bool inPairs = false);

} // namespace seeker::streams

#endif // SEEKER_LIB_TRANSFORMS_STREAMS_PAYLOAD_H
