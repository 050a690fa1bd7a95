// Ways to break a planned schedule, each with the reason it must be rejected
// for.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TESTS_COMPILER_PROOF_MUTATIONS_H
#define SEEKER_TESTS_COMPILER_PROOF_MUTATIONS_H

#include "seeker/Proof/Proof.h"

#include <functional>
#include <string>
#include <vector>

namespace seeker::proof {

/// Breaks a schedule such that what it computes, or the memory it touches, is
/// wrong in at least one iteration. The checker has to name `rule` first, in a
/// sentence with `because` in it.
struct Mutation {
  std::string name;
  Rule rule;
  std::string because;
  /// May change the machine instead of the schedule.
  std::function<void(mlir::func::FuncOp, Machine &)> apply;
};

/// Offsets, sizes and lifetimes of the buffers of `func`.
std::vector<Mutation> planMutations(mlir::func::FuncOp func,
                                    const Machine &machine);

/// Barriers, waits, transfers, slots, indices and sizes of the schedule. Those
/// with at least two tiles of N and three of K, and four rows to each tile, can
/// be mutated in every way.
std::vector<Mutation> scheduleMutations(mlir::func::FuncOp func);

} // namespace seeker::proof

#endif // SEEKER_TESTS_COMPILER_PROOF_MUTATIONS_H
