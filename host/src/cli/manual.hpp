// The manual page and the shell's completion, from the table of options.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace seeker::cli {

/// A script for bash. `compiler` is what the compiler's --help prints: options
/// of the commands that it serves are written there.
std::string bash_completion(const CLI::App &app, std::string_view compiler);

/// In roff's man macros.
std::string manual_page(const CLI::App &app, std::string_view compiler);

} // namespace seeker::cli
