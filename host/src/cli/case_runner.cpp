// From a case's keys to options of a run, and from that to a result.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "case_runner.hpp"

#include "seeker/bench/command.hpp"

#include <chrono>

namespace seeker::cli {
namespace {

using clock = std::chrono::steady_clock;

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

result<run_options> options_of(const bench::suite_case &one) {
  run_options options;
  options.target = one.target;
  const auto timeout = parse_duration(one.timeout);
  if (!timeout)
    return within_context(timeout.error(), "timeout");
  options.model.timeout = *timeout;
  options.model.configuration = one.configuration;
  if (one.configuration)
    options.wishes.configuration = *one.configuration;
  if (one.chaos) {
    const auto chaos = transport::parse_chaos(*one.chaos);
    if (!chaos)
      return within_context(chaos.error(), "chaos");
    options.wishes.chaos = *chaos;
    options.wishes.seed = one.seed;
  }
  options.model.inputs = one.inputs;
  options.model.golden = one.golden;
  options.model.rtol = one.rtol;
  options.model.atol = one.atol;
  options.model.ulp = one.ulp;
  if (one.repeat != 1)
    options.model.repeat = one.repeat;
  options.model.max_cycles = one.max_cycles;
  options.json = true; // what programs print goes to stderr
  return options;
}

result<void> judge_case(const bench::suite_case &one, const case_wishes &wanted,
                        case_run &made) {
  auto options = options_of(one);
  if (!options)
    return options.error();
  const std::filesystem::path image =
      one.image.value_or(wanted.scratch / "image.elf");
  options->model.image = image;
  if (one.model)
    if (auto compiled = compile_to(*one.model, one.compile, image); !compiled)
      return compiled;
  if (wanted.settled) {
    const auto settled = wanted.settled(image);
    if (!settled)
      return settled.error();
    made.judged.unchanged = *settled;
    if (*settled)
      return {};
  }
  const std::filesystem::path measured = wanted.scratch / "cycles.json";
  const bool updates = wanted.update_golden && one.golden_cycles;
  if (updates)
    options->model.save_golden_cycles = measured;
  else
    options->model.golden_cycles = one.golden_cycles;
  made.got = execute(*std::move(options));
  result<void> done = made.got.done;
  if (done && updates && made.got.known.verdict == judge::verdict::pass) {
    done = update_golden(*one.golden_cycles, measured);
    made.judged.notes.push_back("golden cycles updated: " +
                                one.golden_cycles->string());
  }
  return done;
}

} // namespace

void fail_case(report::case_result &one, const error &cause) {
  const auto verdict = judge::of(cause.code);
  one.verdict = judge::name(verdict);
  one.exit_code = judge::exit_code(verdict);
  one.notes.push_back(cause.message);
}

case_run run_case(const bench::suite_case &one, const case_wishes &wanted) {
  case_run made;
  report::case_result &judged = made.judged;
  judged.name = one.name;
  judged.target = one.target;
  judged.quarantine = one.quarantine;
  judged.report = nlohmann::json::object();
  std::error_code ec;
  judged.reproduce = bench::command_of(
      one, bench::called_from(std::filesystem::current_path(ec),
                              program_folder() / "seeker"));
  const auto began = clock::now();
  const result<void> done = judge_case(one, wanted, made);
  judged.seconds = std::chrono::duration<double>(clock::now() - began).count();
  const run::outcome &known = made.got.known;
  judged.verdict = judge::name(known.verdict);
  judged.exit_code = judge::exit_code(known.verdict);
  if (!known.cycles.empty())
    judged.cycles = known.cycles.front();
  judged.notes.insert(judged.notes.end(), known.notes.begin(),
                      known.notes.end());
  made.got.done = done;
  judged.report = report_of(made.got);
  if (!done)
    fail_case(judged, done.error());
  return made;
}

} // namespace seeker::cli
