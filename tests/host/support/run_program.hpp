// Runs a program to its end and keeps what it printed.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace seeker::fake {

struct ran {
  int status = -1; // exit code, or 128 + signal
  std::string out, err;
};

struct program_call {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::vector<std::string> environment; // NAME=VALUE, added
  int signal_after_ms = 0; // `signal` to it after so long, when > 0
  int signal = 2;          // SIGINT
};

/// Kills it after a minute; then the status is 128 + 9.
ran run_program(const program_call &call);

} // namespace seeker::fake
