// What the history knows of a case: durations, cycles, failures by themselves.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/history/history.hpp"

#include <map>

namespace seeker::ci {

/// How many attempts back is looked.
inline constexpr std::uint32_t memory = 100;

struct past {
  std::optional<double> seconds;       // the mean of the last passes
  std::optional<std::uint64_t> cycles; // of the last pass
  std::uint64_t attempts = 0;          // that are remembered
  std::uint64_t failed = 0;            // of these, by LINK or BOARD
  unsigned passes_in_a_row = 0;        // the last, without a repetition
};

/// From a case's entries on one target, oldest first.
past past_of(const std::vector<history::entry> &entries);

} // namespace seeker::ci
