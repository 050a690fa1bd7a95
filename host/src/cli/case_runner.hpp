// Runs one case of a suite, from its model or image to a verdict.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/file.hpp"
#include "seeker/bench/suite.hpp"
#include "seeker/cli/commands.hpp"
#include "seeker/report/suite_report.hpp"

#include <functional>

namespace seeker::cli {

struct case_wishes {
  std::filesystem::path scratch; // for the image
  /// Golden cycles become those measured, where the results are right.
  bool update_golden = false;
  /// Asked with the image before it runs; true: it need not.
  std::function<result<bool>(const std::filesystem::path &image)> settled;
};

struct case_run {
  report::case_result judged;
  ran got;
};

case_run run_case(const bench::suite_case &one, const case_wishes &wanted);

/// The case could not be judged, or not be reported.
void fail_case(report::case_result &one, const error &cause);

} // namespace seeker::cli
