// The executor on this machine: each attempt is a process of its own.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/ci/queue.hpp"

#include <chrono>
#include <filesystem>
#include <functional>

namespace seeker::ci {

/// What an attempt is on this machine.
struct process {
  std::vector<std::string> words;     // for the program
  std::chrono::milliseconds limit{0}; // longer, and it is ended
};

/// How an attempt's process ended.
struct ending {
  std::string how;  // empty: in order; else "was killed by signal 9 (Killed)"
  std::string said; // on stderr
};

struct local_executor {
  std::filesystem::path program;
  unsigned jobs = 1;                     // at once
  std::chrono::milliseconds grace{5000}; // to end by itself when it is late
  std::function<process(const ticket &)> start;
  /// The attempt's verdict; a process without a result has one as well.
  std::function<judge::verdict(const ticket &, const ending &)> judge;
};

/// Until every unit has its last verdict. When it is cancelled, what runs is
/// asked to end, and nothing is left running.
task<void> run_all(queue &units, const local_executor &on);

} // namespace seeker::ci
