// `seeker bench` and `seeker history`: suites of runs, and what they were.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "case_runner.hpp"
#include "seeker/base/file.hpp"
#include "seeker/base/temporary_folder.hpp"
#include "seeker/cli/commands.hpp"
#include "seeker/report/format.hpp"
#include "seeker/report/html.hpp"
#include "suite_files.hpp"

#include <ctime>
#include <fmt/chrono.h>
#include <iostream>

namespace seeker::cli {
namespace {

using nlohmann::json;

constexpr std::uint64_t max_base_bytes = std::uint64_t{1} << 28;

result<void> read_base(const std::filesystem::path &file, json &into) {
  const auto content = read_file(file, max_base_bytes);
  if (!content)
    return content.error();
  const auto *text = reinterpret_cast<const char *>(content->data());
  into = json::parse(text, text + content->size(), nullptr, false);
  if (!into.is_object() || !into.contains("cases"))
    return fail(errc::format, "{} is no report of seeker bench --json",
                file.string());
  return {};
}

/// Adds a run to the history and makes its page; where that fails, the case
/// does.
void keep(const bench_options &asked, case_run &made) {
  result<void> done;
  std::vector<history::entry> past;
  if (asked.history) {
    auto noted = note(*asked.history, made.got);
    if (noted)
      past = *std::move(noted);
    else
      done = noted.error();
  }
  if (done && asked.files.html && !made.got.known.target.empty())
    done = write_file(*asked.files.html / (made.judged.name + ".html"),
                      std::string_view(report::to_html(
                          made.judged.report, made.got.kernels, past)));
  if (!done)
    fail_case(made.judged, done.error());
}

} // namespace

int bench(const bench_options &asked) {
  const auto suite = bench::read_suite(asked.suite);
  if (!suite)
    return report_error(suite.error(), asked.json);
  json base;
  if (asked.base)
    if (auto read = read_base(*asked.base, base); !read)
      return report_error(read.error(), asked.json);
  if (auto made = make_pages_folder(asked.files); !made)
    return report_error(made.error(), asked.json);
  const auto folder = temporary_folder::make("images");
  if (!folder)
    return report_error(folder.error(), asked.json);
  report::suite_result made;
  made.name = suite->name;
  case_wishes wanted;
  wanted.scratch = folder->path();
  wanted.update_golden = asked.update_golden;
  for (const bench::suite_case &one : suite->cases) {
    if (!bench::matches(asked.only, one.name))
      continue;
    case_run ran = run_case(one, wanted);
    keep(asked, ran);
    made.cases.push_back(std::move(ran.judged));
    const report::case_result &last = made.cases.back();
    fmt::print(stderr, "{} {} {:.2f} s\n", last.name, last.verdict,
               last.seconds);
  }
  // Never green by accident.
  if (made.cases.empty())
    return report_error(fail(errc::usage, "no case of {} matches '{}'",
                             asked.suite.string(), asked.only),
                        asked.json);
  return print_suite(made, asked.files, base, asked.json);
}

int show_history(const history_options &asked) {
  std::error_code ec;
  if (!std::filesystem::exists(asked.file, ec))
    return report_error(
        fail(errc::file, "there is no history {}", asked.file.string()),
        asked.json);
  auto book = history::book::open(asked.file);
  if (!book)
    return report_error(book.error(), asked.json);
  const auto found = book->last(asked.last, asked.model);
  if (!found)
    return report_error(found.error(), asked.json);
  json runs = json::array();
  report::table lines({{"time (UTC)"},
                       {"model"},
                       {"target"},
                       {"configuration"},
                       {"verdict"},
                       {"cycles", report::table::align::right},
                       {"image"}});
  for (const history::entry &one : *found) {
    const auto when =
        fmt::format("{:%Y-%m-%dT%H:%M:%S}",
                    fmt::gmtime(static_cast<std::time_t>(one.time)));
    lines.add({when, one.model, one.target, one.configuration, one.verdict,
               one.cycles ? report::grouped(*one.cycles) : "",
               one.image_sha256.substr(0, 12)});
    json object = {{"time", when + "Z"},
                   {"model", one.model},
                   {"target", one.target},
                   {"configuration", one.configuration},
                   {"configuration_hash", one.configuration_hash},
                   {"image_sha256", one.image_sha256},
                   {"verdict", one.verdict}};
    if (one.cycles)
      object["cycles"] = *one.cycles;
    runs.push_back(std::move(object));
  }
  std::cout << (asked.json ? json{{"runs", runs}}.dump(2) + "\n"
                           : lines.text());
  std::cout.flush();
  return 0;
}

} // namespace seeker::cli
