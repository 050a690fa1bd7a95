// Options of the commands beside compile, explain, plan and run.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "other_commands.hpp"

#include "ci_case.hpp"
#include "manual.hpp"
#include "seeker/cli/commands.hpp"

#include <functional>
#include <iostream>
#include <memory>

namespace seeker::cli {
namespace {

/// Options that name files, of a command that keeps what it was asked for.
template <class Asked> class file_options {
public:
  file_options(CLI::App &words, std::shared_ptr<Asked> asked)
      : words_(words), asked_(std::move(asked)) {}
  void operator()(const char *option, std::optional<std::filesystem::path> &to,
                  const char *says) {
    words_.add_option_function<std::string>(
        option, [asked = asked_, &to](const std::string &value) { to = value; },
        says);
  }

private:
  CLI::App &words_;
  std::shared_ptr<Asked> asked_;
};

template <class Asked>
void add_suite_files(file_options<Asked> &file, suite_files &to) {
  file("--junit", to.junit, "JUnit's XML");
  file("--markdown", to.markdown, "a table for a pull request");
  file("--csv", to.csv, "a table for a spreadsheet");
  file("--html", to.html, "a folder: a page a case, and one of links");
}

/// How a lab is reached; `to` makes what is filled when an option comes.
/// Gives --lab.
CLI::Option *add_access(CLI::App &words,
                        const std::function<lab_access &()> &to,
                        const char *says) {
  const auto add = [&](const char *option, auto lab_access::*field,
                       const char *text) {
    return words.add_option_function<std::string>(
        option, [to, field](const std::string &value) { to().*field = value; },
        text);
  };
  add("--token-file", &lab_access::token_file,
      "whose first word is the lab's token");
  add("--tls-authority", &lab_access::authority,
      "PEM of who signed the lab's certificate (the system's)");
  return add("--lab", &lab_access::url, says);
}

/// Of a command that is about a lab.
std::shared_ptr<lab_access> add_access(CLI::App &words) {
  const auto asked = std::make_shared<lab_access>();
  add_access(
      words, [asked]() -> lab_access & { return *asked; },
      "http://HOST:PORT or https://HOST")
      ->default_str(asked->url);
  return asked;
}

/// Of a command that can do without; `keep` owns `access`.
void add_lab(CLI::App &words, std::optional<lab_access> &access,
             const std::shared_ptr<void> &keep) {
  CLI::Option *lab = add_access(
      words,
      [&access, keep]() -> lab_access & {
        return access ? *access : access.emplace();
      },
      "http://HOST:PORT or https://HOST: targets are leased there, and it is "
      "told of the runs");
  for (const char *option : {"--token-file", "--tls-authority"})
    words.get_option(option)->needs(lab);
}

command add_bench(CLI::App &app) {
  CLI::App *words = app.add_subcommand(
      "bench", "run the cases of a suite, compare and report them");
  const auto asked = std::make_shared<bench_options>();
  file_options file(*words, asked);
  words->add_option("SUITE", asked->suite, "SUITE.toml")->required();
  words->add_option("--only", asked->only,
                    "cases of this name, with * for any");
  file("--base", asked->base,
       "an earlier --json of this command, to compare cycles with");
  add_suite_files(file, asked->files);
  file("--history", asked->history, "a SQLite file to add the runs to");
  words->add_flag("--update-golden", asked->update_golden,
                  "write the cycles measured into the cases' golden cycles, "
                  "where the results are right");
  words->add_flag("--json", asked->json, "one JSON object on stdout");
  return {words, [asked] { return bench(*asked); }};
}

command add_tune(CLI::App &app) {
  CLI::App *words = app.add_subcommand(
      "tune", "measure the tilings that are predicted to be the fastest, and "
              "keep the best for seeker compile --tuned");
  const auto asked = std::make_shared<tune_options>();
  words->add_option("MODEL", asked->model, "MODEL.mlir")->required();
  words->add_option("-o,--output", asked->output, "TILES.json")->required();
  words->add_option("--target", asked->target, "where it runs: sim, iss (sim)");
  words
      ->add_option("--candidates", asked->candidates,
                   "tilings of each kernel to measure (4)")
      ->check(CLI::Range(1, 8));
  words->add_option("--input", asked->inputs,
                    "as of seeker run; without any, numbers are drawn");
  words->add_flag("--json", asked->json, "one JSON object on stdout");
  for (const char *option : {"--config", "--dtype-demote", "--l1-budget",
                             "--l3-budget", "--random-weights"})
    words->add_option_function<std::string>(
        option,
        [asked, option](const std::string &value) {
          asked->words.insert(asked->words.end(), {option, value});
        },
        "as of seeker compile");
  return {words, [asked] { return tune(*asked); }};
}

command add_ci_run(CLI::App &ci) {
  CLI::App *words = ci.add_subcommand(
      "run", "run a suite for CI: each case in a process of its own, faults of "
             "links and boards again");
  const auto asked = std::make_shared<ci_options>();
  file_options file(*words, asked);
  words->add_option("SUITE", asked->suite, "SUITE.toml")->required();
  words->add_option("--only", asked->only,
                    "cases of this name, with * for any");
  words->add_option("--executor", asked->executor, "where processes run: local")
      ->check(CLI::IsMember({"local"}));
  words->add_option("--jobs", asked->jobs, "so many cases at once (1)")
      ->check(CLI::Range(1u, 1024u));
  words
      ->add_option("--attempts", asked->attempts,
                   "at most, where LINK or BOARD fail (3)")
      ->check(CLI::Range(1u, 100u));
  file("--history", asked->history,
       "a SQLite file to add the attempts to: it balances shards, knows what "
       "need not run, and how often what fails by itself");
  words->add_option_function<std::string>(
      "--changed-since",
      [asked](const std::string &value) { asked->since = value; },
      "a commit: what passed there or before, by the history, with the same "
      "image, data and programs is not run again");
  words->add_option_function<std::string>(
      "--shard", [asked](const std::string &value) { asked->shard = value; },
      "I/N: this part of the suite, of N that take equally long");
  add_lab(*words, asked->lab, asked);
  add_suite_files(file, asked->files);
  words->add_flag("--json", asked->json, "one JSON object on stdout");
  return {words, [asked] { return run_ci(*asked); }};
}

/// What `ci run` starts for each attempt.
command add_ci_case(CLI::App &ci) {
  CLI::App *words = ci.add_subcommand("case", "one attempt at one case");
  words->group(""); // not for people
  const auto asked = std::make_shared<case_call>();
  file_options file(*words, asked);
  words->add_option("SUITE", asked->suite)->required();
  words->add_option("--name", asked->name)->required();
  words->add_option("--result", asked->result)->required();
  file("--page", asked->page, "");
  file("--history", asked->history, "");
  words->add_option_function<std::string>(
      "--since", [asked](const std::string &value) { asked->since = value; });
  add_lab(*words, asked->lab, asked);
  return {words, [asked] { return run_ci_case(*asked); }};
}

command add_history(CLI::App &app) {
  CLI::App *words = app.add_subcommand("history", "show the runs of a history");
  const auto asked = std::make_shared<history_options>();
  words->add_option("FILE", asked->file, "what --history wrote")->required();
  words->add_option_function<std::string>(
      "--model", [asked](const std::string &value) { asked->model = value; },
      "of this model");
  words->add_option("--last", asked->last, "so many (20)")
      ->check(CLI::Range(1u, 1'000'000u));
  words->add_flag("--json", asked->json, "one JSON object on stdout");
  return {words, [asked] { return show_history(*asked); }};
}

command add_debug(CLI::App &app) {
  CLI::App *words = app.add_subcommand(
      "debug", "load a program, halt it before it starts, and give it to GDB");
  const auto asked = std::make_shared<debug_options>();
  words->add_option("IMAGE", asked->image, "an image, or any bare-metal ELF")
      ->required();
  words->add_option("--target", asked->target, "where it runs: sim")
      ->required();
  words->add_option_function<std::string>(
      "--config",
      [asked](const std::string &value) { asked->configuration = value; },
      "configuration, NAME or FILE.json (the image's own, or default)");
  words->add_option_function<std::uint32_t>(
      "--hart", [asked](std::uint32_t value) { asked->hart = value; },
      "debug this hart alone while the others run (all, as threads)");
  words->add_option_function<std::string>(
      "--script", [asked](const std::string &value) { asked->script = value; },
      "GDB's commands in a file: they are executed, and everything ends");
  words
      ->add_option("--command", asked->commands,
                   "a command for GDB, before the prompt or the script")
      ->allow_extra_args(false);
  words->add_option_function<std::string>(
      "--openocd-log",
      [asked](const std::string &value) { asked->log = value; },
      "a file for what OpenOCD has said");
  return {words, [asked] { return debug(*asked); }};
}

command add_lab_serve(CLI::App &app) {
  CLI::App *words =
      app.add_subcommand("serve", "the server: leases, queue, history, a page");
  const auto asked = std::make_shared<lab_serve_options>();
  file_options file(*words, asked);
  words
      ->add_option("--listen", asked->listen,
                   "ADDRESS:PORT, port 0 for any that is free; other addresses "
                   "than loopback take --users and TLS")
      ->capture_default_str();
  words->add_option("--state", asked->state, "a folder for what it remembers")
      ->required();
  words
      ->add_option("--resources", asked->resources,
                   "LAB.toml: [[resource]] name, target, capabilities")
      ->required();
  file("--users", asked->users, "lines NAME SHA256-OF-TOKEN RIGHT...");
  file("--tls-certificate", asked->certificate, "PEM");
  file("--tls-key", asked->key, "PEM");
  return {words, [asked] { return lab_serve(*asked); }};
}

command add_lab_status(CLI::App &app) {
  CLI::App *words = app.add_subcommand("status", "resources and the queue");
  const auto asked = add_access(*words);
  const auto as_json = std::make_shared<bool>(false);
  words->add_flag("--json", *as_json, "one JSON object on stdout");
  return {words, [=] { return lab_status(*asked, *as_json); }};
}

command add_lab_manage(CLI::App &app, const std::string &what) {
  CLI::App *words = app.add_subcommand(
      what, what == "drain" ? "take a resource out of use"
                            : "take a drained resource back into use");
  const auto asked = add_access(*words);
  const auto resource = std::make_shared<std::string>();
  const auto reason = std::make_shared<std::string>("by hand");
  words->add_option("RESOURCE", *resource)->required();
  if (what == "drain")
    words->add_option("--reason", *reason, "for people")->capture_default_str();
  return {words, [=] { return lab_manage(*asked, what, *resource, *reason); }};
}

command add_doctor(CLI::App &app) {
  CLI::App *words = app.add_subcommand(
      "doctor", "look at what is installed, and say what to do");
  const auto json = std::make_shared<bool>(false);
  words->add_flag("--json", *json, "one JSON object on stdout");
  return {words, [json] { return doctor(*json); }};
}

command add_replay(CLI::App &app) {
  CLI::App *words = app.add_subcommand(
      "replay", "play a recorded session on a target, and compare");
  const auto asked = std::make_shared<replay_options>();
  words->add_option("DIR", asked->folder, "what run --record wrote")
      ->required();
  words->add_option("--target", asked->target, "where it runs: sim, iss")
      ->required();
  words->add_option("--timeout", asked->timeout,
                    "a program that takes longer hangs (600s)");
  words->add_flag("--json", asked->json, "one JSON object on stdout");
  return {words, [asked] { return replay(*asked); }};
}

command add_trace(CLI::App &app) {
  CLI::App *words = app.add_subcommand(
      "trace", "add up what run --trace wrote: where cycles went, what waited");
  const auto asked = std::make_shared<trace_options>();
  words->add_option("FILE", asked->file, "a Chrome trace of seeker-sim")
      ->required();
  words->add_option("--top", asked->top, "so many of the longest waits (10)")
      ->check(CLI::Range(0u, 1'000'000u));
  words->add_flag("--json", asked->json, "one JSON object on stdout");
  return {words, [asked] { return show_trace(*asked); }};
}

} // namespace

std::vector<command> add_others(CLI::App &app) {
  CLI::App *lab =
      app.add_subcommand("lab", "boards and simulations that many share");
  lab->require_subcommand(1);
  CLI::App *ci = app.add_subcommand("ci", "suites of runs for CI");
  ci->require_subcommand(1);
  std::vector<command> made = {
      add_bench(app),      add_tune(app),       add_ci_run(*ci),
      add_ci_case(*ci),    add_history(app),    add_replay(app),
      add_trace(app),      add_debug(app),      add_doctor(app),
      add_lab_serve(*lab), add_lab_status(*lab)};
  for (const char *what : {"drain", "undrain"})
    made.push_back(add_lab_manage(*lab, what));
  const auto print =
      [&app](std::string (*text)(const CLI::App &, std::string_view)) {
        return [&app, text] {
          std::cout << text(app, compiler_help()) << std::flush;
          return 0;
        };
      };
  made.push_back(
      {app.add_subcommand("completion", "bash completion: eval \"$(seeker "
                                        "completion)\""),
       print(bash_completion)});
  made.push_back({app.add_subcommand("man", "the manual page: seeker man | "
                                            "man -l -"),
                  print(manual_page)});
  return made;
}

} // namespace seeker::cli
