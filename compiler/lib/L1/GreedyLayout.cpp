// Greedy layouts: blocks in several orders, each at the lowest or tightest gap.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Layout.h"

#include <algorithm>
#include <numeric>
#include <tuple>

using namespace seeker::l1;

namespace {

enum class Fit { First, Best };

// Places the blocks one by one in the given order.
std::vector<int64_t> place(const Problem &problem,
                           const std::vector<int> &order, Fit fit) {
  const std::vector<Block> &blocks = problem.blocks;
  std::vector<int64_t> offsets(blocks.size(), 0);
  std::vector<int> placed;
  for (int b : order) {
    const Block &block = blocks[b];
    // Neighbours in time, from the lowest to the highest (`placed` is sorted).
    int64_t top = 0;
    int64_t chosen = -1;
    int64_t chosenGap = 0;
    for (int p : placed) {
      if (blocks[p].first >= block.last || block.first >= blocks[p].last)
        continue;
      int64_t at = alignUp(top, block.alignment);
      int64_t gap = offsets[p] - at;
      if (gap >= block.size && (chosen < 0 || gap < chosenGap)) {
        chosen = at;
        chosenGap = gap;
        if (fit == Fit::First)
          break;
      }
      top = std::max(top, offsets[p] + blocks[p].size);
    }
    offsets[b] = chosen >= 0 ? chosen : alignUp(top, block.alignment);
    auto position =
        std::upper_bound(placed.begin(), placed.end(), b,
                         [&](int l, int r) { return offsets[l] < offsets[r]; });
    placed.insert(position, b);
  }
  return offsets;
}

} // namespace

std::vector<int64_t> seeker::l1::greedyLayout(const Problem &problem) {
  const std::vector<Block> &blocks = problem.blocks;
  // The load around a block: the most that lives beside it at one time.
  std::vector<int64_t> pressure(blocks.size(), 0);
  for (const std::vector<int> &section : problem.sections) {
    int64_t load = 0;
    for (int b : section)
      load += blocks[b].padded;
    for (int b : section)
      pressure[b] = std::max(pressure[b], load);
  }
  auto sections = [&](int b) -> int64_t {
    return blocks[b].last - blocks[b].first;
  };
  // Larger keys go first; the block's index decides ties.
  using Key = std::tuple<int64_t, int64_t, int64_t>;
  auto keyOf = [&](int order, int b) -> Key {
    const int64_t size = blocks[b].size;
    switch (order) {
    case 0:
      return {size, sections(b), 0};
    case 1:
      return {sections(b), size, 0};
    case 2: // Area; sizes are bounded so that the product does not overflow.
      return {size / 64 * sections(b), size, 0};
    case 3:
      return {pressure[b], size, sections(b)};
    case 4:
      return {pressure[b], sections(b), size};
    case 5:
      return {-blocks[b].first, size, sections(b)};
    default:
      return {0, 0, 0};
    }
  };

  std::vector<int64_t> best;
  int64_t bestNeed = 0;
  for (int order = 0; order <= 6; ++order) {
    std::vector<int> sorted(blocks.size());
    std::iota(sorted.begin(), sorted.end(), 0);
    std::sort(sorted.begin(), sorted.end(), [&](int l, int r) {
      const Key left = keyOf(order, l), right = keyOf(order, r);
      return left != right ? left > right : l < r;
    });
    for (Fit fit : {Fit::First, Fit::Best}) {
      std::vector<int64_t> offsets = place(problem, sorted, fit);
      int64_t need = needOf(problem, offsets);
      if (best.size() != blocks.size() || need < bestNeed) {
        best = std::move(offsets);
        bestNeed = need;
      }
    }
  }
  return best;
}
