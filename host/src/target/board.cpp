// Finds a board's serial line, or starts its virtual twin.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/board.hpp"

#include "seeker/base/file.hpp"
#include "seeker/base/timeout.hpp"

namespace seeker::target {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto poll_every = 5ms;
constexpr auto end_within = 2s;
// The board's receiver holds 16 KiB (rtl/board/uart_queue.sv).
constexpr std::size_t window_bytes = 8 * 1024;
constexpr std::size_t window_frames = 32;
// A frame of 4 KiB takes 14 ms on the line, and up to seconds in simulation.
constexpr auto board_answers_within = 2s;
constexpr auto vboard_answers_within = 8s;
constexpr unsigned attempts = 3;

wishes for_serial(wishes wanted, bool is_virtual) {
  wanted.session.window_bytes = window_bytes;
  wanted.session.window_frames = window_frames;
  wanted.session.attempts = attempts;
  wanted.session.answer_timeout =
      is_virtual ? vboard_answers_within : board_answers_within;
  return wanted;
}

} // namespace

result<target_ptr> board_target::make(const std::string &name, bool is_virtual,
                                      asio::any_io_executor executor,
                                      wishes wanted) {
  for (const auto &[option, given] :
       {std::pair("--wave", !!wanted.wave), std::pair("--dump", !!wanted.dump),
        std::pair("--trace", !!wanted.trace),
        std::pair("--instructions", !!wanted.instructions),
        std::pair("--monitor", wanted.monitor == true),
        std::pair("--connect", !!wanted.connect)})
    if (given)
      return fail(errc::unsupported,
                  "{}: a board cannot do that; --target sim can", option);
  auto of = board::load(name);
  if (!of)
    return of.error();
  if (of->kind != "fpga")
    return fail(errc::unsupported, "board {} is a simulation: --target sim",
                of->name);
  wanted = for_serial(std::move(wanted), is_virtual);
  return target_ptr(new board_target(*std::move(of), is_virtual,
                                     std::move(executor), std::move(wanted)));
}

board_target::board_target(board::description of, bool is_virtual,
                           asio::any_io_executor executor, wishes wanted)
    : supervised_target(std::move(executor), wanted,
                        program_folder() / "seeker-vboard", "the virtual board",
                        end_within),
      of_(std::move(of)), is_virtual_(is_virtual),
      kind_((is_virtual ? "vboard:" : "board:") + of_.name),
      wanted_(std::move(wanted)) {}

result<void> board_target::spawn() {
  if (auto found = find_program(); !found)
    return found;
  auto folder = temporary_folder::make("the terminal");
  if (!folder)
    return folder.error();
  folder_.emplace(*std::move(folder));
  std::vector<std::string> words{"--board", of_.name, "--serial",
                                 (folder_->path() / "serial").string()};
  if (wanted_.jtag) {
    words.emplace_back("--jtag");
    words.push_back("unix:" + wanted_.jtag->string());
  }
  for (const std::string &fault : wanted_.faults) {
    words.emplace_back("--fault");
    words.push_back(fault);
  }
  return run_program(words);
}

task<transport::stream_ptr> board_target::terminal() {
  const std::filesystem::path link = folder_->path() / "serial";
  while (true) {
    std::error_code ec;
    if (std::filesystem::exists(link, ec)) {
      // JTAG listens a moment later, and the terminal stays without its link.
      const bool ready =
          !wanted_.jtag || std::filesystem::exists(*wanted_.jtag, ec);
      if (ready)
        co_return co_await transport::open_serial(link, of_.serial.baud);
    }
    if (auto ended = ended_before_it("was ready"))
      co_return *ended;
    co_await pause(poll_every);
  }
}

task<transport::stream_ptr> board_target::connect() {
  if (!is_virtual_) {
    result<std::filesystem::path> device = board::find_serial(of_);
    if (!device)
      co_return device.error();
    co_return co_await transport::open_serial(*device, of_.serial.baud);
  }
  result<void> spawned = spawn();
  if (!spawned)
    co_return spawned.error();
  const double seconds =
      std::chrono::duration<double>(wanted_.ready_within).count();
  const error late = fail(errc::board, "{} is not ready after {} s",
                          program().string(), seconds);
  co_return co_await within(wanted_.ready_within, terminal(), late);
}

task<wire::identity> board_target::open() {
  result<wire::identity> who = co_await link_target::open();
  if (!who)
    co_return who.error();
  const auto configuration = config::load(of_.configuration);
  if (!configuration)
    co_return configuration.error();
  if (who->configuration_hash != configuration->hash)
    co_return fail(errc::mismatch,
                   "the bitstream on board {} is of configuration {:016x}; its "
                   "board.toml says {}, {:016x}",
                   of_.name, who->configuration_hash, of_.configuration,
                   configuration->hash);
  co_return who;
}

} // namespace seeker::target
