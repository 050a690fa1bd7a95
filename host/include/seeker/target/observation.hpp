// What a target can tell of a run beyond its end: only simulations see it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text that seeker-sim writes is specified in host/sim/run_report.hpp.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::target {

struct observation {
  /// By hart: the cycles from start to end, by what they were spent on.
  std::vector<std::map<std::string, std::uint64_t>> stalls;
  /// By hart: how many barriers it waited at.
  std::vector<std::uint64_t> barriers;
  /// By hart: cycles at barriers while another hart waited for the DMA.
  std::vector<std::uint64_t> barrier_for_dma;
  /// The first access to L1 that the image's plan does not allow.
  struct violation {
    std::string text;
    nlohmann::json details;
  };
  std::optional<violation> violated;
};

/// Nothing for what is no such report, or only half of one.
std::optional<observation> parse_observation(std::string_view text);

} // namespace seeker::target
