// What the simulations' programs have in common: their beginning and their end.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exit codes: 0, 2 for the command line, 3 for the machine. One line of JSON on
// stdout when a simulation listens, one of statistics at its end.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdio>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "errors.hpp"

namespace seeker::sim {

inline void print(const nlohmann::json &line) {
  fmt::print("{}\n", line.dump());
  std::fflush(stdout);
}

/// Runs `server` to its end, however it comes, and prints cycles and speed of
/// `model`, with what is `known` besides.
template <class Server, class Model, class Known>
void run_and_tell(Server &server, const Model &model, const Known &known) {
  const auto tell = [&] {
    const double busy = server.busy().count();
    nlohmann::json line{
        {"cycles", model.cycle()},
        {"busy_seconds", busy},
        {"cycles_per_second",
         busy > 0 ? static_cast<double>(model.cycle()) / busy : 0.0}};
    line.update(known());
    print(line);
  };
  try {
    server.run();
  } catch (...) {
    tell();
    throw;
  }
  tell();
}

/// A program's main: parses, acts, says what went wrong.
template <class Act>
int run_program(CLI::App &app, int argc, char **argv, const Act &act) {
  constexpr int exit_usage = 2;
  constexpr int exit_machine = 3;
  std::signal(SIGPIPE, SIG_IGN);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : exit_usage;
  }
  try {
    act();
    return 0;
  } catch (const usage_error &error) {
    fmt::print(stderr, "{}: {}\n", app.get_name(), error.what());
    return exit_usage;
  } catch (const std::exception &error) {
    fmt::print(stderr, "{}: {}\n", app.get_name(), error.what());
    return exit_machine;
  }
}

} // namespace seeker::sim
