// Leaves out of a failing program what its failure does not need.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/shrink.hpp"

#include <algorithm>

namespace seeker::lockstep {
namespace {

// Without the chunks [first, first + count) of all of them.
program without(const program &p, std::size_t first, std::size_t count) {
  program made = p;
  std::size_t n = 0;
  for (auto &phases : made.harts)
    for (phase &part : phases)
      std::erase_if(part.chunks, [&](const chunk &) {
        const std::size_t here = n++;
        return here >= first && here < first + count;
      });
  return made;
}

} // namespace

program shrink(program p, const std::function<bool(const program &)> &fails,
               unsigned tries) {
  const auto better = [&](const program &candidate) {
    if (tries == 0)
      return false;
    --tries;
    return fails(candidate);
  };
  program once = p;
  for (auto &phases : once.harts)
    for (phase &part : phases)
      part.times = 1;
  if (better(once))
    p = once;
  for (std::size_t count = p.chunks(); count != 0 && tries != 0; count /= 2)
    for (std::size_t first = 0; first < p.chunks() && tries != 0;) {
      const program candidate = without(p, first, count);
      if (better(candidate))
        p = candidate;
      else
        first += count;
    }
  return p;
}

} // namespace seeker::lockstep
