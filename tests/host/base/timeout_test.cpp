// The timeout primitive: what ends first wins, and the loser has ended.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/timeout.hpp"

#include "../support/fake_link.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using namespace std::chrono_literals;
namespace asio = boost::asio;

task<int> after(std::chrono::milliseconds delay, bool &ended) {
  struct mark {
    bool &ended;
    ~mark() { ended = true; }
  } at_end{ended};
  asio::steady_timer timer(co_await asio::this_coro::executor, delay);
  co_await timer.async_wait(asio::use_awaitable);
  co_return 7;
}

const error late = {errc::board, "too late"};

TEST(Timeout, GivesTheResultInTime) {
  asio::io_context context;
  bool ended = false;
  const auto got = fake::await(context, within(10s, after(1ms, ended), late));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, 7);
}

TEST(Timeout, CancelsWhatIsLate) {
  asio::io_context context;
  bool ended = false;
  const auto got = fake::await(context, within(5ms, after(1h, ended), late));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message, "too late");
  EXPECT_TRUE(ended);
}

TEST(Timeout, PassesErrorsOn) {
  asio::io_context context;
  const auto failing = []() -> task<int> {
    co_return fail(errc::file, "no such thing");
  };
  const auto got = fake::await(context, within(10s, failing(), late));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message, "no such thing");
}

} // namespace
