// The lab's server: HTTP and WebSocket by Boost.Beast, with TLS where asked.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// On loopback without users it serves whoever reaches it; another address is
// refused without users and TLS. Headers are at most 16 KiB, bodies
// max_body_bytes, a request takes at most 30 s, at most `most_connections` at
// once. A watcher that reads slowly misses states, never the last one.
#pragma once

#include "seeker/lab/api.hpp"

namespace seeker::lab {

struct server_options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;                                // 0: any that is free
  std::optional<std::filesystem::path> certificate, key; // PEM
  std::size_t most_connections = 512;
};

/// The machine's boot clock, and what tells its boots apart.
std::int64_t boot_clock_ms();
std::string boot_id();

/// Until it is cancelled. `ready` is told the port when it listens.
task<void> serve(api &on, const server_options &chosen, bool has_users,
                 const std::function<void(std::uint16_t)> &ready);

} // namespace seeker::lab
