// Ranks the causes of a slower run.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/judge/attribution.hpp"

#include <algorithm>

namespace seeker::judge {
namespace {

// What an integer core does between two tiles, about: set up streams, count.
constexpr std::int64_t overlapped_cycles = 32;

class changes {
public:
  changes(const golden_cycles &golden, const golden_cycles &got)
      : golden_(golden), got_(got) {}

  /// By how much it grew; 0 where one of them does not know it.
  std::int64_t of(const std::string &key) const {
    const auto before = golden_.spent.find(key);
    const auto now = got_.spent.find(key);
    const bool counted =
        before != golden_.spent.end() && now != got_.spent.end();
    return counted ? static_cast<std::int64_t>(now->second) -
                         static_cast<std::int64_t>(before->second)
                   : 0;
  }
  /// Whether both counted it.
  bool knows(const std::string &key) const {
    return golden_.spent.contains(key) && got_.spent.contains(key);
  }
  /// The same where each side knows what it spent, so that a cause that is
  /// missing took no cycles.
  std::int64_t of_hart(const std::string &kind,
                       const std::string &cause) const {
    const auto count = [&](const golden_cycles &one) {
      const auto found = one.spent.find(kind + "." + cause);
      return found == one.spent.end()
                 ? std::int64_t{0}
                 : static_cast<std::int64_t>(found->second);
    };
    return has_causes(golden_) && has_causes(got_)
               ? count(got_) - count(golden_)
               : 0;
  }

private:
  static bool has_causes(const golden_cycles &one) {
    return std::any_of(
        one.spent.begin(), one.spent.end(),
        [](const auto &cause) { return cause.first.starts_with("compute."); });
  }

  const golden_cycles &golden_;
  const golden_cycles &got_;
};

} // namespace

std::vector<growth> growths(const golden_cycles &golden,
                            const golden_cycles &got) {
  const changes more(golden, got);
  const std::int64_t barrier = more.of_hart("compute", "barrier");
  // Counted where the target can; else the DM core's own waiting tells.
  const std::int64_t dm_polls = std::clamp<std::int64_t>(
      more.knows("compute.barrier_for_dma") ? more.of("compute.barrier_for_dma")
                                            : more.of_hart("dm", "dma_poll"),
      0, std::max<std::int64_t>(barrier, 0));
  const std::int64_t for_dma =
      dm_polls + std::max<std::int64_t>(more.of_hart("compute", "dma_poll"), 0);
  const std::int64_t conflicts = more.of("tcdm_congested");
  const std::int64_t streams = more.of_hart("compute", "stream_data");
  const std::int64_t barriers =
      std::max<std::int64_t>(more.of("barriers_met"), 0);
  const std::int64_t integer =
      std::max<std::int64_t>(more.of_hart("compute", "integer"), 0);
  const std::int64_t not_overlapped =
      std::min(integer, barriers * overlapped_cycles);
  const std::int64_t cache =
      std::max(more.of("icache_stall"), more.of_hart("compute", "fetch"));
  // Only fences that empty the cache bring misses with them.
  const std::int64_t fences =
      std::max<std::int64_t>(more.of_hart("compute", "fence"), 0);
  const bool emptied = cache > 0 && more.of("icache_miss") > 0;
  std::vector<growth> made = {
      {"DMA wait", for_dma},
      {"barriers", barrier - dm_polls + not_overlapped, barriers},
      {"bank conflicts", conflicts > 0 ? std::max(conflicts, streams) : 0},
      {"streams that wait for data", conflicts > 0 ? 0 : streams},
      {"instruction cache", cache + (emptied ? fences : 0)},
      {"fences", emptied ? 0 : fences},
      {"FPU dependencies", more.of_hart("compute", "fp_operand")},
      {"integer instructions", integer - not_overlapped},
      {"FPU operations", more.of_hart("compute", "fpu")},
  };
  const auto gained = static_cast<std::int64_t>(got.cycles) -
                      static_cast<std::int64_t>(golden.cycles);
  std::erase_if(made, [&](const growth &one) {
    return one.cycles <= 0 || one.cycles * 10 < gained;
  });
  std::sort(made.begin(), made.end(), [](const auto &a, const auto &b) {
    return a.cycles != b.cycles ? a.cycles > b.cycles : a.cause < b.cause;
  });
  return made;
}

std::vector<std::string> attribute(const golden_cycles &golden,
                                   const golden_cycles &got) {
  std::vector<std::string> made;
  for (const auto &[kernel, plan] : golden.plans)
    if (const auto found = got.plans.find(kernel);
        found != got.plans.end() && found->second != plan)
      made.push_back(
          fmt::format("kernel {} is compiled otherwise: {}; golden {}", kernel,
                      found->second, plan));
  std::string grew;
  for (const growth &one : growths(golden, got))
    grew += fmt::format(
        "{}{} ({:+} cycles{})", grew.empty() ? "" : ", ", one.cause, one.cycles,
        one.more == 0 ? "" : fmt::format(", {} more of them", one.more));
  if (!grew.empty())
    made.push_back("what grew, by core: " + grew);
  return made;
}

} // namespace seeker::judge
