// `seeker run`: the event loop, signals, and what is printed where.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "drive.hpp"
#include "seeker/base/file.hpp"
#include "seeker/cli/commands.hpp"
#include "seeker/cli/progress_bar.hpp"
#include "seeker/replay/replay.hpp"
#include "seeker/report/html.hpp"
#include "seeker/report/run_report.hpp"
#include "seeker/run/evidence.hpp"
#include "seeker/run/l1_plan.hpp"
#include "seeker/run/makers.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <functional>
#include <iostream>

namespace seeker::cli {
namespace {

namespace asio = boost::asio;

/// Prints the outcome; an error that ended the run too early comes last.
int finish(const run::outcome &known, const result<void> &done, bool json) {
  if (!done) {
    if (known.target.empty() || !json)
      return report_error(done.error(), json);
    nlohmann::json object = report::to_json(known);
    object.update(report::error_json(done.error()));
    std::cout << object.dump(2) << '\n';
    return report_error(done.error(), false);
  }
  if (json)
    std::cout << report::to_json(known).dump(2) << '\n';
  else
    std::cout << report::to_text(known);
  std::cout.flush();
  return judge::exit_code(known.verdict);
}

/// Replays are compared by the tensors of the run: first by what it was given,
/// then by what kernels make, in their order.
result<target::target_ptr> recorded(target::target_ptr on,
                                    const std::filesystem::path &folder,
                                    const run::model_job &job) {
  const image::manifest &says = job.image.says;
  for (const image::tensor &one : says.tensors)
    if (one.needed)
      return fail(
          errc::usage,
          "--record: weight '{}' is streamed in while the program runs, "
          "which a recording does not keep",
          one.name);
  std::vector<const image::tensor *> tensors;
  for (const image::tensor &one : says.tensors)
    tensors.push_back(&one);
  const auto step = [&](const image::tensor *one) {
    const auto by = run::maker_of(says.kernels, one->name);
    return by ? by->index + 1 : 0;
  };
  std::stable_sort(
      tensors.begin(), tensors.end(),
      [&](const auto *a, const auto *b) { return step(a) < step(b); });
  std::vector<replay::checkpoint> checkpoints;
  for (const image::tensor *one : tensors)
    checkpoints.push_back({one->name, one->address, one->bytes});
  const replay::header what{std::string(on->kind()), job.configuration.name,
                            config::hash_text(job.configuration.hash),
                            job.asked.image.string(), job.image.code.sha256()};
  return replay::record(std::move(on), folder, what, std::move(checkpoints));
}

} // namespace

int report_error(const error &cause, bool json) {
  if (json)
    std::cout << report::error_json(cause).dump(2) << std::endl;
  fmt::print(stderr, "seeker: {}: {}\n", judge::name(judge::of(cause.code)),
             cause.message);
  return judge::exit_code(judge::of(cause.code));
}

result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  std::uint64_t count = 0;
  const auto [end, ec] =
      std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit(end, text.data() + text.size());
  std::uint64_t factor = 0;
  if (unit == "ms")
    factor = 1;
  else if (unit.empty() || unit == "s")
    factor = 1000;
  else if (unit == "m")
    factor = 60'000;
  else if (unit == "h")
    factor = 3'600'000;
  constexpr std::uint64_t limit = 30ull * 24 * 3'600'000;
  if (ec != std::errc() || factor == 0 || count == 0 || count > limit / factor)
    return fail(errc::usage,
                "'{}' is no duration: give 500ms, 60s, 5m or 1h, up to 720h",
                text);
  return std::chrono::milliseconds(count * factor);
}

ran execute(run_options asked) {
  ran made;
  result<run::model_job> job = run::prepare(std::move(asked.model));
  if (!job) {
    made.done = job.error();
    return made;
  }
  made.kernels = job->image.says.kernels;
  // The simulator takes the same file or name that the host loaded.
  if (!job->asked.configuration)
    asked.wishes.configuration = job->configuration.name;
  // What only watches itself needs it: the monitor, and names in a trace.
  if (asked.target == "sim") {
    const auto plan = run::l1_plan(job->image.says, job->configuration,
                                   job->image.code.origin());
    if (!plan && asked.wishes.monitor.value_or(true)) {
      made.done = plan.error();
      return made;
    }
    if (plan)
      asked.wishes.l1_plan = *plan;
  }
  asio::io_context context(1);
  auto on = target::make(asked.target, context.get_executor(),
                         std::move(asked.wishes));
  if (!on) {
    made.done = on.error();
    return made;
  }
  if (asked.record) {
    on = recorded(*std::move(on), *asked.record, *job);
    if (!on) {
      made.done = on.error();
      return made;
    }
  }
  {
    progress_bar bar;
    const run::show tell = bar.shows();
    const run::print say = program_output(asked.json);
    made.done =
        drive(context, run::run_model(*job, **on, made.known, tell, say));
  }
  on->reset();
  if (!made.done)
    made.known.verdict = judge::of(made.done.error().code);
  return made;
}

nlohmann::json report_of(const ran &made) {
  nlohmann::json report = made.known.target.empty()
                              ? nlohmann::json::object()
                              : report::to_json(made.known);
  if (!made.done)
    report.update(report::error_json(made.done.error()));
  return report;
}

