// seeker-vboard: the board's own top in Verilator, reached as the board is.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "board.hpp"
#include "faults.hpp"
#include "program.hpp"
#include "seeker_cfg.h"
#include "serial_line.hpp"

namespace {

using namespace seeker;

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

void simulate(const arguments &args) {
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
  sim::print(ready);
  sim::run_and_tell(line, board,
                    [&] { return nlohmann::json{{"lamps", board.lamps()}}; });
}

} // namespace

int main(int argc, char **argv) {
  arguments args;
  CLI::App app("A board in Verilator: its top with a serial line and JTAG.",
               "seeker-vboard");
  declare(app, args);
  return sim::run_program(app, argc, argv, [&] { simulate(args); });
}
