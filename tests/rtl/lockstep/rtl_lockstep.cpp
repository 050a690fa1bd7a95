// Random programs on the Verilated SoC beside the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// rtl-lockstep [--config NAME] [--instructions N] [--seed S] [--without
// KIND...] [--coverage]
//
// Runs programs until N instructions were compared. Prints seeds as it goes; at
// a difference it prints that, the shrunk program, and ends with 1. With
// --coverage it prints how often what was done, and ends with 1 when something
// was not.
#include "lockstep/compare.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/shrink.hpp"
#include "lockstep/soc_side.hpp"

#include "seeker/base/file.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

namespace seeker::sim {
soc_kind soc_kind_default();
soc_kind soc_kind_small();
} // namespace seeker::sim

namespace seeker::lockstep {
namespace {

constexpr std::uint64_t max_cycles = 400'000; // a program

struct sides {
  config::configuration config;
  std::vector<std::byte> boot_rom;
  std::unique_ptr<soc_side> rtl;
  sim::soc_kind kind;
  coverage covered;

  outcome run(const program &p) {
    const std::vector<piece> data = image(p);
    // A SoC that an earlier program has hung may not come out of it by a reset.
    if (!rtl)
      rtl = std::make_unique<soc_side>(kind, p.harts.size());
    const bool ended = rtl->run(data, max_cycles);
    outcome made = compare(
        p, data, rtl->record(), config, boot_rom,
        [&](const range &where) { return rtl->read(where); }, covered);
    if (!ended && !made.difference)
      made.difference =
          "the RTL does not end, without a difference so far\n" + rtl->status();
    if (!ended)
      rtl.reset();
    return made;
  }
};

// The kind of difference, without its numbers: shrinking keeps to it.
std::string kind_of(const std::string &difference) {
  std::string kind;
  for (char c : difference.substr(0, difference.find('\n')))
    if (c < '0' || c > '9')
      kind += c;
  return kind;
}

// The rarest first.
bool print(const coverage &covered) {
  std::vector<std::pair<std::uint64_t, std::string>> rows;
  for (const auto &[name, times] : covered.counts())
    rows.emplace_back(times, name);
  std::sort(rows.begin(), rows.end());
  for (const auto &[times, name] : rows)
    fmt::print("{:10} {}\n", times, name);
  const std::size_t missing = covered.missing().size();
  fmt::print("covered: {} of {}\n", rows.size() - missing, rows.size());
  return missing == 0;
}

int run(const std::string &name, std::uint64_t instructions, std::uint64_t seed,
        const std::vector<std::string> &without, bool tells_coverage) {
  auto config = config::load(std::string(SEEKER_CFG) + "/" + name + ".json");
  auto rom = read_file(
      std::string(SEEKER_FIRMWARE) + "/" + name + "/boot_rom.bin", 1 << 16);
  if (!config || !rom) {
    fmt::print(stderr, "{}\n",
               config ? rom.error().message : config.error().message);
    return 2;
  }
  sides both{*config,
             *rom,
             nullptr,
             name == "small" ? sim::soc_kind_small() : sim::soc_kind_default(),
             {}};
  const auto from = std::chrono::steady_clock::now();
  std::uint64_t done = 0, programs = 0;
  for (; done < instructions; ++seed, ++programs) {
    const program p = generate(seed, config->compute_cores, {}, without);
    fmt::print("seed {}\n", seed);
    std::fflush(stdout);
    const outcome made = both.run(p);
    done += made.instructions;
    if (!made.difference)
      continue;
    fmt::print("DIFFERENCE, seed {}: {}", seed, *made.difference);
    const std::string kind = kind_of(*made.difference);
    std::string last = *made.difference;
    const program small = shrink(p, [&](const program &candidate) {
      const outcome again = both.run(candidate);
      if (!again.difference || kind_of(*again.difference) != kind)
        return false;
      last = *again.difference;
      return true;
    });
    fmt::print("shrunk to {} chunks: {}{}", small.chunks(), last,
               listing_of(small));
    return 1;
  }
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - from;
  fmt::print("lock-step on {} harts: {} instructions in {} programs, 0 "
             "differences, {:.0f} s, {} cycles\n",
             config->harts(), done, programs, took.count(),
             both.rtl ? both.rtl->cycles() : 0);
  return !tells_coverage || print(both.covered) ? 0 : 1;
}

} // namespace
} // namespace seeker::lockstep

int main(int argc, char **argv) {
  CLI::App app("Random programs on RTL and ISS, compared");
  std::string config = "default";
  std::uint64_t instructions = 1'000'000, seed = 1;
  app.add_option("--config", config, "default or small");
  app.add_option("--instructions", instructions, "to compare, at least");
  app.add_option("--seed", seed, "of the first program; the others count up");
  std::vector<std::string> without;
  app.add_option("--without", without, "kinds of chunks to leave out");
  bool tells_coverage = false;
  app.add_flag("--coverage", tells_coverage, "print how often what was done");
  CLI11_PARSE(app, argc, argv);
  try {
    return seeker::lockstep::run(config, instructions, seed, without,
                                 tells_coverage);
  } catch (const std::exception &e) {
    fmt::print(stderr, "rtl-lockstep: {}\n", e.what());
    return 2;
  }
}
