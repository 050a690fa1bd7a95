// Proves a planned schedule safe, from its operations alone.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_PROOF_PROOF_H
#define SEEKER_PROOF_PROOF_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <array>
#include <cstdint>
#include <string>

namespace seeker::proof {

/// What is proved of a schedule.
enum class Rule {
  /// Buffers that live at the same time share no byte.
  Disjoint,
  /// Every buffer has an offset and lies within the budget.
  InBounds,
  /// Every buffer keeps its alignment and that of its elements.
  Aligned,
  /// Every access of every core and every transfer, in all iterations, lies
  /// inside its buffer or tensor, and what is read has been written.
  Accesses,
  /// No transfer in flight touches what a core or another transfer may access;
  /// every wait names a transfer that was started, and every transfer is
  /// waited for.
  DmaRaces,
  /// All cores meet the same barriers, and what one core writes another
  /// touches only after one; after a late one, after the next one.
  Barriers,
  /// A transfer stores every byte of every output, and of every intermediate
  /// tensor before it is read; what cores compute in a buffer that is stored is
  /// stored after the last change, before anything takes its place.
  Outputs,
};
constexpr size_t kNumRules = 7;

/// The rule's name in the manifest and in the report of `seeker explain`.
llvm::StringRef nameOf(Rule rule);

struct Violation {
  Rule rule = Rule::Disjoint;
  mlir::Location where;
  std::string what;
  /// The other side of a conflict.
  std::optional<mlir::Location> other;
  std::string otherWhat;
};

/// How often the DMA engine moves data between two places. `bytes` is the most
/// that one transfer moves, `allBytes` what all of them do.
struct TransferCount {
  mlir::Value from; // null: zeros
  mlir::Value to;
  int64_t bytes = 0;
  int64_t times = 0;
  int64_t allBytes = 0;
};

struct Proof {
  /// How many single facts were proved for each rule.
  std::array<int64_t, kNumRules> facts = {};
  std::vector<Violation> violations;
  /// What the walk of the schedule met, in that order; empty when there was
  /// none because bounds are violated.
  std::vector<TransferCount> transfers;

  bool holds() const { return violations.empty(); }
  bool holds(Rule rule) const {
    return llvm::none_of(violations,
                         [&](const Violation &v) { return v.rule == rule; });
  }
};

/// The hardware that the schedule runs on.
struct Machine {
  /// Bytes of L1 for buffers, from its first byte: less stacks and reserve.
  int64_t budget = 0;
  int64_t computeCores = 0;
};

/// Checks a scheduled function whose buffers have offsets. Shares nothing with
/// the planner: liveness comes from walking all iterations of the schedule.
Proof prove(mlir::func::FuncOp func, const Machine &machine);

/// Emits each violation as an error at its place.
void report(const Proof &proof);

} // namespace seeker::proof

#endif // SEEKER_PROOF_PROOF_H
