// The argument of --listen: unix:PATH or tcp:HOST:PORT.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace seeker::sim {

struct listen_address {
  bool unix_socket = false;
  std::string path; // of a Unix socket
  std::string host;
  std::uint16_t port = 0; // 0: any free one
};

// What is wrong with the command line; exit code 2.
struct usage_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// What is wrong with the machine; exit code 3.
struct machine_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws usage_error.
listen_address parse_listen_address(std::string_view text);

} // namespace seeker::sim
