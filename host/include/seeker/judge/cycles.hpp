// Golden cycles: what a run may take, kept in a file beside its golden values.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   {"target": "sim", "config_hash": "0123456789abcdef", "image_hash": "...",
//    "cycles": 12345, "kernels": {"matvec": 12000}, "tolerance": 0}
//
// `tolerance` is a fraction: with 0 every cycle counts, as it does where a
// target is deterministic. More cycles than allowed are a regression; fewer
// pass, and are said. "spent" (cycles by what they went on) and "plans" (how
// each kernel was compiled) are not judged: they explain a regression
// (attribution.hpp).
#pragma once

#include "seeker/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::judge {

struct golden_cycles {
  std::string target;
  std::string config_hash;
  std::string image_hash; // SHA-256; empty when the file does not bind it
  std::uint64_t cycles = 0;
  std::map<std::string, std::uint64_t> kernels;
  double tolerance = 0;
  std::map<std::string, std::uint64_t> spent; // attribution.hpp has the keys
  std::map<std::string, std::string> plans;   // of kernels
};

result<golden_cycles> parse_golden_cycles(std::string_view text,
                                          std::string_view origin);
result<golden_cycles> read_golden_cycles(const std::filesystem::path &path);
std::string format_golden_cycles(const golden_cycles &values);

struct cycles_judgement {
  bool regressed = false;
  std::vector<std::string> notes; // a sentence each: what, then why
};

/// `got` is a run in the same form. Refuses a file of another target or
/// configuration, whose cycles say nothing about this run.
result<cycles_judgement> judge_cycles(const golden_cycles &golden,
                                      const golden_cycles &got);

} // namespace seeker::judge
