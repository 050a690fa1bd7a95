// The commands of the program `seeker`; each gives the process's exit code.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/model.hpp"
#include "seeker/run/raw.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace seeker::cli {

struct run_options {
  run::model_options model;
  std::string target;
  target::wishes wishes;
  bool json = false;
};
int run_model(run_options asked);

struct run_raw_options {
  run::raw_options raw;
  std::string target;
  target::wishes wishes;
  bool json = false;
  bool stats = false;
};
int run_raw(run_raw_options asked);

/// Becomes seeker-compile; returns only when that fails.
int compile(const std::vector<std::string> &arguments);
int plan(const std::vector<std::string> &arguments);
int explain(const std::vector<std::string> &arguments);

/// Prints an error for people on stderr, and with `json` for programs on
/// stdout. Gives its exit code.
int report_error(const error &cause, bool json);

/// "60s", "500ms", "5m", "1h"; a bare number counts seconds.
result<std::chrono::milliseconds> parse_duration(std::string_view text);

} // namespace seeker::cli
