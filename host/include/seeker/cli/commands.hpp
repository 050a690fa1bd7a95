// The commands of the program `seeker`; each gives the process's exit code.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/history/history.hpp"
#include "seeker/run/model.hpp"
#include "seeker/run/raw.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace seeker::cli {

struct run_options {
  run::model_options model;
  std::string target;
  target::wishes wishes;
  bool json = false;
  std::optional<std::filesystem::path> html, history, record; // to write
};
int run_model(run_options asked);

/// A run as far as it came.
struct ran {
  run::outcome known;
  result<void> done;
  nlohmann::json kernels; // of the image
};
/// Runs a model; nothing is printed but what the program prints.
ran execute(run_options asked);
/// As `seeker run --json` prints it.
nlohmann::json report_of(const ran &made);
/// Adds a run to a history; gives the model's last runs, this one too.
result<std::vector<history::entry>> note(const std::filesystem::path &file,
                                         const ran &made);

/// Where a suite's reports go; `html` is a folder.
struct suite_files {
  std::optional<std::filesystem::path> junit, markdown, csv, html;
};

/// What `seeker bench` was asked for.
struct bench_options {
  std::filesystem::path suite;
  std::string only = "*";
  suite_files files;
  std::optional<std::filesystem::path> base, history;
  bool update_golden = false;
  bool json = false;
};
int bench(const bench_options &asked);

/// How a lab is reached.
struct lab_access {
  std::string url = "http://127.0.0.1:8420";
  std::optional<std::filesystem::path> token_file, authority;
};

/// What `seeker ci run` was asked for.
struct ci_options {
  std::filesystem::path suite;
  std::string only = "*";
  std::string executor = "local";
  suite_files files;
  std::optional<std::filesystem::path> history;
  std::optional<std::string> since; // a commit, by any name
  std::optional<std::string> shard; // "I/N"
  std::optional<lab_access> lab;    // whose leases, and who hears of runs
  unsigned jobs = 1;
  unsigned attempts = 3; // where LINK or BOARD fail
  bool json = false;
};
int run_ci(const ci_options &asked);

/// The last runs of a history.
struct history_options {
  std::filesystem::path file;
  std::optional<std::string> model;
  std::uint32_t last = 20;
  bool json = false;
};
int show_history(const history_options &asked);

/// A recording, on a target.
struct replay_options {
  std::filesystem::path folder;
  std::string target;
  std::string timeout = "600s";
  bool json = false;
};
int replay(const replay_options &asked);

/// What a trace comes to.
struct trace_options {
  std::filesystem::path file;
  std::uint32_t top = 10;
  bool json = false;
};
int show_trace(const trace_options &asked);

/// A program under GDB, and all that it takes.
struct debug_options {
  std::filesystem::path image;
  std::string target;
  std::optional<std::string> configuration;
  std::optional<std::uint32_t> hart;
  std::optional<std::filesystem::path> script, log;
  std::vector<std::string> commands;
};
int debug(const debug_options &asked);

/// What is installed, what works, and what to do about the rest.
int doctor(bool json);

struct run_raw_options {
  run::raw_options raw;
  std::string target;
  target::wishes wishes;
  bool json = false;
  bool stats = false;
};
int run_raw(run_raw_options asked);

/// Becomes seeker-compile; returns only when that fails.
int compile(const std::vector<std::string> &arguments);
int plan(const std::vector<std::string> &arguments);
int explain(const std::vector<std::string> &arguments);
/// What the compiler says of its options; nothing when it cannot be asked.
std::string compiler_help();
/// Compiles a model to an image; the compiler's words go to stderr.
result<void> compile_to(const std::filesystem::path &model,
                        const std::vector<std::string> &words,
                        const std::filesystem::path &image);

/// What `seeker explain --json` prints of a model that fits.
result<void> explain_model(const std::filesystem::path &model,
                           const std::vector<std::string> &words,
                           nlohmann::json &into);

/// What `seeker tune` was asked for.
struct tune_options {
  std::filesystem::path model;
  std::filesystem::path output; // of the tiles
  std::string target = "sim";
  unsigned candidates = 4; // of each kernel
  std::vector<std::string> inputs;
  std::vector<std::string> words; // for the compiler
  bool json = false;
};
int tune(const tune_options &asked);

/// What `seeker lab serve` was asked for.
struct lab_serve_options {
  std::string listen = "127.0.0.1:8420";
  std::filesystem::path state, resources;
  std::optional<std::filesystem::path> users, certificate, key;
};
int lab_serve(const lab_serve_options &asked);

int lab_status(const lab_access &asked, bool json);
/// `what` is drain or undrain.
int lab_manage(const lab_access &asked, const std::string &what,
               const std::string &resource, const std::string &reason);

/// Prints an error for people on stderr, and with `json` for programs on
/// stdout. Gives its exit code.
int report_error(const error &cause, bool json);

/// "60s", "500ms", "5m", "1h"; a bare number counts seconds.
result<std::chrono::milliseconds> parse_duration(std::string_view text);

} // namespace seeker::cli
