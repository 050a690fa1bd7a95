// Reads faults as the command line has them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "faults.hpp"

#include <charconv>

#include <fmt/format.h>

#include "errors.hpp"

namespace seeker::vboard {

void add_fault(faults &known, std::string_view text) {
  const std::size_t at = text.find('@');
  const std::string_view kind = text.substr(0, at);
  const std::string_view number =
      at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  std::uint64_t value = 0;
  const char *end = number.data() + number.size();
  const auto [rest, problem] = std::from_chars(number.data(), end, value);
  if (number.empty() || problem != std::errc() || rest != end)
    throw sim::usage_error(
        fmt::format("--fault {}: there is no number after '@'", text));
  if (kind == "stuck-clock")
    known.stuck_clock = value;
  else if (kind == "dead-serial")
    known.dead_serial = value;
  else if (kind == "noisy-serial" && value != 0)
    known.noisy_serial = value;
  else if (kind == "power-cut")
    known.power_cut = value;
  else
    throw sim::usage_error(
        fmt::format("--fault {}: there are stuck-clock@CYCLE, "
                    "dead-serial@CYCLE, noisy-serial@BYTES (1 or more) and "
                    "power-cut@CYCLE",
                    text));
}

} // namespace seeker::vboard
