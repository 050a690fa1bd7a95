// Performance counters by the peripheral's register map.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From the peripheral's base, 8 bytes apart: enables, selections ([15:0] hart,
// [31:16] metric), counts (48 bit; a write clears).
#include "seeker/run/counters.hpp"

#include "seeker/base/bytes.hpp"

#include <array>

namespace seeker::run {
namespace {

constexpr std::uint64_t enable_offset = 0x000;
constexpr std::uint64_t select_offset = 0x080;
constexpr std::uint64_t count_offset = 0x100;

constexpr std::uint16_t issue_fpu = 3;
struct named_metric {
  std::uint16_t metric;
  std::string_view name;
};
// The DMA's are the cluster's, the others those of hart 0.
constexpr std::array<named_metric, 7> cluster_metrics = {{
    {25, "dma_busy"},
    {21, "dma_r_bw"},
    {23, "dma_w_bw"},
    {1, "tcdm_accessed"},
    {2, "tcdm_congested"},
    {30, "icache_stall"},
    {26, "icache_miss"},
}};

task<void> write_word(target::target &on, std::uint64_t address,
                      std::uint64_t value) {
  std::array<std::byte, 8> word = {};
  store(std::span<std::byte>(word), 0, value);
  co_return co_await on.write(address, word);
}

} // namespace

std::string_view metric_name(std::uint16_t metric) {
  for (const named_metric &one : cluster_metrics)
    if (one.metric == metric)
      return one.name;
  return metric == issue_fpu ? "issue_fpu" : "unknown";
}

std::vector<selection> choose_counters(const config::configuration &on) {
  std::vector<selection> chosen;
  for (std::uint16_t hart = 0; hart < on.compute_cores; ++hart)
    if (chosen.size() < on.perf_counters)
      chosen.push_back({issue_fpu, hart});
  for (const named_metric &one : cluster_metrics)
    if (chosen.size() < on.perf_counters)
      chosen.push_back({one.metric, 0});
  return chosen;
}

task<void> program_counters(target::target &on,
                            const config::configuration &configured,
                            const std::vector<selection> &chosen) {
  const std::uint64_t base = configured.peripheral.base;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const std::uint64_t select =
        std::uint64_t{chosen[i].metric} << 16 | chosen[i].hart;
    for (const auto &[offset, value] :
         {std::pair(select_offset, select), std::pair(count_offset, 0ul),
          std::pair(enable_offset, 1ul)}) {
      result<void> wrote =
          co_await write_word(on, base + offset + 8 * i, value);
      if (!wrote)
        co_return within_context(wrote.error(), "performance counters");
    }
  }
  co_return result<void>();
}

task<measured> read_counters(target::target &on,
                             const config::configuration &configured,
                             const std::vector<selection> &chosen) {
  measured made;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    std::array<std::byte, 8> word = {};
    const std::uint64_t address =
        configured.peripheral.base + count_offset + 8 * i;
    result<void> read = co_await on.read(address, word);
    if (!read)
      co_return within_context(read.error(), "performance counters");
    const auto count = load<std::uint64_t>(word, 0);
    if (chosen[i].metric == issue_fpu)
      made.fpu_issues[chosen[i].hart] = count;
    else
      made.counters[std::string(metric_name(chosen[i].metric))] += count;
  }
  co_return made;
}

} // namespace seeker::run
