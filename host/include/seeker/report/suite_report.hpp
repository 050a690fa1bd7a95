// What became of a suite's cases, for people, spreadsheets and CI.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/outcome.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seeker::report {

/// One of the times that a case was tried.
struct attempt {
  std::string verdict;
  std::string note; // why it is not PASS
  double seconds = 0;
};

/// One case that was run, or could not be. Verdict and notes are those of the
/// last attempt.
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
  std::vector<attempt> failed;    // attempts before the last
  bool unchanged = false;         // it passed before, and was not run again
  std::optional<std::string> quarantine; // why it decides nothing

  bool decides() const { return !quarantine; }
};

/// How often a target failed runs by itself (LINK, BOARD).
struct health {
  std::string target;
  std::uint64_t attempts = 0, failed = 0;
};

/// One of several parts in which a suite is run.
struct shard {
  unsigned index = 1, of = 1;
  std::string partition; // the same in all shards of one division
};

struct suite_result {
  std::string name;
  std::vector<case_result> cases;
  std::vector<health> targets; // where it is known
  std::optional<report::shard> part;

  /// The worst of the cases' that decide.
  int exit_code() const;
};

/// `base` is an earlier suite's to_json, to compare cycles with; else null.
std::string to_text(const suite_result &made, const nlohmann::json &base);
nlohmann::json to_json(const suite_result &made);
nlohmann::json to_json(const case_result &one);
/// What to_json made of one; it may come from anywhere.
result<case_result> case_of(const nlohmann::json &made);
std::string to_csv(const suite_result &made);
std::string to_markdown(const suite_result &made, const nlohmann::json &base);
/// JUnit's XML, a test suite for each target with its name as host: CONFIG,
/// LINK and BOARD are errors, what else is not PASS is a failure; attempts that
/// were repeated are flakyError or rerunError, as Maven's reports have them;
/// cases in quarantine are skipped, with what they came to.
std::string to_junit(const suite_result &made);

/// Links to the pages of the cases, NAME.html beside it.
std::string to_index(const suite_result &made, const nlohmann::json &base);

/// Text in XML and HTML; control characters, which XML has none of, as '?'.
std::string escaped(std::string_view text);

} // namespace seeker::report
