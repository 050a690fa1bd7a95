// A virtual board behind a pseudo terminal, and JTAG behind a socket.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The terminal is raw, for this user alone, and stays while nobody has it open;
// a symbolic link leads to it, where one is asked for. What nobody reads is
// kept to a MiB, as in an adapter, and then lost.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "board.hpp"
#include "jtag_server.hpp"
#include "lifetime.hpp"

namespace seeker::vboard {

class serial_line {
public:
  // `link` is made, and removed at the end. Throws sim::machine_error.
  serial_line(vboard::board &on, const std::filesystem::path &link);
  ~serial_line();
  serial_line(const serial_line &) = delete;
  serial_line &operator=(const serial_line &) = delete;

  [[nodiscard]] const std::string &terminal() const { return terminal_; }
  void listen_jtag(const std::string &where);
  [[nodiscard]] std::string jtag_listening() const {
    return jtag_ ? jtag_->listening() : std::string();
  }

  // Until SIGTERM, SIGINT, the parent's end, or the board has no power. Throws
  // sim::machine_error when an assertion of the RTL or of the memory fails.
  void run();

  // Wall-clock time in which the clock ran.
  [[nodiscard]] std::chrono::duration<double> busy() const { return busy_; }

private:
  void read();
  void write();

  vboard::board &board_;
  boost::asio::io_context io_{1};
  sim::lifetime lifetime_{io_};
  boost::asio::posix::stream_descriptor host_{io_};
  std::optional<sim::jtag_server> jtag_;
  std::string terminal_;
  std::filesystem::path link_;
  int held_open_ = -1;
  bool reading_ = false;
  bool writing_ = false;
  std::vector<std::byte> in_;
  std::vector<std::byte> out_;
  std::chrono::duration<double> busy_{};
};

} // namespace seeker::vboard
