// The cluster's performance counters, programmed and read over the link.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/outcome.hpp"
#include "seeker/target/target.hpp"

namespace seeker::run {

/// What one counter counts.
struct selection {
  std::uint16_t metric = 0;
  std::uint16_t hart = 0;
};

/// FPU issues of every compute hart, then what concerns the whole cluster, as
/// far as the configuration has counters.
std::vector<selection> choose_counters(const config::configuration &on);

/// The name that reports use: "dma_busy".
std::string_view metric_name(std::uint16_t metric);

/// Selects, clears and enables.
task<void> program_counters(target::target &on,
                            const config::configuration &configured,
                            const std::vector<selection> &chosen);
task<measured> read_counters(target::target &on,
                             const config::configuration &configured,
                             const std::vector<selection> &chosen);

} // namespace seeker::run
