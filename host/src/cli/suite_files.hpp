// The reports of a suite, as files and on stdout.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/cli/commands.hpp"
#include "seeker/report/suite_report.hpp"

namespace seeker::cli {

/// Before anything runs.
result<void> make_pages_folder(const suite_files &files);

/// Writes all of `files` and prints; gives the suite's exit code. `base` is
/// what cycles are compared with, or null.
int print_suite(const report::suite_result &made, const suite_files &files,
                const nlohmann::json &base, bool json);

} // namespace seeker::cli
