// Suites of runs: a TOML file with a table a case.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   target = "sim"               # of the cases that name none
//
//   [[case]]
//   name = "matvec"
//   model = "matvec.mlir"        # or image = "matvec.elf"
//   compile = ["--tiles", "[0, 40, 100]"]
//   input = ["x=x.npy", "w=w.npy"]
//   golden = ["golden"]
//   golden_cycles = "golden-cycles.json"
//   rtol = 1e-9                  # atol, ulp
//   repeat = 1
//   max_cycles = 1000000
//   timeout = "60s"
//   config = "default"
//   targets = ["sim", "iss"]     # in place of target: a case for each, named
//                                # NAME.TARGET
//   chaos = "corrupt=4"          # breaks the link, by the seed
//   seed = 1
//   quarantine = "#12: flaky"    # why it decides nothing in CI for now
//
// Paths are relative to the file's folder. Whatever else stands there is an
// error, as are two cases of one name.
#pragma once

#include "seeker/base/error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::bench {

struct suite_case {
  std::string name;
  std::string target;
  std::optional<std::filesystem::path> model, image; // one of them
  std::vector<std::string> compile;
  std::vector<std::string> inputs, golden;
  std::optional<std::filesystem::path> golden_cycles;
  std::optional<double> rtol, atol;
  std::optional<std::uint64_t> ulp, max_cycles;
  unsigned repeat = 1;
  std::string timeout = "600s";
  std::optional<std::string> configuration;
  std::optional<std::string> chaos;
  std::uint64_t seed = 1;
  std::optional<std::string> quarantine; // the reason
};

struct suite {
  std::string name; // the file's, without its ending
  std::vector<suite_case> cases;
};

result<suite> parse_suite(std::string_view text,
                          const std::filesystem::path &origin);
result<suite> read_suite(const std::filesystem::path &file);

/// Whether `name` matches a pattern with * for any characters.
bool matches(std::string_view pattern, std::string_view name);

} // namespace seeker::bench
