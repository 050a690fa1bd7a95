// OpenOCD as a supervised child: it examines the harts, halts some, serves GDB.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/target/child.hpp"

#include <cstdint>
#include <optional>

namespace seeker::debug {

struct openocd_options {
  std::filesystem::path program = "/usr/bin/openocd";
  /// remote_bitbang on a Unix socket.
  std::filesystem::path socket;
  std::uint32_t harts = 1;
  /// Only this one is halted and debugged; else all are.
  std::optional<std::uint32_t> hart;
  std::chrono::milliseconds ready_within{30'000};
};

class openocd {
public:
  /// Gives one that has halted the harts and waits for GDB.
  static task<openocd> start(const openocd_options &options);

  /// Where GDB connects on the loopback interface.
  std::uint16_t port() const { return port_; }
  std::string log() const { return child_.said(); }
  /// How it ended, or nothing while it runs.
  std::optional<std::string> ended() { return child_.ended(); }
  void stop();

private:
  openocd(target::child child, std::uint16_t port)
      : child_(std::move(child)), port_(port) {}

  target::child child_;
  std::uint16_t port_;
};

/// What a log says when OpenOCD is ready: the port for GDB.
std::optional<std::uint16_t> gdb_port_in(std::string_view log);

/// The lines of a log that report errors.
std::vector<std::string> errors_in(std::string_view log);

} // namespace seeker::debug
