// The manual page and the shell's completion, from the table of options.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace seeker::cli {

/// A script for bash.
std::string bash_completion(const CLI::App &app);

/// In roff's man macros.
std::string manual_page(const CLI::App &app);

} // namespace seeker::cli
