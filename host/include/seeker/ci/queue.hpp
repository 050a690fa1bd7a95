// Which run of a suite starts next, and which is tried again; no I/O, no clock.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The longest runs start first, so that the last to end is a short one. What
// LINK or BOARD failed is tried again, behind what was not yet tried; nothing
// else ever is. Runs with the same `alone` never overlap: a board does one
// thing at a time.
#pragma once

#include "seeker/judge/verdict.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace seeker::ci {

struct unit {
  double expected_seconds = 0;
  std::string alone; // a board's name; empty: with any others
};

/// One attempt at a unit, counted from 1.
struct ticket {
  std::size_t unit = 0;
  unsigned attempt = 1;
};

class queue {
public:
  /// `attempts`: how often a unit is tried at most.
  queue(std::vector<unit> units, unsigned attempts);

  /// The next that may start now.
  std::optional<ticket> next();
  /// What became of a ticket. True: it is tried again.
  bool finish(const ticket &one, judge::verdict came);
  /// Everything has its last verdict.
  bool done() const { return waiting_.empty() && running_.empty(); }

private:
  bool may_start(const ticket &one) const;

  std::vector<unit> units_;
  unsigned attempts_;
  std::vector<ticket> waiting_; // in the order in which they start
  std::vector<std::size_t> running_;
};

} // namespace seeker::ci
