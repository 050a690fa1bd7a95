// Addresses of targets, right and wrong.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/transport/address.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using transport::parse_address;

TEST(Address, TakesSocketsAndPorts) {
  const auto local = parse_address("unix:/run/s:1");
  ASSERT_TRUE(local);
  EXPECT_TRUE(local->unix_socket);
  EXPECT_EQ(local->path, "/run/s:1");
  const auto tcp = parse_address("tcp:localhost:65535");
  ASSERT_TRUE(tcp);
  EXPECT_FALSE(tcp->unix_socket);
  EXPECT_EQ(tcp->host, "localhost");
  EXPECT_EQ(tcp->port, 65535);
  const auto six = parse_address("tcp:[::1]:0");
  ASSERT_TRUE(six);
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(six->port, 0);
}

TEST(Address, PrintsWhatItParses) {
  for (const char *text :
       {"unix:/run/s:1", "tcp:localhost:65535", "tcp:[::1]:0"})
    EXPECT_EQ(transport::to_string(*parse_address(text)), text);
}

std::string error_of(const std::string &text) {
  const auto made = parse_address(text);
  if (made)
    return "none";
  EXPECT_EQ(made.error().code, errc::usage);
  return made.error().message;
}

TEST(Address, SaysWhatIsWrong) {
  EXPECT_EQ(error_of("pipe:x"),
            "expected unix:PATH or tcp:HOST:PORT, not 'pipe:x'");
  EXPECT_EQ(error_of("unix:"), "unix: needs a path");
  EXPECT_EQ(error_of("unix:" + std::string(108, 'a')),
            "the path of a Unix socket has at most 107 bytes, this one has "
            "108: " +
                std::string(108, 'a'));
  EXPECT_EQ(error_of("tcp:1234"), "tcp: expected HOST:PORT, not '1234'");
  EXPECT_EQ(error_of("tcp::1234"), "tcp: expected HOST:PORT, not ':1234'");
  for (const char *port : {"65536", "x", "", "1x", "-1"})
    EXPECT_EQ(error_of(std::string("tcp:a:") + port),
              std::string("tcp: a port is 0 to 65535, not '") + port + "'");
}

} // namespace
