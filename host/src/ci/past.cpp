// Adds up what became of earlier attempts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/past.hpp"

#include <algorithm>

namespace seeker::ci {
namespace {

constexpr std::size_t averaged = 5;

} // namespace

past past_of(const std::vector<history::entry> &entries) {
  past made;
  std::vector<double> durations;
  for (const history::entry &one : entries) {
    const auto verdict = judge::named(one.verdict);
    const bool passed = verdict == judge::verdict::pass;
    ++made.attempts;
    made.failed += verdict && judge::worth_repeating(*verdict);
    made.passes_in_a_row =
        passed && one.attempt == 1 ? made.passes_in_a_row + 1 : 0;
    if (!passed)
      continue;
    durations.push_back(one.seconds);
    if (one.cycles)
      made.cycles = one.cycles;
  }
  const std::size_t count = std::min(durations.size(), averaged);
  double sum = 0;
  for (std::size_t i = durations.size() - count; i < durations.size(); ++i)
    sum += durations[i];
  if (count > 0)
    made.seconds = sum / static_cast<double>(count);
  return made;
}

} // namespace seeker::ci
