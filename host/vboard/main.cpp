// seeker-vboard: the board's own top in Verilator, reached as the board is.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "board.hpp"
#include "errors.hpp"
#include "faults.hpp"
#include "seeker_cfg.h"
#include "serial_line.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace {

using namespace seeker;

constexpr int exit_usage = 2;
constexpr int exit_machine = 3;
// As top.sv has them.
constexpr std::uint64_t clock_hz = 25'000'000;
constexpr std::uint64_t baud = 3'000'000;
constexpr std::string_view only_board = "ulx3s";

struct arguments {
  std::string board{only_board};
  std::string serial;
  std::string jtag;
  std::vector<std::string> faults;
};

void declare(CLI::App &app, arguments &args) {
  app.add_option("--board", args.board, "Which board")->capture_default_str();
  app.add_option("--serial", args.serial,
                 "A path that will lead to the serial line's terminal");
  app.add_option("--jtag", args.jtag,
                 "Listen for OpenOCD's remote_bitbang: a port on the loopback "
                 "interface, 0 for a free one, or unix:PATH");
  app.add_option("--fault", args.faults,
                 "Break something: stuck-clock@CYCLE, dead-serial@CYCLE, "
                 "noisy-serial@BYTES, power-cut@CYCLE");
}

void print(const nlohmann::json &line) {
  fmt::print("{}\n", line.dump());
  std::fflush(stdout);
}

int simulate(const arguments &args) {
  if (args.board != only_board)
    throw sim::usage_error(fmt::format(
        "--board {}: there is no such board in this build; there is {}",
        args.board, only_board));
  vboard::faults broken;
  for (const std::string &each : args.faults)
    vboard::add_fault(broken, each);
  vboard::board board(clock_hz, baud, broken);
  vboard::serial_line line(board, args.serial);
  nlohmann::json ready = {
      {"board", args.board},
      {"config_hash", fmt::format("{:016x}", SEEKER_CONFIG_HASH)},
      {"serial", line.terminal()}};
  if (!args.jtag.empty()) {
    line.listen_jtag(args.jtag);
    ready["jtag"] = line.jtag_listening();
  }
  print(ready);
  const auto print_statistics = [&] {
    const double busy = line.busy().count();
    print({{"cycles", board.cycle()},
           {"lamps", board.lamps()},
           {"busy_seconds", busy},
           {"cycles_per_second",
            busy > 0 ? static_cast<double>(board.cycle()) / busy : 0.0}});
  };
  try {
    line.run();
  } catch (...) {
    print_statistics();
    throw;
  }
  print_statistics();
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  std::signal(SIGPIPE, SIG_IGN);
  arguments args;
  CLI::App app("A board in Verilator: its top with a serial line and JTAG.",
               "seeker-vboard");
  declare(app, args);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : exit_usage;
  }
  try {
    return simulate(args);
  } catch (const sim::usage_error &error) {
    fmt::print(stderr, "seeker-vboard: {}\n", error.what());
    return exit_usage;
  } catch (const std::exception &error) {
    fmt::print(stderr, "seeker-vboard: {}\n", error.what());
    return exit_machine;
  }
}
