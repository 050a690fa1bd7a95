// What the stages of the L1 planner share: the problem with time cut into
// sections.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_L1_LAYOUT_H
#define SEEKER_LIB_L1_LAYOUT_H

#include "seeker/L1/Planner.h"

namespace seeker::l1 {

inline int64_t alignUp(int64_t value, int64_t alignment) {
  return (value + alignment - 1) & ~(alignment - 1);
}

/// A buffer over the sections [first, last).
struct Block {
  int first = 0;
  int last = 0;
  int64_t size = 0;
  int64_t alignment = 1;
  /// `size` rounded up to the alignment that all blocks share, and what that
  /// adds. Whatever lies above a block starts at least `padded` higher.
  int64_t padded = 0;
  int64_t pad = 0;
};

/// Time has been cut wherever a lifetime starts or ends; sections whose blocks
/// are all in a neighbouring section as well are left out, as they constrain
/// nothing.
struct Problem {
  std::vector<Block> blocks;
  /// The blocks of each section, in ascending order.
  std::vector<std::vector<int>> sections;
  /// The largest `pad` in each section: what the topmost block may save.
  std::vector<int64_t> sectionPad;
};

Problem makeProblem(const std::vector<Buffer> &buffers);

/// The largest load of a section.
int64_t sectionLowerBound(const Problem &problem);

/// The highest end of a block.
int64_t needOf(const Problem &problem, const std::vector<int64_t> &offsets);

/// The best of several first-fit and best-fit layouts.
std::vector<int64_t> greedyLayout(const Problem &problem);

enum class SearchResult { Found, Impossible, Unknown };

/// Looks for a layout that needs at most `target` bytes; sets `offsets` when
/// Found. Takes its work from `steps` and answers Unknown when that is used up.
SearchResult searchLayout(const Problem &problem, int64_t target,
                          int64_t &steps, std::vector<int64_t> &offsets);

} // namespace seeker::l1

#endif // SEEKER_LIB_L1_LAYOUT_H
