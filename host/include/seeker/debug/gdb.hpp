// GDB in the foreground: it has the terminal, and everything ends with it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace seeker::debug {

struct gdb_options {
  std::filesystem::path program = "/usr/bin/gdb-multiarch";
  std::filesystem::path image; // symbols
  std::uint16_t port = 0;      // of OpenOCD
  /// A file of commands: GDB executes them and ends, without asking anything.
  std::optional<std::filesystem::path> script;
  std::vector<std::string> commands; // before the prompt, or the script
};

/// Its command line.
std::vector<std::string> arguments(const gdb_options &options);

/// Runs it to its end; gives its exit code. SIGINT is GDB's while it runs.
task<int> run_gdb(const gdb_options &options);

} // namespace seeker::debug
