// Watches a started program until it ends, serving HTIF, and tells when it
// never will.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/outcome.hpp"
#include "seeker/target/target.hpp"

#include <chrono>
#include <functional>
#include <string_view>

namespace seeker::run {

struct limits {
  std::uint64_t max_cycles = 0; // since the start
  std::chrono::milliseconds timeout{600'000};
};

/// Where HTIF prints go: the bytes of one system call.
using print = std::function<void(int descriptor, std::string_view text)>;

/// Called between looks at the program; true when it has done something for
/// it, from which the limits count anew.
using feed = std::function<task<bool>()>;

struct addresses {
  std::uint64_t tohost = 0;
  std::uint64_t fromhost = 0; // 0: the program makes no system calls
  std::uint64_t clint = 0;    // of the cluster
};

/// A program's end, or why it has none.
struct ended {
  wire::device_status last;
  std::uint32_t exit_code = 0;
  std::uint64_t cycles = 0; // from the start to the word that ended it
  std::optional<run::hang> hang;
  /// Time in which this process did not run; the timeout does not count it.
  std::chrono::steady_clock::duration host_stalled{};
  /// The target saw an access that the plan of L1 does not allow; the program
  /// is not watched any further.
  std::optional<target::observation::violation> violated;
};

/// Polls the status until tohost is odd. When no hart makes progress any more,
/// no transfer is under way and no timer runs, the watch ends before any limit
/// (hang.hpp). It also ends with the first access that the target's monitor
/// objects to.
task<ended> watch(target::target &on, const addresses &where,
                  const limits &allowed, const print &say, feed supply = {});

/// Says so when this process itself stood still meanwhile.
void note_stall(const ended &end, outcome &known);

/// Waits until all harts sleep in the boot ROM, as they do after a reset.
task<void> wait_parked(target::target &on, std::chrono::milliseconds limit);

} // namespace seeker::run
