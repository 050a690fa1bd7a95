// Writes a streaming region as one block of assembly.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_STREAMS_ASSEMBLY_H
#define SEEKER_LIB_TRANSFORMS_STREAMS_ASSEMBLY_H

#include "seeker/Config/Configuration.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

namespace seeker::streams {

/// Text and constraints as LLVM's inline assembly takes them.
struct Assembly {
  /// What the text's $i stands for: an operand of the region by its index,
  /// one less than it where a register holds iterations - 1.
  struct Operand {
    unsigned index;
    bool lessOne;
  };
  std::string text, constraints;
  llvm::SmallVector<Operand> operands;
};

/// Snitch's own instructions are encoded words, so that a stock assembler
/// takes them. An error at the region when its values do not fit into the
/// registers.
mlir::FailureOr<Assembly> writeAssembly(snitch::StreamingOp region,
                                        const Configuration &configuration);

/// scfgwi: writes $0 to a register of a mover.
std::string writeConfigText(int64_t mover, int64_t reg);

/// Waits for the FPU, its stores and the movers' write jobs; needs t0.
std::string writeFenceText(llvm::ArrayRef<int64_t> movers);

/// The movers' registers: innermost loop first, then by the job's direction
/// and loops.
enum ConfigRegister : int64_t {
  kStatus = 0,
  kRepeat = 1,
  kBound = 2,
  kStride = 6,
  kRead = 24,
  kWrite = 28,
};

} // namespace seeker::streams

#endif // SEEKER_LIB_TRANSFORMS_STREAMS_ASSEMBLY_H