result<std::vector<history::entry>> note(const std::filesystem::path &file,
                                         const ran &made) {
  constexpr std::uint32_t shown_runs = 100;
  if (made.known.target.empty())
    return std::vector<history::entry>(); // nothing ran
  auto book = history::book::open(file);
  if (!book)
    return book.error();
  const auto entry = history::entry_of(made.known, report_of(made).dump());
  if (auto added = book->add(entry); !added)
    return added.error();
  return book->last(shown_runs, entry.model);
}

/// The report goes to the rest of the evidence.
result<void> add_report(const std::optional<std::filesystem::path> &evidence,
                        const nlohmann::json &report) {
  if (!evidence || report.value("verdict", "PASS") == "PASS")
    return {};
  return write_file(*evidence / "report.json",
                    std::string_view(report.dump(2) + "\n"));
}

int run_model(run_options asked) {
  const bool json = asked.json;
  const auto evidence = asked.model.evidence;
  const auto history = asked.history;
  const auto html = asked.html;
  const ran made = execute(std::move(asked));
  if (!made.known.target.empty())
    if (auto added = add_report(evidence, report_of(made)); !added)
      return report_error(added.error(), json);
  std::vector<history::entry> past;
  if (history) {
    auto noted = note(*history, made);
    if (!noted)
      return report_error(noted.error(), json);
    past = *std::move(noted);
  }
  if (html)
    if (auto wrote =
            write_file(*html, std::string_view(report::to_html(
                                  report_of(made), made.kernels, past)));
        !wrote)
      return report_error(wrote.error(), json);
  return finish(made.known, made.done, json);
}

int replay(const replay_options &asked) {
  const auto timeout = parse_duration(asked.timeout);
  if (!timeout)
    return report_error(within_context(timeout.error(), "--timeout"),
                        asked.json);
  const auto what = replay::read_recording(asked.folder);
  if (!what)
    return report_error(what.error(), asked.json);
  target::wishes wishes;
  wishes.configuration = what->what.configuration;
  asio::io_context context(1);
  auto on =
      target::make(asked.target, context.get_executor(), std::move(wishes));
  if (!on)
    return report_error(on.error(), asked.json);
  replay::replayed made;
  const auto work = [&]() -> task<void> {
    result<replay::replayed> played =
        co_await replay::play(*what, **on, *timeout);
    if (!played)
      co_return played.error();
    made = *std::move(played);
    co_return result<void>();
  };
  const result<void> done = drive(context, work());
  on->reset();
  if (!done)
    return report_error(done.error(), asked.json);
  if (asked.json) {
    nlohmann::json object = {{"verdict", judge::name(made.verdict)},
                             {"recorded_on", what->what.target},
                             {"target", asked.target},
                             {"image_sha256", what->what.image_sha256},
                             {"checkpoints", made.checkpoints},
                             {"note", made.note}};
    if (made.first_differs)
      object["first_difference"] = *made.first_differs;
    std::cout << object.dump(2) << '\n';
  } else {
    fmt::print("recorded on {}, played on {}: {} checkpoints are the same\n{}"
               "{}\n",
               what->what.target, asked.target, made.checkpoints,
               made.note.empty() ? "" : "note    " + made.note + "\n",
               judge::name(made.verdict));
  }
  return judge::exit_code(made.verdict);
}

int run_raw(run_raw_options asked) {
  auto code = image::program::read(asked.raw.program);
  if (!code)
    return report_error(code.error(), asked.json);
  auto configuration = config::load(asked.raw.configuration);
  if (!configuration)
    return report_error(configuration.error(), asked.json);
  if (asked.raw.evidence)
    if (auto checked = run::check_evidence(*asked.raw.evidence); !checked)
      return report_error(checked.error(), asked.json);
  asked.wishes.configuration = asked.raw.configuration;
  asio::io_context context(1);
  auto on = target::make(asked.target, context.get_executor(),
                         std::move(asked.wishes));
  if (!on)
    return report_error(on.error(), asked.json);
  run::outcome known;
  result<void> done;
  {
    progress_bar bar;
    const run::show tell = bar.shows();
    const run::print say = program_output(asked.json);
    done = drive(context, run::run_raw(asked.raw, *code, *configuration, **on,
                                       known, tell, say));
  }
  on->reset();
  if (known.hang)
    if (auto added = add_report(asked.raw.evidence, report::to_json(known));
        !added)
      return report_error(added.error(), asked.json);
  if (!done || asked.json || known.hang) {
    const int status = finish(known, done, asked.json);
    if (!done || known.hang)
      return status;
  }
  if (asked.stats && !asked.json) {
    const double rate = known.simulated_seconds > 0
                            ? static_cast<double>(known.simulated_cycles) /
                                  known.simulated_seconds
                            : 0;
    fmt::print("cycles {}\nsimulated cycles a second {:.0f}\n",
               known.simulated_cycles, rate);
  }
  // A status has 8 bits; a larger code must not look like success.
  const std::uint32_t exit_code = known.exit_code.value_or(255);
  if (exit_code > 255)
    fmt::print(stderr, "seeker: the program's exit code is {} (0x{:x})\n",
               exit_code, exit_code);
  return static_cast<int>(std::min<std::uint32_t>(exit_code, 255));
}

} // namespace seeker::cli
