// Broken links: pauses, ends, and that a link made anew meets the next faults.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/transport/chaos.hpp"

#include "../support/fake_link.hpp"

#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace seeker;
namespace asio = boost::asio;

std::shared_ptr<transport::chaos> chaos_of(std::string_view text,
                                           std::uint64_t seed = 1) {
  return std::make_shared<transport::chaos>(*transport::parse_chaos(text),
                                            seed);
}

task<std::uint64_t> write_all(transport::stream &link, std::size_t count) {
  const std::vector<std::byte> bytes(count);
  std::span<const std::byte> rest = bytes;
  while (!rest.empty()) {
    result<std::size_t> n = co_await link.write_some(rest);
    if (!n)
      co_return n.error();
    rest = rest.subspan(*n);
  }
  co_return count;
}

/// Writes until the link ends; gives how many bytes went in.
std::uint64_t
bytes_until_reset(asio::io_context &context,
                  const std::shared_ptr<transport::chaos> &wrong) {
  auto [here, there] =
      transport::make_loopback(context.get_executor(), 64 << 20);
  const auto link =
      transport::break_link(context.get_executor(), std::move(here), wrong);
  std::uint64_t bytes = 0;
  while (fake::await(context, write_all(*link, 1024)))
    bytes += 1024;
  return bytes;
}

TEST(Chaos, AWriteAfterTheCutFails) {
  asio::io_context context;
  const auto wrong = chaos_of("cut=5000");
  EXPECT_EQ(bytes_until_reset(context, wrong), 4096u);
  EXPECT_TRUE(wrong->is_cut());
}

TEST(Chaos, ALinkMadeAnewMeetsTheNextFault) {
  asio::io_context context;
  const auto wrong = chaos_of("reset=10");
  const std::uint64_t first = bytes_until_reset(context, wrong);
  const std::uint64_t second = bytes_until_reset(context, wrong);
  EXPECT_NE(first, second);
  EXPECT_FALSE(wrong->is_cut());
  EXPECT_EQ(wrong->counts()[static_cast<std::size_t>(transport::fault::reset)],
            2u);
}

TEST(Chaos, SilenceSwallows) {
  asio::io_context context;
  auto [here, there] = transport::make_loopback(context.get_executor());
  const auto link = transport::break_link(
      context.get_executor(), std::move(here), chaos_of("silence=0"));
  EXPECT_TRUE(fake::await(context, write_all(*link, 1 << 20)));
}

TEST(Chaos, PausesLetTimePass) {
  asio::io_context context;
  auto [here, there] =
      transport::make_loopback(context.get_executor(), 1 << 20);
  const auto link = transport::break_link(
      context.get_executor(), std::move(here), chaos_of("stall=1000:20ms"));
  const auto before = std::chrono::steady_clock::now();
  ASSERT_TRUE(fake::await(context, write_all(*link, 16 << 10)));
  EXPECT_GE(std::chrono::steady_clock::now() - before, 20ms);
}

TEST(Chaos, CloseEndsAPause) {
  asio::io_context context;
  auto [here, there] =
      transport::make_loopback(context.get_executor(), 1 << 20);
  const auto link = transport::break_link(
      context.get_executor(), std::move(here), chaos_of("stall=10000:60000ms"));
  asio::steady_timer soon(context, 10ms);
  soon.async_wait([&](boost::system::error_code) { link->close(); });
  const auto wrote = fake::await(context, write_all(*link, 64 << 10));
  ASSERT_FALSE(wrote);
  EXPECT_EQ(wrote.error().message, "the link was closed");
}

} // namespace
