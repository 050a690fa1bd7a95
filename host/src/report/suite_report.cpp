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
  std::string text =
      fmt::format("{} of {} cases pass", passed, made.cases.size());
  const auto count_if = [&](auto what) {
    return std::count_if(made.cases.begin(), made.cases.end(), what);
  };
  const auto add = [&](std::ptrdiff_t number, std::string_view what) {
    if (number > 0)
      text += fmt::format(", {} {}", number, what);
  };
  add(count_if([](const auto &one) { return one.unchanged; }),
      "unchanged and not run");
  add(count_if([](const auto &one) { return !one.failed.empty(); }),
      "repeated");
  add(count_if([](const auto &one) { return !one.decides(); }),
      "in quarantine");
  return text;
}

constexpr const char *reproduce = "To reproduce locally";

/// Code in Markdown, fenced by more backticks than it has in a row.
std::string code(std::string_view text) {
  std::size_t longest = 0, row = 0;
  for (const char c : text) {
    row = c == '`' ? row + 1 : 0;
    longest = std::max(longest, row);
  }
  const std::string fence(longest + 1, '`');
  const char *space = longest > 0 ? " " : "";
  return fence + space + std::string(text) + space + fence;
}

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text)
    result += c == '"' ? "\"\"" : std::string(1, c);
  return result + "\"";
}

/// What else there is to say of a case, for people.
std::vector<std::string> remarks(const case_result &one) {
  std::vector<std::string> made;
  for (std::size_t i = 0; i < one.failed.size(); ++i)
    made.push_back(fmt::format(
        "attempt {} of {}: {}{}", i + 1, one.failed.size() + 1,
        one.failed[i].verdict,
        one.failed[i].note.empty() ? "" : ": " + one.failed[i].note));
  if (one.quarantine)
    made.push_back("in quarantine, decides nothing: " + *one.quarantine);
  made.insert(made.end(), one.notes.begin(), one.notes.end());
  return made;
}

std::string how_often(const health &one) {
  return fmt::format("{} failed {} of {} attempts by itself ({:.1f} per 1,000)",
                     one.target, one.failed, one.attempts,
                     one.attempts == 0
                         ? 0.0
                         : 1000 * static_cast<double>(one.failed) /
                               static_cast<double>(one.attempts));
}

std::string which(const shard &one) {
  return fmt::format("shard {} of {}, partition {}", one.index, one.of,
                     one.partition);
}

} // namespace

int suite_result::exit_code() const {
  int worst = 0;
  for (const case_result &one : cases)
    if (one.decides())
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
    for (const std::string &note : remarks(one))
      notes += fmt::format("{}: {}\n", one.name, note);
    if (one.exit_code != 0)
      notes += fmt::format("{}: {}: {}\n", one.name, reproduce, one.reproduce);
  }
  for (const health &one : made.targets)
    notes += how_often(one) + "\n";
  if (made.part)
    notes += which(*made.part) + "\n";
  return lines.text() + notes + summary(made) + "\n";
}

std::string to_index(const suite_result &made, const json &base) {
  std::string rows, notes;
  for (const case_result &one : made.cases) {
    const std::string name = escaped(one.name);
    rows += fmt::format(
        "<tr class=\"{}\"><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}"
        "</td><td class=\"n\">{}</td><td class=\"n\">{:.2f} s</td></tr>\n",
        one.exit_code == 0   ? "good"
        : one.exit_code == 1 ? "bad"
                             : "broken",
        one.report.contains("target")
            ? fmt::format("<a href=\"{0}.html\">{0}</a>", name)
            : name,
        escaped(one.verdict), escaped(one.target), count(one.cycles),
        change(base, one), one.seconds);
    std::string items;
    for (const std::string &note : remarks(one))
      items += "<li>" + escaped(note) + "</li>\n";
    if (one.exit_code != 0)
      items += fmt::format("<li>{}: <code>{}</code></li>\n", reproduce,
                           escaped(one.reproduce));
    if (!items.empty())
      notes += "<h2>" + name + "</h2>\n<ul>" + items + "</ul>\n";
  }
  std::string foot;
  for (const health &one : made.targets)
    foot += "<p>" + escaped(how_often(one)) + "</p>\n";
  if (made.part)
    foot += "<p>" + escaped(which(*made.part)) + "</p>\n";
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
      "name=\"viewport\" content=\"width=device-width\"><title>{0}</title>"
      "<style>body{{font:15px/1.4 system-ui,sans-serif;margin:2em auto;"
      "max-width:70em;padding:0 1em}}td,th{{padding:.2em .8em;text-align:left}}"
      "table{{border-collapse:collapse}}tr{{border-bottom:1px solid #8884}}"
      ".n{{text-align:right;font-variant-numeric:tabular-nums}}.bad "
      "td:nth-child(2){{color:#c22}}.broken td:nth-child(2){{color:#b60}}code,"
      "h1,h2,li,p{{overflow-wrap:anywhere}}.cases{{overflow-x:auto}}:root{{"
      "color-scheme:light dark}}</style></head>"
      "<body><h1>{0}</h1>\n<p>{1}</p>\n<div "
      "class=\"cases\"><table><tr><th>case</th><th>verdict"
      "</th><th>target</th><th>cycles</th><th>change</th><th>time</th></tr>\n"
      "{2}</table></div>\n{3}{4}</body></html>\n",
      escaped(made.name), escaped(summary(made)), rows, notes, foot);
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
    for (const std::string &note : remarks(one))
      text += fmt::format("- {}\n", cell(note));
    text += fmt::format("- {}: {}\n", reproduce, code(one.reproduce));
  }
  std::string asides;
  for (const case_result &one : made.cases)
    if (one.exit_code == 0)
      for (const std::string &note : remarks(one))
        asides += fmt::format("- {}: {}\n", cell(one.name), cell(note));
  for (const health &one : made.targets)
    asides += fmt::format("- {}\n", cell(how_often(one)));
  if (made.part)
    asides += fmt::format("- {}\n", which(*made.part));
  return asides.empty() ? text : text + "\n" + asides;
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

} // namespace seeker::report
