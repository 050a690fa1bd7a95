// Gives the values of a streaming region their FP registers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_STREAMS_REGISTERS_H
#define SEEKER_LIB_TRANSFORMS_STREAMS_REGISTERS_H

#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

namespace seeker::streams {

/// The registers of a region's f64 values, by number. f0 to f2 are the
/// streams; the region's f64 operands keep f10 and those after it throughout.
struct Registers {
  llvm::DenseMap<mlir::Value, unsigned> of;
  /// What must be moved into a loop's carried registers before it starts.
  struct Move {
    mlir::Value from;
    unsigned to;
  };
  llvm::DenseMap<mlir::Operation *, llvm::SmallVector<Move>> before;
  /// All registers that the region changes, the streams' included.
  llvm::SmallVector<unsigned> changed;
};

/// Nothing is spilled: an error at the region when its values do not fit.
mlir::FailureOr<Registers> assignRegisters(snitch::StreamingOp region);

} // namespace seeker::streams

#endif // SEEKER_LIB_TRANSFORMS_STREAMS_REGISTERS_H
