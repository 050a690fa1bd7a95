// Where a target listens: unix:PATH or tcp:HOST:PORT, as --listen and
// --connect take it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace seeker::transport {

struct address {
  bool unix_socket = false;
  std::string path; // of a Unix socket
  std::string host;
  std::uint16_t port = 0; // 0: any free one, for who listens
};

/// errc::usage says what is wrong.
result<address> parse_address(std::string_view text);

/// As it is parsed.
std::string to_string(const address &where);

} // namespace seeker::transport
