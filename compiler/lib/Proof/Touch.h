// Bytes of one memory that one core or transfer touches in one iteration.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_PROOF_TOUCH_H
#define SEEKER_LIB_PROOF_TOUCH_H

#include "Evaluator.h"

#include <string>

namespace seeker::proof {

/// Bytes that one core or transfer reads or writes. `intervals` are addresses
/// within `space`: all of L1 is one, every tensor is another.
struct Touch {
  mlir::Operation *op = nullptr;
  mlir::Value root;
  const void *space = nullptr;
  llvm::SmallVector<Interval> intervals;
  bool reads = false;
  bool writes = false;
  int64_t core = -1;     // -1: the DMA engine
  std::string iteration; // " at iteration 3", or nothing
};

/// The granule in which both memories are tracked: the size of the smallest
/// element.
constexpr int64_t kCellBytes = 4;

/// The address of a root's first byte within its space.
int64_t firstByteOf(mlir::Value root);

/// "bytes [0, 800) of buffer "w"", counted from the root's first byte.
std::string describeBytes(mlir::Value root, Interval addresses);

} // namespace seeker::proof

#endif // SEEKER_LIB_PROOF_TOUCH_H
