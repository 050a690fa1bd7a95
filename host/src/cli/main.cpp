// The program `seeker`: its commands and options.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "other_commands.hpp"
#include "seeker/base/blob.hpp"
#include "seeker/cli/commands.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <iostream>

namespace seeker::cli {
namespace {

constexpr const char *version = "seeker " SEEKER_VERSION;
constexpr int usage_exit = 2;

struct run_words {
  std::string file, target, timeout = "600s", config;
  bool raw = false;
  std::string dump;
  bool stats = false;
  std::string trace, instructions, monitor;
  std::string html, history, record, connect, wave, golden_cycles,
      save_golden_cycles, save_intermediates, evidence, chaos;
  std::vector<std::string> faults;
  run_options model;
  double rtol = 0, atol = 0;
  std::uint64_t ulp = 0, max_cycles = 0, wave_from = 0, wave_to = 0, seed = 1;
};

CLI::App *add_run(CLI::App &app, run_words &words) {
  CLI::App *run = app.add_subcommand(
      "run", "load an image onto a target, run it and judge the results");
  run->add_option("IMAGE", words.file, "IMAGE.elf, or PROGRAM.elf with --raw")
      ->required();
  run->add_option("--target", words.target,
                  "where it runs: sim, iss, board:NAME, vboard:NAME")
      ->required();
  run->add_option("--config", words.config,
                  "configuration, NAME or FILE.json (the image's own; with "
                  "--raw: default)");
  run->add_option("--input", words.model.model.inputs,
                  "NAME=FILE.npy, a folder of npy files or an npz; inputs, "
                  "weights, states")
      ->allow_extra_args(false);
  run->add_option("--output", words.model.model.outputs,
                  "NAME=FILE.npy to write, or a folder for all outputs")
      ->allow_extra_args(false);
  run->add_option("--golden", words.model.model.golden,
                  "npz, folder or NAME=FILE.npy of what outputs must be")
      ->allow_extra_args(false);
  run->add_option("--golden-intermediates",
                  words.model.model.golden_intermediates,
                  "the same for what kernels leave to others, under their "
                  "names: the first wrong kernel is named")
      ->allow_extra_args(false);
  run->add_option("--save-intermediates", words.save_intermediates,
                  "a folder to write what kernels leave to others");
  run->add_option("--rtol", words.rtol,
                  "relative tolerance (1e-9 for f64, 1e-4 for f32)")
      ->check(CLI::NonNegativeNumber);
  run->add_option("--atol", words.atol,
                  "absolute tolerance (1e-12 for f64, 1e-6 for f32)")
      ->check(CLI::NonNegativeNumber);
  run->add_option("--ulp", words.ulp,
                  "tolerance in units in the last place, in their stead");
  run->add_option("--golden-cycles", words.golden_cycles,
                  "JSON of the cycles that are allowed");
  run->add_option("--save-golden-cycles", words.save_golden_cycles,
                  "writes this run's cycles in that form");
  run->add_option("--repeat", words.model.model.repeat,
                  "runs so often; states persist, the last outputs are judged. "
                  "An input file of N frames makes N runs, and outputs of N "
                  "frames")
      ->check(CLI::Range(1u, 1'000'000u));
  run->add_option("--max-cycles", words.max_cycles,
                  "a run that takes more hangs (20 times the prediction)")
      ->check(CLI::PositiveNumber);
  run->add_option("--timeout", words.timeout,
                  "a run that takes longer hangs: 500ms, 60s, 5m (600s)");
  run->add_option("--evidence", words.evidence,
                  "a folder for what a program that hangs or strays leaves: "
                  "harts, code around them, L1, tensors, report");
  run->add_option("--connect", words.connect,
                  "a seeker-sim that listens there: unix:PATH or "
                  "tcp:HOST:PORT; what it still holds is not loaded again");
  CLI::Option *wave =
      run->add_option("--wave", words.wave, "FST of all signals");
  run->add_option("--wave-from", words.wave_from,
                  "first cycle of it, from the start of the program")
      ->needs(wave);
  run->add_option("--wave-to", words.wave_to, "last cycle of it")->needs(wave);
  run->add_option("--trace", words.trace,
                  "Chrome trace of harts, FPUs, DMA and kernels, for Perfetto");
  run->add_option("--instructions", words.instructions,
                  "a folder: the instructions of each hart, a file a hart");
  CLI::Option *monitor =
      run->add_option("--monitor", words.monitor,
                      "check every access to L1 against the image's plan (on "
                      "where the target is sim)")
          ->check(CLI::IsMember({"on", "off"}));
  CLI::Option *chaos = run->add_option(
      "--chaos", words.chaos,
      "break the link: events per MiB, as in corrupt=4,drop=1,delay=8:5ms; "
      "there are corrupt, drop, truncate, insert, duplicate, reorder, delay, "
      "stall, reset, and cut=BYTES, silence=BYTES");
  run->add_option("--seed", words.seed, "of the chaos (1)")->needs(chaos);
  run->add_option("--fault", words.faults,
                  "with vboard: stuck-clock@CYCLE, dead-serial@CYCLE, "
                  "noisy-serial@BYTES, power-cut@CYCLE")
      ->allow_extra_args(false);
  run->add_option("--html", words.html,
                  "a page of the run: verdict, cores, roofline, L1, history");
  run->add_option("--history", words.history,
                  "a SQLite file to add the run to");
  run->add_option("--record", words.record,
                  "a folder to write the session to, for seeker replay");
  run->add_flag("--json", words.model.json, "one JSON object on stdout");
  CLI::Option *raw = run->add_flag("--raw", words.raw,
                                   "any bare-metal ELF; its exit code is ours");
  run->add_option("--dump", words.dump,
                  "with --raw: a line `hart cycle value` for each write to "
                  "CSR 0x7C7")
      ->needs(raw);
  run->add_flag("--stats", words.stats,
                "with --raw: cycles and simulated cycles a second")
      ->needs(raw);
  for (const char *option :
       {"--input", "--output", "--golden", "--golden-intermediates",
        "--save-intermediates", "--rtol", "--atol", "--ulp", "--golden-cycles",
        "--save-golden-cycles", "--repeat", "--html", "--history", "--record"})
    raw->excludes(option);
  raw->excludes(monitor); // there is no plan
  return run;
}

int do_run(const CLI::App &run, run_words &words) {
  const auto given = [&](const char *option) { return run.count(option) != 0; };
  const auto timeout = parse_duration(words.timeout);
  if (!timeout)
    return report_error(within_context(timeout.error(), "--timeout"),
                        words.model.json);
  target::wishes wishes;
  wishes.faults = words.faults;
  if (given("--connect")) {
    const auto where = transport::parse_address(words.connect);
    if (!where)
      return report_error(within_context(where.error(), "--connect"),
                          words.model.json);
    wishes.connect = *where;
  }
  if (given("--wave"))
    wishes.wave = words.wave;
  if (given("--wave-from"))
    wishes.wave_from_cycle = words.wave_from;
  if (given("--wave-to"))
    wishes.wave_to_cycle = words.wave_to;
  if (given("--trace"))
    wishes.trace = words.trace;
  if (given("--instructions"))
    wishes.instructions = words.instructions;
  if (given("--monitor"))
    wishes.monitor = words.monitor == "on";
  if (given("--dump"))
    wishes.dump = words.dump;
  if (given("--config"))
    wishes.configuration = words.config;
  if (given("--chaos")) {
    const auto chaos = transport::parse_chaos(words.chaos);
    if (!chaos)
      return report_error(chaos.error(), words.model.json);
    wishes.chaos = *chaos;
    wishes.seed = words.seed;
  }
  std::optional<std::uint64_t> max_cycles;
  if (given("--max-cycles"))
    max_cycles = words.max_cycles;
  std::optional<std::filesystem::path> evidence;
  if (given("--evidence"))
    evidence = words.evidence;
  if (words.raw)
    return run_raw(
        {{words.file, wishes.configuration, max_cycles, *timeout, evidence},
         words.target,
         wishes,
         words.model.json,
         words.stats});
  run_options &asked = words.model;
  asked.target = words.target;
  asked.wishes = wishes;
  asked.model.image = words.file;
  asked.model.timeout = *timeout;
  asked.model.max_cycles = max_cycles;
  asked.model.evidence = evidence;
  if (given("--config"))
    asked.model.configuration = words.config;
  if (given("--rtol"))
    asked.model.rtol = words.rtol;
  if (given("--atol"))
    asked.model.atol = words.atol;
  if (given("--ulp"))
    asked.model.ulp = words.ulp;
  if (given("--html"))
    asked.html = words.html;
  if (given("--record"))
    asked.record = words.record;
  if (given("--history"))
    asked.history = words.history;
  if (given("--save-intermediates"))
    asked.model.save_intermediates = words.save_intermediates;
  if (given("--golden-cycles"))
    asked.model.golden_cycles = words.golden_cycles;
  if (given("--save-golden-cycles"))
    asked.model.save_golden_cycles = words.save_golden_cycles;
  return run_model(std::move(asked));
}

/// A command whose words, --help too, are those of another program.
CLI::App *add_passed_on(CLI::App &app, const char *name, const char *says) {
  CLI::App *command = app.add_subcommand(name, says);
  command->prefix_command();
  command->set_help_flag();
  return command;
}

int main(int argc, char **argv) {
  std::signal(SIGPIPE, SIG_IGN); // a broken link is an error like others
  explain_lost_pages();

  CLI::App app("Seeker: from a linear-algebra model to a verified run on a "
               "Snitch cluster.");
  app.set_version_flag("--version", version);
  app.require_subcommand(1);
  app.footer("Exit codes: 0 pass, 1 the judged thing failed, 2 usage or "
             "configuration, 3 link or board.\nMore about a command: seeker "
             "COMMAND --help");
  CLI::App *compile_words = add_passed_on(
      app, "compile", "compile MODEL.mlir -o IMAGE.elf: a model to an image");
  CLI::App *explain_words = add_passed_on(
      app, "explain",
      "explain MODEL.mlir|IMAGE.elf [--json]: the L1 layout, with reasons");
  CLI::App *plan_words = add_passed_on(
      app, "plan", "plan FILE.csv --capacity BYTES: the L1 planner by itself");
  run_words words;
  CLI::App *run_command = add_run(app, words);
  const std::vector<command> others = add_others(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &problem) {
    return app.exit(problem, std::cout, std::cerr) == 0 ? 0 : usage_exit;
  }
  if (*compile_words)
    return compile(compile_words->remaining());
  if (*plan_words)
    return plan(plan_words->remaining());
  if (*explain_words)
    return explain(explain_words->remaining());
  for (const command &one : others)
    if (*one.words)
      return one.act();
  return do_run(*run_command, words);
}

} // namespace
} // namespace seeker::cli

int main(int argc, char **argv) {
  try {
    return seeker::cli::main(argc, argv);
  } catch (const std::exception &problem) {
    std::cerr << "seeker: internal error: " << problem.what() << '\n';
    return 3;
  }
}
