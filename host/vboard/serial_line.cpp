// The pseudo terminal, the debugger's socket and the clock in one loop.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "serial_line.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <span>
#include <termios.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include "errors.hpp"

namespace seeker::vboard {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// Cycles between two looks at the terminal, less for a debugger, which waits
// for every answer.
constexpr std::uint64_t cycles_a_turn = 512;
constexpr std::uint64_t cycles_a_debugged_turn = 8;
constexpr std::size_t read_bytes = 4096;
constexpr std::size_t to_board_limit = 1 << 14;
constexpr std::size_t from_board_limit = 1 << 20;

[[noreturn]] void no_terminal(const char *what) {
  throw sim::machine_error(fmt::format("cannot make a pseudo terminal: {}: {}",
                                       what, std::strerror(errno)));
}

} // namespace

serial_line::serial_line(vboard::board &on, const std::filesystem::path &link)
    : board_(on), in_(read_bytes) {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0)
    no_terminal("posix_openpt");
  host_.assign(master);
  if (::grantpt(master) != 0 || ::unlockpt(master) != 0)
    no_terminal("unlockpt");
  char name[128];
  if (::ptsname_r(master, name, sizeof name) != 0)
    no_terminal("ptsname");
  terminal_ = name;
  // While we hold it open ourselves, it outlives those who come and go.
  held_open_ = ::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  termios how{};
  if (held_open_ < 0 || ::tcgetattr(held_open_, &how) != 0)
    no_terminal(name);
  ::cfmakeraw(&how);
  if (::tcsetattr(held_open_, TCSANOW, &how) != 0)
    no_terminal(name);
  if (link.empty())
    return;
  std::error_code problem;
  std::filesystem::create_symlink(terminal_, link, problem);
  if (problem)
    throw sim::machine_error(fmt::format("cannot make the link {}: {}",
                                         link.string(), problem.message()));
  link_ = std::filesystem::absolute(link);
}

serial_line::~serial_line() {
  std::error_code ignored;
  if (!link_.empty())
    std::filesystem::remove(link_, ignored);
  if (held_open_ >= 0)
    ::close(held_open_);
}

void serial_line::listen_jtag(const std::string &where) {
  jtag_.emplace(io_, board_, where);
}

void serial_line::read() {
  if (reading_ || board_.to_soc.size() >= to_board_limit)
    return;
  reading_ = true;
  host_.async_read_some(
      asio::buffer(in_), [this](error_code error, std::size_t count) {
        reading_ = false;
        if (error)
          return; // the terminal is ours: it fails with the process
        board_.to_soc.push(std::span(in_).first(count));
        read();
      });
}

void serial_line::write() {
  if (writing_ || board_.from_soc.empty()) {
    if (board_.from_soc.size() > from_board_limit)
      board_.from_soc.clear();
    return;
  }
  writing_ = true;
  out_ = board_.from_soc.take();
  asio::async_write(host_, asio::buffer(out_), [this](error_code, std::size_t) {
    writing_ = false;
    write();
  });
}

void serial_line::run() {
  while (!lifetime_.is_over() && !board_.failed() && board_.has_power()) {
    read();
    write();
    if (board_.idle()) {
      io_.run_one();
    } else {
      const auto begin = std::chrono::steady_clock::now();
      board_.run(jtag_ && jtag_->has_client() ? cycles_a_debugged_turn
                                              : cycles_a_turn);
      busy_ += std::chrono::steady_clock::now() - begin;
    }
    io_.poll();
  }
  if (board_.failed())
    throw sim::machine_error(fmt::format(
        "the board stopped itself in cycle {}: see above", board_.cycle()));
  if (!board_.has_power())
    throw sim::machine_error(
        fmt::format("the power was cut in cycle {}", board_.cycle()));
}

} // namespace seeker::vboard
