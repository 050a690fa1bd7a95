// One attempt at one case of a suite, in a process of its own.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"
#include "seeker/bench/suite.hpp"
#include "seeker/cli/commands.hpp"
#include "seeker/report/suite_report.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seeker::cli {

/// What the process is asked for, and what stands on its command line.
struct case_call {
  std::filesystem::path suite;
  std::string name;
  std::filesystem::path result;                       // to write
  std::optional<std::filesystem::path> page, history; // to write; to read
  std::optional<std::string> since; // a commit: what passed there is not run
  std::optional<lab_access> lab;    // the target is leased there first
};

/// The longest that an attempt at a case may take: each of its runs, and 10
/// minutes for a compiler and for what a target takes to start and to end. A
/// duration that is none is the case's to tell.
std::chrono::milliseconds longest(const bench::suite_case &one);

/// The words that make `seeker` do it.
std::vector<std::string> words_of(const case_call &call);

/// What the process leaves.
struct case_answer {
  report::case_result judged;
  std::string content; // what the result depends on; empty when not known
};
result<case_answer> read_answer(const std::filesystem::path &file);

/// `seeker ci case`: 0 once the answer is written, whatever it says.
int run_ci_case(const case_call &call);

} // namespace seeker::cli
