// What can be broken on a virtual board: --fault KIND@CYCLE.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   stuck-clock@N   the clock stands still from cycle N on
//   dead-serial@N   neither wire of the serial line moves from cycle N on
//   noisy-serial@N  every Nth byte of the line has a bit flipped, both ways
//   power-cut@N     the board is gone in cycle N: so are serial line and JTAG
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace seeker::vboard {

struct faults {
  std::optional<std::uint64_t> stuck_clock;
  std::optional<std::uint64_t> dead_serial;
  std::optional<std::uint64_t> noisy_serial;
  std::optional<std::uint64_t> power_cut;
};

// Adds what `text` says. Throws sim::usage_error.
void add_fault(faults &known, std::string_view text);

} // namespace seeker::vboard
