// A debugging session: a program is loaded, OpenOCD halts the harts, the
// program starts, and GDB has the rest.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/debug/gdb.hpp"
#include "seeker/debug/openocd.hpp"
#include "seeker/run/raw.hpp"

namespace seeker::debug {

struct session_options {
  openocd_options openocd; // its socket is the target's
  gdb_options gdb;         // its port is OpenOCD's
  /// OpenOCD's log is written there in the end.
  std::optional<std::filesystem::path> log;
};

struct session_outcome {
  int gdb_exit = -1;
  std::vector<std::string> openocd_errors;
  std::optional<std::uint32_t> exit_code; // of the program, if it came to that
};

/// Nothing is left running on any path but the target, which is closed when
/// all went well. HTIF is served while GDB runs.
task<session_outcome> run(const session_options &asked,
                          const image::program &code,
                          const config::configuration &configuration,
                          target::target &on, const run::show &tell,
                          const run::print &say);

} // namespace seeker::debug
