// Suites as JUnit's XML.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/suite_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace seeker::report {
namespace {

bool is_error(const case_result &one) { return one.exit_code >= 2; }

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("        <property name=\"{}\" value=\"{}\"/>\n", name,
                     escaped(value));
}

std::string properties_of(const case_result &one) {
  std::string made;
  if (one.cycles)
    made += property("cycles", std::to_string(*one.cycles));
  if (!one.failed.empty())
    made += property("attempts", std::to_string(one.failed.size() + 1));
  if (one.unchanged)
    made += property("unchanged", "true");
  if (one.quarantine)
    made += property("quarantine", *one.quarantine);
  return made.empty() ? made
                      : "      <properties>\n" + made + "      </properties>\n";
}

std::string element(const case_result &one) {
  std::string made =
      fmt::format("    <testcase name=\"{}\" classname=\"{}\" "
                  "time=\"{:.3f}\">\n",
                  escaped(one.name), escaped(one.target), one.seconds) +
      properties_of(one);
  std::string notes;
  for (const std::string &note : one.notes)
    notes += note + "\n";
  const std::string first = one.notes.empty() ? one.verdict : one.notes.front();
  const std::string what =
      notes + "To reproduce locally: " + one.reproduce + "\n";
  if (one.exit_code != 0 && one.decides())
    made += fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n",
                        is_error(one) ? "error" : "failure",
                        escaped(one.verdict), escaped(first), escaped(what));
  else if (one.exit_code != 0)
    made +=
        fmt::format("      <skipped message=\"{}\"/>\n",
                    escaped(fmt::format("in quarantine: {}; it is {}: {}",
                                        *one.quarantine, one.verdict, first)));
  // Told also where it came right in the end.
  for (const attempt &each : one.failed)
    made += fmt::format("      <{0} type=\"{1}\" message=\"{2}\"/>\n",
                        one.exit_code == 0 ? "flakyError" : "rerunError",
                        escaped(each.verdict), escaped(each.note));
  if (!notes.empty() && (one.exit_code == 0 || !one.decides()))
    made += fmt::format("      <system-out>{}</system-out>\n", escaped(notes));
  return made + "    </testcase>\n";
}

std::string suite_of(const suite_result &made, const std::string &target) {
  double seconds = 0;
  std::size_t tests = 0, errors = 0, failures = 0, skipped = 0;
  std::string cases;
  for (const case_result &one : made.cases) {
    if (one.target != target)
      continue;
    ++tests;
    seconds += one.seconds;
    if (one.exit_code != 0)
      ++(!one.decides() ? skipped : is_error(one) ? errors : failures);
    cases += element(one);
  }
  return fmt::format("  <testsuite name=\"{0}.{1}\" hostname=\"{1}\" "
                     "tests=\"{2}\" failures=\"{3}\" errors=\"{4}\" "
                     "skipped=\"{5}\" time=\"{6:.3f}\">\n{7}  </testsuite>\n",
                     escaped(made.name), escaped(target), tests, failures,
                     errors, skipped, seconds, cases);
}

} // namespace

std::string to_junit(const suite_result &made) {
  std::vector<std::string> targets;
  for (const case_result &one : made.cases)
    if (std::find(targets.begin(), targets.end(), one.target) == targets.end())
      targets.push_back(one.target);
  std::string suites;
  for (const std::string &target : targets)
    suites += suite_of(made, target);
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<testsuites name=\"{}\">\n{}</testsuites>\n",
                     escaped(made.name), suites);
}

} // namespace seeker::report
