// A run's outcome as text; the verdict is the last line.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/format.hpp"
#include "seeker/report/run_report.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace seeker::report {
namespace {

std::string identity(const run::outcome &known) {
  std::string made = fmt::format("seeker " SEEKER_VERSION "\n"
                                 "image   {}  sha256 {:.16}\n",
                                 known.image, known.image_sha256);
  made += fmt::format("target  {}  configuration {} ({})\n", known.target,
                      known.configuration, known.configuration_hash);
  return made;
}

std::string phases(const run::outcome &known) {
  table lines({{"phase"},
               {"bytes", table::align::right},
               {"seconds", table::align::right},
               {"KB/s", table::align::right},
               {"already there", table::align::right}});
  for (const run::phase &one : known.phases) {
    const bool has_rate = one.bytes != 0 && one.seconds > 0;
    const double rate =
        has_rate ? static_cast<double>(one.bytes) / one.seconds / 1000 : 0;
    lines.add({one.name, one.bytes == 0 ? "" : grouped(one.bytes),
               fmt::format("{:.3f}", one.seconds),
               has_rate ? grouped(static_cast<std::uint64_t>(rate)) : "",
               one.skipped_bytes == 0 ? "" : grouped(one.skipped_bytes)});
  }
  return lines.empty() ? "" : lines.text();
}

std::string cycles(const run::outcome &known) {
  if (known.cycles.empty())
    return {};
  std::string made = fmt::format("cycles  {}", grouped(known.cycles.front()));
  if (known.predicted_cycles != 0)
    made += fmt::format("  (predicted {})", grouped(known.predicted_cycles));
  if (known.simulated_seconds > 0)
    made += fmt::format("  at {} simulated cycles a second",
                        grouped(static_cast<std::uint64_t>(
                            static_cast<double>(known.simulated_cycles) /
                            known.simulated_seconds)));
  made += "\n";
  for (std::size_t i = 1; i < known.cycles.size(); ++i)
    made += fmt::format("  run {}  {}\n", i + 1, grouped(known.cycles[i]));
  for (const run::kernel_cycles &one : known.kernels)
    made += fmt::format("  {}  {}\n", one.name, grouped(one.cycles));
  return made;
}

std::string counters(const run::outcome &known) {
  if (known.cycles.empty() || known.cycles.front() == 0)
    return {};
  std::string made;
  const auto whole = static_cast<double>(known.cycles.front());
  std::vector<std::string> shares;
  double sum = 0;
  for (const auto &[hart, issues] : known.counted.fpu_issues) {
    const double share = static_cast<double>(issues) / whole;
    sum += share;
    shares.push_back(fmt::format("{:.3f}", share));
  }
  if (!shares.empty())
    made += fmt::format("FPU     {:.3f} of all cycles; by core {}\n",
                        sum / static_cast<double>(shares.size()),
                        fmt::join(shares, " "));
  const auto &counted = known.counted.counters;
  const auto get = [&](const char *name) {
    const auto found = counted.find(name);
    return found == counted.end() ? 0 : found->second;
  };
  if (counted.contains("dma_busy"))
    made += fmt::format("DMA     {} bytes, busy {} cycles\n",
                        grouped(get("dma_w_bw")), grouped(get("dma_busy")));
  if (counted.contains("tcdm_accessed"))
    made += fmt::format("TCDM    {} accesses, {} congested (hart 0)\n",
                        grouped(get("tcdm_accessed")),
                        grouped(get("tcdm_congested")));
  if (counted.contains("icache_miss"))
    made +=
        fmt::format("icache  {} misses, {} cycles stalled (hart 0)\n",
                    grouped(get("icache_miss")), grouped(get("icache_stall")));
  return made;
}

std::string place(const judge::difference &one,
                  const std::optional<std::vector<std::uint64_t>> &tile,
                  const std::optional<std::uint64_t> &core) {
  std::string made = fmt::format("at {}", tensor::index_text(one.index));
  if (tile)
    made += fmt::format(", tile {}", tensor::index_text(*tile));
  if (core)
    made += fmt::format(", core {}", *core);
  return made;
}

/// "  ulps  0: 790, 1: 8, 2-3: 2"; nothing where all are equal.
std::string ulps(const judge::comparison &values) {
  std::string made;
  for (std::size_t i = 0; i < values.ulps.size(); ++i) {
    if (values.ulps[i] == 0)
      continue;
    const std::uint64_t from = i == 0 ? 0 : std::uint64_t{1} << (i - 1);
    const std::string range = i < 2     ? std::to_string(from)
                              : i == 64 ? "2^63 and more, NaN"
                              : i < 11
                                  ? fmt::format("{}-{}", from, 2 * from - 1)
                                  : fmt::format("2^{}-", i - 1);
    made += fmt::format("{}{}: {}", made.empty() ? "" : ", ", range,
                        grouped(values.ulps[i]));
  }
  return values.ulps[0] == values.elements || made.empty()
             ? ""
             : "  elements by ulps  " + made + "\n";
}

std::string judged(const run::outcome &known) {
  std::string made;
  for (const run::tensor_judgement &one : known.judged) {
    made += fmt::format("golden  {} {}: {} of {} elements pass", one.name,
                        tensor::text(one.dims),
                        grouped(one.values.elements - one.values.differing),
                        grouped(one.values.elements));
    if (const auto &largest = one.values.largest)
      made += fmt::format("; largest error {:.3g} ({:.3g} relative, {} ulp) {}",
                          largest->absolute, largest->relative, largest->ulps,
                          place(*largest, one.tile, one.core));
    made += "\n";
    if (const auto &first = one.values.first)
      made += fmt::format(
          "  first difference {}: got {:.17g}, golden "
          "{:.17g}{}\n",
          place(*first, one.first_tile, one.first_core), first->got,
          first->golden,
          one.first_address ? fmt::format(" (L3 0x{:08x})", *one.first_address)
                            : "");
    made += ulps(one.values);
  }
  if (!known.has_golden && !known.model.empty())
    made += "golden  no values given: outputs are not compared\n";
  return made;
}

/// The target tells the power of 2 below.
std::string quiet(const wire::hart_status &hart) {
  return hart.quiet == 0 ? "-"
                         : ">= " + grouped(std::uint64_t{1} << hart.quiet);
}

std::string hang(const run::outcome &known) {
  if (!known.hang)
    return {};
  std::string made;
  table lines({{"hart", table::align::right},
               {"pc"},
               {"state"},
               {"mcause"},
               {"waits for"},
               {"quiet cycles", table::align::right}});
  for (std::size_t i = 0; i < known.hang->harts.size(); ++i) {
    const wire::hart_status &one = known.hang->harts[i];
    lines.add({std::to_string(i), fmt::format("0x{:08x}", one.pc),
               std::string(wire::name(one.state)), std::to_string(one.mcause),
               wire::name(one.wait), quiet(one)});
  }
  made += lines.text();
  for (const std::string &note : known.hang->notes)
    made += note + "\n";
  return made;
}

std::string link(const run::outcome &known) {
  const session::counters &counts = known.link;
  if (counts.retries == 0)
    return {};
  return fmt::format(
      "link    {} of {} requests repeated ({} timeouts, {} "
      "damaged payloads, noise {} times, link made anew {} times)\n",
      counts.retries, counts.requests, counts.timeouts, counts.damaged,
      counts.noise_answers + counts.noise_runs, counts.relinks);
}

} // namespace

std::string to_text(const run::outcome &known) {
  std::string made = identity(known) + phases(known) + cycles(known) +
                     counters(known) + stall_table(known.stalls) +
                     judged(known) + link(known) + hang(known);
  for (const std::string &note : known.notes)
    made += "note    " + note + "\n";
  made += judge::name(known.verdict);
  return made + "\n";
}

} // namespace seeker::report
