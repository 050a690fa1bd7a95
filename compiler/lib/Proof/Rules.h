// The stages of the checker; each adds its facts and violations to the proof.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_PROOF_RULES_H
#define SEEKER_LIB_PROOF_RULES_H

#include "seeker/Proof/Proof.h"

#include "llvm/ADT/Twine.h"

namespace seeker::proof {

/// Offsets: there, within the budget, aligned.
void checkOffsets(mlir::func::FuncOp func, const Machine &machine,
                  Proof &proof);

/// Every access inside its buffer or tensor, by Presburger arithmetic.
void checkBounds(mlir::func::FuncOp func, const Machine &machine, Proof &proof);

/// Liveness, races, waits and barriers, by walking all iterations. Needs what
/// the other stages have shown.
void checkSchedule(mlir::func::FuncOp func, const Machine &machine,
                   Proof &proof);

inline void addFacts(Proof &proof, Rule rule, int64_t count = 1) {
  proof.facts[static_cast<size_t>(rule)] += count;
}

inline void addViolation(Proof &proof, Rule rule, mlir::Location where,
                         const llvm::Twine &what) {
  proof.violations.push_back({rule, where, what.str(), std::nullopt, ""});
}

inline void addViolation(Proof &proof, Rule rule, mlir::Location where,
                         const llvm::Twine &what, mlir::Location other,
                         const llvm::Twine &otherWhat) {
  proof.violations.push_back({rule, where, what.str(), other, otherWhat.str()});
}

} // namespace seeker::proof

#endif // SEEKER_LIB_PROOF_RULES_H
