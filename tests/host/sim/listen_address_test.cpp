// The argument of --listen, right and wrong.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "listen_address.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker::sim;

TEST(listen_address, takes_sockets_and_ports) {
  const auto local = parse_listen_address("unix:/run/s:1");
  EXPECT_TRUE(local.unix_socket);
  EXPECT_EQ(local.path, "/run/s:1");
  const auto tcp = parse_listen_address("tcp:localhost:65535");
  EXPECT_FALSE(tcp.unix_socket);
  EXPECT_EQ(tcp.host, "localhost");
  EXPECT_EQ(tcp.port, 65535);
  const auto six = parse_listen_address("tcp:[::1]:0");
  EXPECT_EQ(six.host, "::1");
  EXPECT_EQ(six.port, 0);
}

std::string error_of(const std::string &text) {
  try {
    parse_listen_address(text);
  } catch (const usage_error &error) {
    return error.what();
  }
  return "none";
}

TEST(listen_address, says_what_is_wrong) {
  EXPECT_EQ(error_of("pipe:x"),
            "--listen: expected unix:PATH or tcp:HOST:PORT, not 'pipe:x'");
  EXPECT_EQ(error_of("unix:"), "--listen unix: needs a path");
  EXPECT_EQ(error_of("unix:" + std::string(108, 'a')),
            "--listen: the path of a Unix socket has at most 107 bytes, this "
            "one has 108: " +
                std::string(108, 'a'));
  EXPECT_EQ(error_of("tcp:1234"),
            "--listen tcp: expected HOST:PORT, not '1234'");
  EXPECT_EQ(error_of("tcp::1234"),
            "--listen tcp: expected HOST:PORT, not ':1234'");
  for (const char *port : {"65536", "x", "", "1x", "-1"})
    EXPECT_EQ(error_of(std::string("tcp:a:") + port),
              std::string("--listen tcp: a port is 0 to 65535, not '") + port +
                  "'");
}

} // namespace
