// Links: bytes pass in order, ends are noticed, errors name the place.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/transport/stream.hpp"

#include "../support/fake_link.hpp"
#include "../support/temporary_folder.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

namespace {

using namespace seeker;
namespace asio = boost::asio;

task<std::string> read_all(transport::stream &link, std::size_t count) {
  std::string text;
  while (text.size() < count) {
    std::array<std::byte, 7> buffer;
    result<std::size_t> n = co_await link.read_some(buffer);
    if (!n)
      co_return n.error();
    text.append(reinterpret_cast<const char *>(buffer.data()), *n);
  }
  co_return text;
}

task<std::string> echo_through(transport::stream &link, std::string text) {
  std::span<const std::byte> rest = fake::bytes_of(text);
  while (!rest.empty()) {
    result<std::size_t> n = co_await link.write_some(rest);
    if (!n)
      co_return n.error();
    rest = rest.subspan(*n);
  }
  co_return co_await read_all(link, text.size());
}

/// Answers the first connection with what it receives, `count` bytes in all.
template <class Acceptor>
asio::awaitable<void> echo_once(Acceptor &acceptor, std::size_t count) {
  auto socket = co_await acceptor.async_accept(asio::use_awaitable);
  std::array<char, 5> buffer;
  while (count != 0) {
    const std::size_t n = co_await socket.async_read_some(asio::buffer(buffer),
                                                          asio::use_awaitable);
    co_await socket.async_write_some(asio::buffer(buffer, n),
                                     asio::use_awaitable);
    count -= n;
  }
}

TEST(Loopback, PassesBytesUnderBackPressure) {
  asio::io_context context;
  auto [here, there] = transport::make_loopback(context.get_executor(), 16);
  const std::string text(1000, 'x');
  bool written = false;
  asio::co_spawn(
      context,
      [](transport::stream &link, const std::string &text,
         bool &written) -> asio::awaitable<void> {
        std::span<const std::byte> rest = fake::bytes_of(text);
        while (!rest.empty()) {
          result<std::size_t> n = co_await link.write_some(rest);
          EXPECT_TRUE(n);
          EXPECT_LE(*n, 16u);
          rest = rest.subspan(*n);
        }
        written = true;
      }(*here, text, written),
      asio::detached);
  const auto got = fake::await(context, read_all(*there, 1000));
  ASSERT_TRUE(got);
  EXPECT_EQ(*got, text);
  EXPECT_TRUE(written);
}

TEST(Loopback, WhatWasSentBeforeTheEndArrives) {
  asio::io_context context;
  auto [here, there] = transport::make_loopback(context.get_executor());
  ASSERT_TRUE(fake::await(context, here->write_some(fake::bytes_of("last"))));
  here.reset();
  EXPECT_EQ(*fake::await(context, read_all(*there, 4)), "last");
  const auto more = fake::await(context, read_all(*there, 1));
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, errc::link_lost);
  EXPECT_FALSE(fake::await(context, there->write_some(fake::bytes_of("x"))));
}

TEST(Socket, UnixEchoesAndEnds) {
  asio::io_context context;
  fake::temporary_folder folder;
  asio::local::stream_protocol::acceptor acceptor(context,
                                                  {(folder / "link").string()});
  asio::co_spawn(context, echo_once(acceptor, 11), asio::detached);
  auto link = fake::await(context, transport::connect_unix(folder / "link"));
  ASSERT_TRUE(link) << link.error().message;
  EXPECT_EQ(*fake::await(context, echo_through(**link, "hello there")),
            "hello there");
  const auto end = fake::await(context, read_all(**link, 1));
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().message, "the other side closed the link");
  (*link)->close();
  EXPECT_EQ(fake::await(context, read_all(**link, 1)).error().code,
            errc::link_lost);
}

TEST(Socket, TcpEchoes) {
  asio::io_context context;
  asio::ip::tcp::acceptor acceptor(context,
                                   {asio::ip::address_v4::loopback(), 0});
  asio::co_spawn(context, echo_once(acceptor, 5), asio::detached);
  auto link = fake::await(
      context,
      transport::connect_tcp("127.0.0.1", acceptor.local_endpoint().port()));
  ASSERT_TRUE(link) << link.error().message;
  EXPECT_EQ(*fake::await(context, echo_through(**link, "hello")), "hello");
}

TEST(Socket, NamesWhatItCannotReach) {
  asio::io_context context;
  fake::temporary_folder folder;
  const auto missing =
      fake::await(context, transport::connect_unix(folder / "none"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "cannot connect to " +
                                         (folder / "none").string() +
                                         ": No such file or directory");
  const std::string longer(200, 'x');
  EXPECT_EQ(fake::await(context, transport::connect_unix("/" + longer))
                .error()
                .message,
            "socket path /" + longer + " has 201 bytes, at most 107 fit");
  std::uint16_t port = 0;
  {
    asio::ip::tcp::acceptor unused(context,
                                   {asio::ip::address_v4::loopback(), 0});
    port = unused.local_endpoint().port();
  }
  EXPECT_EQ(
      fake::await(context, transport::connect_tcp("127.0.0.1", port))
          .error()
          .message,
      fmt::format("cannot connect to 127.0.0.1:{}: Connection refused", port));
}

TEST(Tcp, NamesThatNobodyHasAreNotFound) {
  boost::asio::io_context context;
  auto address = transport::parse_address("tcp:nobody.invalid:1");
  ASSERT_TRUE(address);
  const auto made = fake::await(context, transport::connect(*address));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, errc::link_lost);
  EXPECT_TRUE(made.error().message.starts_with("cannot find nobody.invalid: "))
      << made.error().message;
}

} // namespace
