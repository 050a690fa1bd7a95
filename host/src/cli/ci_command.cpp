// `seeker ci run`: a suite's cases, each in a process, to one verdict.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "case_runner.hpp"
#include "ci_case.hpp"
#include "drive.hpp"
#include "lab_access.hpp"
#include "seeker/base/file.hpp"
#include "seeker/base/temporary_folder.hpp"
#include "seeker/bench/command.hpp"
#include "seeker/ci/local.hpp"
#include "seeker/ci/past.hpp"
#include "seeker/ci/revision.hpp"
#include "seeker/ci/shard.hpp"
#include "suite_files.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>

namespace seeker::cli {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// The lab takes bodies of a few MiB.
constexpr std::size_t runs_a_post = 20;
/// So many passes in a row, and a case in quarantine may come out.
constexpr unsigned healthy_passes = 20;

bool is_board(const std::string &target) {
  return target.starts_with("board:");
}

class ci_run {
public:
  ci_run(const ci_options &asked, bench::suite suite, fs::path scratch)
      : asked_(asked), suite_(std::move(suite)), scratch_(std::move(scratch)) {
    made_.name = suite_.name;
  }

  /// Looks into the past, and keeps what is asked for of the suite.
  result<void> prepare() {
    ci::repository tree(asked_.suite.parent_path());
    revision_ = tree.clean_head();
    if (asked_.since) {
      if (!asked_.history)
        return fail(errc::usage, "--changed-since needs --history, which "
                                 "knows what passed");
      auto commit = tree.commit(*asked_.since);
      if (!commit)
        return commit.error();
      since_ = *std::move(commit);
    }
    if (asked_.history) {
      auto opened = history::book::open(*asked_.history);
      if (!opened)
        return opened.error();
      book_.emplace(*std::move(opened));
    }
    std::erase_if(suite_.cases, [&](const bench::suite_case &one) {
      return !bench::matches(asked_.only, one.name);
    });
    // Never green by accident.
    if (suite_.cases.empty())
      return fail(errc::usage, "no case of {} matches '{}'",
                  asked_.suite.string(), asked_.only);
    for (const bench::suite_case &one : suite_.cases) {
      auto was = past_of(one);
      if (!was)
        return was.error();
      past_.push_back(*std::move(was));
    }
    return take_shard();
  }

  result<void> run() {
    std::vector<ci::unit> units;
    for (std::size_t i = 0; i < suite_.cases.size(); ++i) {
      const std::string &target = suite_.cases[i].target;
      units.push_back(
          {past_[i].seconds.value_or(0), is_board(target) ? target : ""});
    }
    results_.resize(units.size());
    failed_.resize(units.size());
    ci::queue queue(std::move(units), asked_.attempts);
    ci::local_executor on;
    on.program = program_folder() / "seeker";
    on.jobs = asked_.jobs;
    on.start = [&](const ci::ticket &one) { return start(one); };
    on.judge = [&](const ci::ticket &one, const ci::ending &end) {
      return judge(one, end);
    };
    boost::asio::io_context context(1);
    return drive(context, ci::run_all(queue, on));
  }

  /// The cycles of the last passes, for the reports to compare with.
  nlohmann::json base() const {
    nlohmann::json cases = nlohmann::json::array();
    for (std::size_t i = 0; i < past_.size(); ++i)
      if (past_[i].cycles)
        cases.push_back(
            {{"name", suite_.cases[i].name}, {"cycles", *past_[i].cycles}});
    return {{"cases", std::move(cases)}};
  }

  /// The lab keeps the attempts, too; a few at a time.
  result<void> tell_lab() {
    if (!asked_.lab || told_.empty())
      return {};
    auto lab = reach_lab(*asked_.lab);
    if (!lab)
      return lab.error();
    for (std::size_t at = 0; at < told_.size(); at += runs_a_post) {
      nlohmann::json some = nlohmann::json::array();
      for (std::size_t i = at; i < std::min(at + runs_a_post, told_.size());
           ++i)
        some.push_back(told_[i]);
      if (auto done = lab->call("POST", "/api/runs", {{"runs", some}}); !done)
        return within_context(done.error(), "the lab does not keep the runs");
    }
    return {};
  }

