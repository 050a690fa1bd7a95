// `seeker bench` and `seeker history`: suites of runs, and what they were.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/file.hpp"
#include "seeker/base/temporary_folder.hpp"
#include "seeker/bench/suite.hpp"
#include "seeker/cli/commands.hpp"
#include "seeker/report/format.hpp"
#include "seeker/report/html.hpp"
#include "seeker/report/suite_report.hpp"

#include <chrono>
#include <ctime>
#include <fmt/chrono.h>
#include <iostream>

namespace seeker::cli {
namespace {

using clock = std::chrono::steady_clock;
using nlohmann::json;

constexpr std::uint64_t max_base_bytes = std::uint64_t{1} << 28;

/// Words of a command line that a shell reads back.
std::string shell_word(const std::string &word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyz"
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                     "_-+=./:,@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos)
    return word;
  std::string made = "'";
  for (const char c : word)
    made += c == '\'' ? "'\\''" : std::string(1, c);
  return made + "'";
}

/// How somebody runs one case by hand.
std::string command_of(const bench::suite_case &one) {
  const std::string image = one.image ? one.image->string() : "image.elf";
  std::vector<std::string> words;
  const auto add = [&](const char *option, const std::string &value) {
    words.emplace_back(option);
    words.push_back(value);
  };
  if (one.model) {
    words = {"seeker", "compile", one.model->string(), "-o", image};
    words.insert(words.end(), one.compile.begin(), one.compile.end());
  }
  std::string made;
  const auto flush = [&] {
    for (const std::string &word : words)
      made +=
          (made.empty() || made.ends_with("&& ") ? "" : " ") + shell_word(word);
  };
  if (!words.empty()) {
    flush();
    made += " && ";
  }
  words = {"seeker", "run", image, "--target", one.target};
  for (const std::string &value : one.inputs)
    add("--input", value);
  for (const std::string &value : one.golden)
    add("--golden", value);
  if (one.golden_cycles)
    add("--golden-cycles", one.golden_cycles->string());
  if (one.repeat != 1)
    add("--repeat", std::to_string(one.repeat));
  flush();
  return made;
}

/// Golden cycles as they were just measured, with the tolerance that the file
/// had.
result<void> update_golden(const std::filesystem::path &file,
                           const std::filesystem::path &measured) {
  auto now = judge::read_golden_cycles(measured);
  if (!now)
    return now.error();
  if (const auto before = judge::read_golden_cycles(file))
    now->tolerance = before->tolerance;
  return write_file(file, std::string_view(judge::format_golden_cycles(*now)));
}

class runner {
public:
  runner(const bench_options &asked, std::filesystem::path scratch)
      : asked_(asked), scratch_(std::move(scratch)) {}

  report::case_result run(const bench::suite_case &one) {
    report::case_result made;
    made.name = one.name;
    made.target = one.target;
    made.reproduce = command_of(one);
    const auto began = clock::now();
    ran got;
    got.done = judge(one, got, made);
    made.seconds = std::chrono::duration<double>(clock::now() - began).count();
    const auto verdict =
        got.done ? got.known.verdict : judge::of(got.done.error().code);
    made.verdict = judge::name(verdict);
    made.exit_code = judge::exit_code(verdict);
    made.report = report_of(got);
    if (!got.known.cycles.empty())
      made.cycles = got.known.cycles.front();
    made.notes.insert(made.notes.end(), got.known.notes.begin(),
                      got.known.notes.end());
    if (!got.done)
      made.notes.push_back(got.done.error().message);
    return made;
  }

private:
  result<void> judge(const bench::suite_case &one, ran &got,
                     report::case_result &made) {
    run_options options;
    options.target = one.target;
    options.model.image = one.image.value_or(scratch_ / "image.elf");
    if (one.model)
      if (auto compiled =
              compile_to(*one.model, one.compile, options.model.image);
          !compiled)
        return compiled;
    const auto timeout = parse_duration(one.timeout);
    if (!timeout)
      return within_context(timeout.error(), "timeout");
    options.model.timeout = *timeout;
    options.model.configuration = one.configuration;
    if (one.configuration)
      options.wishes.configuration = *one.configuration;
    options.model.inputs = one.inputs;
    options.model.golden = one.golden;
    options.model.rtol = one.rtol;
    options.model.atol = one.atol;
    options.model.ulp = one.ulp;
    if (one.repeat != 1)
      options.model.repeat = one.repeat;
    options.model.max_cycles = one.max_cycles;
    const std::filesystem::path measured = scratch_ / "cycles.json";
    const bool updates = asked_.update_golden && one.golden_cycles;
    if (updates)
      options.model.save_golden_cycles = measured;
    else
      options.model.golden_cycles = one.golden_cycles;
    options.json = true; // what programs print goes to stderr
    got = execute(std::move(options));
    result<void> done = got.done;
    if (done && updates && got.known.verdict == judge::verdict::pass) {
      done = update_golden(*one.golden_cycles, measured);
      made.notes.push_back("golden cycles updated: " +
                           one.golden_cycles->string());
    }
    std::vector<history::entry> past;
    if (asked_.history) {
      auto noted = note(*asked_.history, got);
      if (!noted)
        return noted.error();
      past = *std::move(noted);
    }
    if (asked_.html && !got.known.target.empty()) {
      const auto page = report::to_html(report_of(got), got.kernels, past);
      auto wrote = write_file(*asked_.html / (one.name + ".html"),
                              std::string_view(page));
      if (!wrote)
        return wrote;
    }
    return done;
  }

