// What happens in L1 and L3 from barrier to barrier, and what must not
// coincide.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_PROOF_TIMELINE_H
#define SEEKER_LIB_PROOF_TIMELINE_H

#include "Rules.h"
#include "Stores.h"
#include "Touch.h"

#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

#include <deque>

namespace seeker::proof {

/// Records accesses as the walk meets them. Within a phase, from barrier to
/// barrier, a compute core may be anywhere, and so may a transfer from its
/// start to the wait. What a late barrier ends may go on through the phase
/// behind it, in no order with what the same core does there.
class Timeline {
public:
  Timeline(mlir::func::FuncOp func, Proof &proof);

  /// A transfer starts; answers its number, from 0.
  int64_t start(llvm::ArrayRef<Touch> sides);
  /// The DM core waits for this transfer and all before it.
  void wait(int64_t transfer);
  /// A core's access within a compute region.
  void compute(Touch touch);
  void barrier(bool late = false);
  /// The end of the function: what is left, and what liveness shows.
  void finish();

  /// A touch of a view: its addresses, from offsets and roots.
  Touch touchOf(mlir::Operation *op, const View &view, bool reads, bool writes);

  int64_t events() const { return now; }

private:
  struct Transfer {
    int64_t id = 0;
    int64_t startedAt = 0;
    bool waited = false;
    llvm::SmallVector<Touch, 2> sides;
  };
  struct BufferLife {
    snitch::L1AllocOp alloc;
    int64_t begin = 0;
    int64_t end = 0;
    int64_t first = -1;
    int64_t last = -1;
    bool inPhase = false;
    bool isRunning = false;
  };

  void live(const Touch &touch, int64_t from, int64_t to);
  void foundConflict(Violation violation, mlir::Value root,
                     mlir::Value otherRoot);
  void count(llvm::ArrayRef<Touch> sides);
  void readInitialised(const Touch &touch);
  void markWritten(const Touch &touch);
  void checkAgainstCore(const Transfer &transfer, const Touch &side,
                        const Touch &core, bool coreWasFirst);
  void checkAgainstRunning(const Touch &touch, const Touch &other);
  void disjointBuffers();

  Proof &proof;
  int64_t now = 0;
  int64_t phaseStart = 0;
  int64_t nextId = 0;
  std::deque<Transfer> active; // in flight, or waited for in this phase
  std::vector<Touch> phase;    // what compute cores touch in this phase
  std::vector<Touch> running;  // and in the one before, behind a late barrier
  std::vector<BufferLife> lives;
  llvm::DenseMap<mlir::Value, size_t> lifeOf;
  // For each 4 bytes of L1 the buffer through which they were last written.
  std::vector<int32_t> writers;
  Stores stores;
  // The first conflict; what follows it is its consequence. Buffers that share
  // bytes are its cause when it is between two of them.
  std::optional<Violation> conflict;
  bool conflictOfTwoBuffers = false;
};

} // namespace seeker::proof

#endif // SEEKER_LIB_PROOF_TIMELINE_H
