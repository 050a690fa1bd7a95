// Tells from a target's answers that a program will never end, and why.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A hart that computes, stores or issues FP work makes progress; so does one
// that waits while another hart or the DMA still works. Only when no hart has
// made any for a while, and no transfer is under way, is it a hang.
#pragma once

#include "seeker/wire/frame.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seeker::run {

/// Looks at one status after the other.
class hang_detector {
public:
  /// Whether the program has stood still for long enough.
  bool look(const wire::device_status &now);
  /// It seems to stand: look again, but not at once.
  bool is_suspicious() const { return since_.has_value(); }

private:
  std::optional<std::uint64_t> since_; // cycle
  std::vector<wire::hart_status> harts_;
  std::uint64_t last_cycles_ = 0;
  unsigned stopped_ = 0; // looks in a row at a clock that stands
};

/// What a hart is doing, for people: "waits at the barrier", "polls the DMA".
std::string describe(const wire::hart_status &hart);

/// The cause, in one sentence that names the harts at fault: those that trapped
/// or wait for what nobody brings, else whom the barrier misses.
std::string describe_hang(const std::vector<wire::hart_status> &harts);

} // namespace seeker::run
