// Lays out buffers of known lifetimes in one memory, with a proven lower bound.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_L1_PLANNER_H
#define SEEKER_L1_PLANNER_H

#include <cstdint>
#include <string>
#include <vector>

namespace seeker::l1 {

/// A block of memory that is wanted from `lower` up to, not including, `upper`.
/// Times are on any integer scale; `size` >= 1; `alignment` is a power of two.
struct Buffer {
  std::string id;
  int64_t lower = 0;
  int64_t upper = 0;
  int64_t size = 0;
  int64_t alignment = 1;
};

/// How much work the exact search may do, in units of one buffer's minimum
/// offset computed anew. Counted, not timed, so that a plan is the same on
/// every machine. Zero leaves the search out.
struct PlanEffort {
  int64_t steps = 900'000'000;
};

/// A layout of all buffers, whether or not it fits into the capacity.
struct Plan {
  /// Byte offset of each buffer, in the order given.
  std::vector<int64_t> offsets;
  /// Bytes from 0 to the highest end of a buffer.
  int64_t need = 0;
  /// No layout needs less: proven. `need == lowerBound` is an optimum.
  int64_t lowerBound = 0;
  int64_t capacity = 0;
  /// Buffers that are larger than the capacity by themselves: no layout can
  /// save them.
  std::vector<size_t> hopeless;
  /// Work done by the exact search.
  int64_t steps = 0;

  bool fits() const { return need <= capacity; }
  int64_t gap() const { return need - lowerBound; }
};

/// Plans `buffers`: lower bound, greedy layouts, then exact search below the
/// best of them. The layout does not depend on `capacity`, so that more room
/// never makes it worse.
Plan planBuffers(const std::vector<Buffer> &buffers, int64_t capacity,
                 const PlanEffort &effort = {});

} // namespace seeker::l1

#endif // SEEKER_L1_PLANNER_H