  /// The results, with how often what failed by itself.
  result<report::suite_result> finish() {
    if (wrong_)
      return *wrong_;
    for (std::size_t i = 0; i < results_.size(); ++i) {
      report::case_result &one = *results_[i];
      one.failed = std::move(failed_[i]);
      if (auto done = tell_health(suite_.cases[i], one); !done)
        return done.error();
      made_.cases.push_back(std::move(one));
    }
    return std::move(made_);
  }

private:
  result<ci::past> past_of(const bench::suite_case &one) {
    if (!book_)
      return ci::past();
    const auto entries =
        book_->last_of(ci::memory, suite_.name, one.name, one.target);
    if (!entries)
      return entries.error();
    return ci::past_of(*entries);
  }

  result<void> take_shard() {
    if (!asked_.shard)
      return {};
    const auto part = ci::parse_part(*asked_.shard);
    if (!part)
      return part.error();
    std::vector<ci::piece> pieces;
    for (std::size_t i = 0; i < suite_.cases.size(); ++i)
      pieces.push_back({suite_.cases[i].name, past_[i].seconds});
    const ci::division whole = ci::divide(pieces, part->of);
    made_.part = report::shard{part->index, part->of, whole.partition};
    std::vector<bench::suite_case> cases;
    std::vector<ci::past> past;
    for (std::size_t i = 0; i < suite_.cases.size(); ++i)
      if (whole.shard_of[i] == part->index) {
        cases.push_back(std::move(suite_.cases[i]));
        past.push_back(past_[i]);
      }
    suite_.cases = std::move(cases);
    past_ = std::move(past);
    return {};
  }

  fs::path result_of(const ci::ticket &one) const {
    return scratch_ / fmt::format("{}-{}.json", one.unit, one.attempt);
  }

  ci::process start(const ci::ticket &one) const {
    const bench::suite_case &what = suite_.cases[one.unit];
    case_call call;
    call.suite = asked_.suite;
    call.name = what.name;
    call.result = result_of(one);
    if (asked_.files.html)
      call.page = *asked_.files.html / (what.name + ".html");
    call.history = asked_.history;
    call.since = since_;
    call.lab = asked_.lab;
    return {words_of(call), longest(what) + (asked_.lab ? lab_wait : 0ms)};
  }

  judge::verdict judge(const ci::ticket &one, const ci::ending &end) {
    const bench::suite_case &what = suite_.cases[one.unit];
    auto answer = read_answer(result_of(one));
    if (!answer || !end.how.empty())
      answer = without_answer(what, end);
    report::case_result &judged = answer->judged;
    fmt::print(stderr, "{} {}{} {:.2f} s\n", judged.name, judged.verdict,
               judged.unchanged ? " (unchanged)" : "", judged.seconds);
    // What compiler and program said, where somebody will ask.
    if (judged.exit_code != 0 && end.how.empty())
      fmt::print(stderr, "{}", end.said);
    if (!judged.unchanged)
      note(*answer, one.attempt);
    const auto verdict =
        judge::named(judged.verdict).value_or(judge::verdict::board);
    auto &last = results_[one.unit];
    if (last)
      failed_[one.unit].push_back(
          {last->verdict, last->notes.empty() ? "" : last->notes.front(),
           last->seconds});
    last = std::move(judged);
    return verdict;
  }

  /// The process that should have judged the case did not: a fault of the
  /// machine, never of what is tested.
  case_answer without_answer(const bench::suite_case &what,
                             const ci::ending &end) const {
    report::case_result made;
    made.name = what.name;
    made.target = what.target;
    made.quarantine = what.quarantine;
    made.report = nlohmann::json::object();
    std::error_code ec;
    made.reproduce = bench::command_of(
        what,
        bench::called_from(fs::current_path(ec), program_folder() / "seeker"));
    fail_case(made,
              fail(errc::board, "the process of the case {}{}",
                   end.how.empty() ? "left no result" : end.how,
                   end.said.empty() ? "" : ": " + end.said.substr(0, 2000)));
    return {std::move(made), ""};
  }

