// Runs a recording on another target, and names the first checkpoint at which
// it goes another way.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/judge/verdict.hpp"
#include "seeker/replay/recording.hpp"

#include <chrono>
#include <optional>

namespace seeker::replay {

struct replayed {
  judge::verdict verdict = judge::verdict::pass;
  std::uint64_t checkpoints = 0;            // that were the same
  std::optional<std::string> first_differs; // the name of a checkpoint
  std::string note;                         // why it is not PASS
};

/// Stops at the first difference. A program that does not end as it did, within
/// `timeout`, hangs.
task<replayed> play(const recording &what, target::target &on,
                    std::chrono::milliseconds timeout);

} // namespace seeker::replay
