// What a trace of the simulator comes to: where cycles went, by hart and by
// kernel, and the longest waits.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The form of the trace is specified in host/sim/chrome_trace.hpp. Sums by hart
// are exact; those by kernel are of the waits that the trace shows, which are
// those of a few cycles and more.
#pragma once

#include "seeker/base/error.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace seeker::report {

struct trace_summary {
  /// From a start to the program's end.
  struct run {
    std::uint64_t cycles = 0;
    std::vector<std::map<std::string, std::uint64_t>> harts;
    std::uint64_t dma_busy = 0, dma_bytes = 0, dma_transfers = 0;
  };
  struct wait {
    std::uint32_t hart = 0;
    bool fp_side = false; // else the integer core's
    std::string cause;
    std::uint64_t begin = 0; // cycles after the first start
    std::uint64_t cycles = 0;
    std::string kernel; // that runs when it begins
  };
  struct kernel {
    std::string name;
    std::uint64_t begin = 0, cycles = 0;
    std::uint64_t dma_bytes = 0;                // of transfers that begin in it
    std::map<std::string, std::uint64_t> waits; // cycles, all harts together
  };
  std::string configuration;
  std::uint64_t shortest = 0; // waits of fewer cycles are in no kernel's sums
  std::vector<run> runs;
  std::vector<kernel> kernels; // in the order of the trace
  std::vector<wait> longest;   // most first
};

/// `top`: how many of the longest waits are kept.
result<trace_summary> summarise_trace(std::span<const std::byte> text,
                                      std::string_view origin, std::size_t top);
result<trace_summary> summarise_trace(const std::filesystem::path &file,
                                      std::size_t top);

std::string to_text(const trace_summary &what);
nlohmann::json to_json(const trace_summary &what);

} // namespace seeker::report
