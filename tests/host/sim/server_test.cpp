// The server with a SoC of a few lines behind it: bytes, turns, and the end.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "server.hpp"

#include <algorithm>
#include <thread>

#include <gtest/gtest.h>
#include <pthread.h>

#include "process.hpp"

namespace {

using namespace seeker;
using namespace std::chrono_literals;

// Answers each byte by itself and the next one; stops at 0xFF.
class echo : public sim::soc {
public:
  void run(std::uint64_t cycles) override {
    for (; cycles != 0 && !idle(); --cycles, ++cycle_) {
      const std::byte value = *to_soc.data();
      to_soc.pop(1);
      failed_ = value == std::byte{0xFF};
      const std::byte answer[] = {
          value, static_cast<std::byte>(static_cast<unsigned>(value) + 1)};
      from_soc.push(answer);
    }
  }
  [[nodiscard]] bool idle() const override { return to_soc.empty(); }
  void reset_link() override {
    ++links;
    to_soc.clear();
    from_soc.clear();
  }
  [[nodiscard]] std::uint64_t cycle() const override { return cycle_; }
  [[nodiscard]] bool failed() const override { return failed_; }

  int links = 0;

private:
  std::uint64_t cycle_ = 0;
  bool failed_ = false;
};

class server : public testing::Test {
protected:
  // Serves in a thread of its own; the text of what it threw.
  void serve() {
    where = "unix:" + (folder / "link");
    served = std::make_unique<sim::server>(
        soc, *transport::parse_address(where), false);
    thread = std::thread([this] {
      try {
        served->run();
      } catch (const sim::machine_error &error) {
        thrown = error.what();
      }
    });
  }
  void finish() {
    thread.join();
    served.reset();
  }

  test::temporary_folder folder;
  echo soc;
  std::string where;
  std::unique_ptr<sim::server> served;
  std::thread thread;
  std::string thrown;
};

TEST_F(server, carries_bytes_both_ways_and_ends_at_a_signal) {
  serve();
  for (int n = 1; n != 4; ++n) {
    test::client link(where);
    // More than the buffers of socket and server together.
    std::vector<std::byte> bytes(3'000'000);
    for (std::size_t i = 0; i != bytes.size(); ++i)
      bytes[i] = static_cast<std::byte>(i % 200);
    std::thread sender([&] { link.send(bytes); });
    const auto got = link.take(2 * bytes.size());
    sender.join();
    ASSERT_EQ(got.size(), 2 * bytes.size());
    for (std::size_t i = 0; i != bytes.size(); ++i) {
      ASSERT_EQ(got[2 * i], bytes[i]);
      ASSERT_EQ(static_cast<unsigned>(got[2 * i + 1]),
                static_cast<unsigned>(bytes[i]) + 1);
    }
    EXPECT_EQ(soc.links, n);
  }
  ::kill(::getpid(), SIGTERM); // blocked nowhere: the server's to handle
  finish();
  EXPECT_EQ(thrown, "");
  EXPECT_FALSE(std::filesystem::exists(folder / "link"));
}

TEST_F(server, says_when_the_RTL_stops_itself) {
  serve();
  test::client link(where);
  const std::byte bytes[] = {std::byte{1}, std::byte{2}, std::byte{0xFF}};
  link.send(bytes);
  finish();
  EXPECT_EQ(thrown, "the RTL stopped itself in cycle 3: see above");
}

} // namespace
