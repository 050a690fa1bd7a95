// Renders suites as text, JSON, CSV, Markdown and JUnit's XML.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/suite_report.hpp"

#include "seeker/report/format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace seeker::report {
namespace {

using nlohmann::json;

std::string count(const std::optional<std::uint64_t> &cycles) {
  return cycles ? grouped(*cycles) : "";
}

/// The cycles that a case of this name had in `base`.
std::optional<std::uint64_t> before(const json &base, const std::string &name) {
  if (!base.is_object() || !base.contains("cases") || !base["cases"].is_array())
    return std::nullopt;
  for (const json &one : base["cases"])
    if (one.is_object() && one.value("name", json()) == name &&
        one.value("cycles", json()).is_number_unsigned())
      return one["cycles"].get<std::uint64_t>();
  return std::nullopt;
}

std::string change(const json &base, const case_result &one) {
  const auto was = before(base, one.name);
  if (!was || !one.cycles || *was == 0)
    return "";
  return fmt::format(
      "{:+.2f} %",
      100 * (static_cast<double>(*one.cycles) / static_cast<double>(*was) - 1));
}

std::string summary(const suite_result &made) {
  const auto passed =
      std::count_if(made.cases.begin(), made.cases.end(),
                    [](const auto &one) { return one.exit_code == 0; });
  return fmt::format("{} of {} cases pass", passed, made.cases.size());
}

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text)
    result += c == '"' ? "\"\"" : std::string(1, c);
  return result + "\"";
}

bool is_error(const case_result &one) { return one.exit_code >= 2; }

} // namespace

int suite_result::exit_code() const {
  int worst = 0;
  for (const case_result &one : cases)
    worst = std::max(worst, one.exit_code);
  return worst;
}

std::string to_text(const suite_result &made, const json &base) {
  table lines({{"case"},
               {"verdict"},
               {"target"},
               {"cycles", table::align::right},
               {"change", table::align::right},
               {"seconds", table::align::right}});
  std::string notes;
  for (const case_result &one : made.cases) {
    lines.add({one.name, one.verdict, one.target, count(one.cycles),
               change(base, one), fmt::format("{:.2f}", one.seconds)});
    for (const std::string &note : one.notes)
      notes += fmt::format("{}: {}\n", one.name, note);
    if (one.exit_code != 0)
      notes += fmt::format("{}: to reproduce: {}\n", one.name, one.reproduce);
  }
  return lines.text() + notes + summary(made) + "\n";
}

json to_json(const suite_result &made) {
  json cases = json::array();
  for (const case_result &one : made.cases) {
    json object = {{"name", one.name},           {"target", one.target},
                   {"verdict", one.verdict},     {"seconds", one.seconds},
                   {"notes", one.notes},         {"reproduce", one.reproduce},
                   {"exit_code", one.exit_code}, {"report", one.report}};
    if (one.cycles)
      object["cycles"] = *one.cycles;
    cases.push_back(std::move(object));
  }
  return {{"suite", made.name},
          {"producer", "seeker " SEEKER_VERSION},
          {"exit_code", made.exit_code()},
          {"cases", std::move(cases)}};
}

std::string to_csv(const suite_result &made) {
  std::string text = "case,target,verdict,cycles,seconds\n";
  for (const case_result &one : made.cases)
    text +=
        fmt::format("{},{},{},{},{:.3f}\n", in_quotes(one.name),
                    in_quotes(one.target), one.verdict,
                    one.cycles ? std::to_string(*one.cycles) : "", one.seconds);
  return text;
}

std::string to_markdown(const suite_result &made, const json &base) {
  std::string text = fmt::format("### {}: {}\n\n| case | verdict | target | "
                                 "cycles | change | seconds |\n|---|---|---|"
                                 "--:|--:|--:|\n",
                                 made.name, summary(made));
  const auto cell = [](std::string_view content) {
    std::string whole;
    for (const char c : content)
      whole += c == '|' ? "\\|" : c == '\n' ? " " : std::string(1, c);
    return whole;
  };
  for (const case_result &one : made.cases)
    text += fmt::format("| {} | {} | {} | {} | {} | {:.2f} |\n", cell(one.name),
                        one.verdict, cell(one.target), count(one.cycles),
                        change(base, one), one.seconds);
  for (const case_result &one : made.cases) {
    if (one.exit_code == 0)
      continue;
    text += fmt::format("\n**{}**: {}\n\n", cell(one.name), one.verdict);
    for (const std::string &note : one.notes)
      text += fmt::format("- {}\n", cell(note));
    text += fmt::format("- to reproduce: `{}`\n", one.reproduce);
  }
  return text;
}

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    switch (c) {
    case '&':
      made += "&amp;";
      break;
    case '<':
      made += "&lt;";
      break;
    case '>':
      made += "&gt;";
      break;
    case '"':
      made += "&quot;";
      break;
    case '\n':
    case '\t':
      made += c;
      break;
    default:
      made += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return made;
}

std::string to_junit(const suite_result &made) {
  double seconds = 0;
  std::size_t errors = 0, failures = 0;
  std::string cases;
  for (const case_result &one : made.cases) {
    seconds += one.seconds;
    cases += fmt::format("  <testcase name=\"{}\" classname=\"{}.{}\" "
                         "time=\"{:.3f}\">\n",
                         escaped(one.name), escaped(made.name),
                         escaped(one.target), one.seconds);
    if (one.cycles)
      cases += fmt::format("    <properties>\n      <property name=\"cycles\" "
                           "value=\"{}\"/>\n    </properties>\n",
                           *one.cycles);
    std::string notes;
    for (const std::string &note : one.notes)
      notes += note + "\n";
    if (one.exit_code != 0) {
      const char *kind = is_error(one) ? "error" : "failure";
      ++(is_error(one) ? errors : failures);
      cases += fmt::format(
          "    <{0} type=\"{1}\" message=\"{2}\">{3}to "
          "reproduce: {4}\n</{0}>\n",
          kind, one.verdict,
          escaped(one.notes.empty() ? one.verdict : one.notes.front()),
          escaped(notes), escaped(one.reproduce));
    } else if (!notes.empty()) {
      cases += fmt::format("    <system-out>{}</system-out>\n", escaped(notes));
    }
    cases += "  </testcase>\n";
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite "
                     "name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
                     "time=\"{:.3f}\">\n{}</testsuite>\n",
                     escaped(made.name), made.cases.size(), failures, errors,
                     seconds, cases);
}

} // namespace seeker::report