  void note(const case_answer &answer, unsigned attempt) {
    if ((!book_ && !asked_.lab) || wrong_)
      return;
    const report::case_result &one = answer.judged;
    history::entry made = history::entry_of(run::outcome(), one.report.dump());
    const auto text = [&](const char *outer, const char *inner) {
      const nlohmann::json &from = one.report;
      return from.contains(outer) && from[outer].is_object()
                 ? from[outer].value(inner, "")
                 : std::string();
    };
    made.model = one.report.value("model", one.name);
    made.image_sha256 = text("image", "sha256");
    made.configuration = text("configuration", "name");
    made.configuration_hash = text("configuration", "hash");
    made.target = one.target;
    made.verdict = one.verdict;
    made.cycles = one.cycles;
    made.suite = suite_.name;
    made.name = one.name;
    made.revision = revision_;
    made.content = answer.content;
    made.attempt = attempt;
    made.seconds = one.seconds;
    if (asked_.lab)
      told_.push_back(told_of(made, one.report));
    if (!book_)
      return;
    if (auto added = book_->add(made); !added)
      wrong_ = added.error();
  }

  /// What the lab is told of an attempt.
  static nlohmann::json told_of(const history::entry &one,
                                const nlohmann::json &report) {
    nlohmann::json made{{"time", one.time},
                        {"suite", one.suite},
                        {"name", one.name},
                        {"model", one.model},
                        {"image_sha256", one.image_sha256},
                        {"configuration", one.configuration},
                        {"configuration_hash", one.configuration_hash},
                        {"target", one.target},
                        {"verdict", one.verdict},
                        {"revision", one.revision},
                        {"content", one.content},
                        {"attempt", one.attempt},
                        {"seconds", one.seconds},
                        {"report", report}};
    if (one.cycles)
      made["cycles"] = *one.cycles;
    return made;
  }

  /// How often the case failed by itself, and its target.
  result<void> tell_health(const bench::suite_case &what,
                           report::case_result &one) {
    if (!book_)
      return {};
    const auto now = past_of(what);
    if (!now)
      return now.error();
    if (now->failed > 0)
      one.notes.push_back(
          fmt::format("failed {} of its last {} attempts by itself ({:.1f} %)",
                      now->failed, now->attempts,
                      100 * static_cast<double>(now->failed) /
                          static_cast<double>(now->attempts)));
    if (one.quarantine && now->passes_in_a_row >= healthy_passes)
      one.notes.push_back(fmt::format("passed {} times in a row: it may leave "
                                      "quarantine",
                                      now->passes_in_a_row));
    auto target = std::find_if(
        made_.targets.begin(), made_.targets.end(),
        [&](const report::health &each) { return each.target == one.target; });
    if (target == made_.targets.end())
      target = made_.targets.insert(target, {one.target, 0, 0});
    target->attempts += now->attempts;
    target->failed += now->failed;
    return {};
  }

  const ci_options &asked_;
  bench::suite suite_;
  fs::path scratch_;
  std::string revision_;
  std::optional<std::string> since_;
  std::optional<history::book> book_;
  std::vector<ci::past> past_;
  std::vector<std::optional<report::case_result>> results_; // last attempts
  std::vector<std::vector<report::attempt>> failed_;        // those before
  report::suite_result made_;
  std::vector<nlohmann::json> told_;
  std::optional<error> wrong_; // with the history
};

} // namespace

int run_ci(const ci_options &asked) {
  auto suite = bench::read_suite(asked.suite);
  if (!suite)
    return report_error(suite.error(), asked.json);
  if (auto made = make_pages_folder(asked.files); !made)
    return report_error(made.error(), asked.json);
  const auto folder = temporary_folder::make("results");
  if (!folder)
    return report_error(folder.error(), asked.json);
  ci_run work(asked, *std::move(suite), folder->path());
  if (auto prepared = work.prepare(); !prepared)
    return report_error(prepared.error(), asked.json);
  if (auto done = work.run(); !done)
    return report_error(done.error(), asked.json);
  const auto told = work.tell_lab();
  const auto made = work.finish();
  if (!made)
    return report_error(made.error(), asked.json);
  const int code = print_suite(*made, asked.files, work.base(), asked.json);
  if (!told)
    return std::max(code, report_error(told.error(), false));
  return code;
}

} // namespace seeker::cli
