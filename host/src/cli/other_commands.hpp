// The program's commands beside compile, explain, plan and run.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <vector>

namespace seeker::cli {

struct command {
  const CLI::App *words; // true when it was given
  std::function<int()> act;
};

/// bench, history, replay, debug, doctor, completion, man. `app` outlives what
/// they do.
std::vector<command> add_others(CLI::App &app);

} // namespace seeker::cli