  const bench_options &asked_;
  std::filesystem::path scratch_;
};

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

/// Links to the pages of the cases.
std::string index_page(const report::suite_result &made) {
  std::string rows;
  for (const report::case_result &one : made.cases)
    rows += fmt::format(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{:.2f} s</td></tr>\n",
        one.report.contains("target")
            ? fmt::format("<a href=\"{0}.html\">{0}</a>",
                          report::escaped(one.name))
            : report::escaped(one.name),
        one.verdict, one.cycles ? report::grouped(*one.cycles) : "",
        one.seconds);
  return fmt::format("<!DOCTYPE html>\n<html lang=\"en\"><head><meta "
                     "charset=\"utf-8\"><title>{0}</title></head><body><h1>{0}"
                     "</h1>\n<table>{1}</table></body></html>\n",
                     report::escaped(made.name), rows);
}

result<void> write_reports(const bench_options &asked,
                           const report::suite_result &made, const json &base) {
  const auto write = [](const std::optional<std::filesystem::path> &file,
                        const std::string &text) -> result<void> {
    return file ? write_file(*file, std::string_view(text)) : result<void>();
  };
  result<void> done = write(asked.junit, report::to_junit(made));
  if (done)
    done = write(asked.markdown, report::to_markdown(made, base));
  if (done)
    done = write(asked.csv, report::to_csv(made));
  if (done && asked.html)
    done = write(*asked.html / "index.html", index_page(made));
  return done;
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
  if (asked.html) {
    std::error_code ec;
    std::filesystem::create_directories(*asked.html, ec);
    if (ec)
      return report_error(fail(errc::file, "cannot create the folder {}: {}",
                               asked.html->string(), ec.message()),
                          asked.json);
  }
  const auto folder = temporary_folder::make("images");
  if (!folder)
    return report_error(folder.error(), asked.json);
  report::suite_result made{suite->name, {}};
  runner work(asked, folder->path());
  for (const bench::suite_case &one : suite->cases) {
    if (!bench::matches(asked.only, one.name))
      continue;
    made.cases.push_back(work.run(one));
    const report::case_result &last = made.cases.back();
    fmt::print(stderr, "{} {} {:.2f} s\n", last.name, last.verdict,
               last.seconds);
  }
  // Never green by accident.
  if (made.cases.empty())
    return report_error(fail(errc::usage, "no case of {} matches '{}'",
                             asked.suite.string(), asked.only),
                        asked.json);
  if (auto wrote = write_reports(asked, made, base); !wrote)
    return report_error(wrote.error(), asked.json);
  std::cout << (asked.json ? report::to_json(made).dump(2) + "\n"
                           : report::to_text(made, base));
  std::cout.flush();
  return made.exit_code();
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
