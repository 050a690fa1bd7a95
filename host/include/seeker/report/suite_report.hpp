// What became of a suite's cases, for people, spreadsheets and CI.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/outcome.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace seeker::report {

/// One case that was run, or could not be.
struct case_result {
  std::string name;
  std::string target;
  std::string verdict;
  int exit_code = 0;
  double seconds = 0;
  std::optional<std::uint64_t> cycles;
  std::vector<std::string> notes; // why it is not PASS, and what else to know
  std::string reproduce;          // a command line
  nlohmann::json report;          // as `seeker run --json` prints it
};

struct suite_result {
  std::string name;
  std::vector<case_result> cases;

  /// The worst of the cases'.
  int exit_code() const;
};

/// `base` is an earlier suite's to_json, to compare cycles with; else null.
std::string to_text(const suite_result &made, const nlohmann::json &base);
nlohmann::json to_json(const suite_result &made);
std::string to_csv(const suite_result &made);
std::string to_markdown(const suite_result &made, const nlohmann::json &base);
/// JUnit's XML: CONFIG, LINK and BOARD are errors, what else is not PASS is a
/// failure.
std::string to_junit(const suite_result &made);

/// Text in XML and HTML; control characters, which XML has none of, as '?'.
std::string escaped(std::string_view text);

} // namespace seeker::report
