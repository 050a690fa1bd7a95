// A coroutine a connection, one for the clock, all on one thread.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/lab/server.hpp"

#include "seeker/base/timeout.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <ctime>
#include <fstream>
#include <set>

namespace seeker::lab {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using namespace std::chrono_literals;
using tcp = asio::ip::tcp;
using plain_stream = beast::tcp_stream;
using tls_stream = beast::ssl_stream<beast::tcp_stream>;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr auto request_within = 30s;
constexpr auto advance_every = 100ms;
constexpr std::size_t max_header_bytes = 16 << 10;
constexpr std::size_t max_message_bytes = 4
                                          << 10; // watchers have little to say

/// What all connections share; it outlives them.
struct hall {
  api &on;
  const std::size_t most;
  std::size_t connections = 0;
  std::uint64_t version = 0; // of the state that watchers are told
  std::set<asio::steady_timer *> waking;

  void changed() {
    ++version;
    for (asio::steady_timer *each : waking)
      each->cancel();
  }
};

/// Sends the state when it has changed, until the watcher goes.
template <class Stream>
asio::awaitable<void> watch(Stream stream, request asked,
                            std::shared_ptr<hall> in) {
  websocket::stream<Stream> socket(std::move(stream));
  beast::get_lowest_layer(socket).expires_never();
  socket.set_option(
      websocket::stream_base::timeout::suggested(beast::role_type::server));
  socket.read_message_max(max_message_bytes);
  const auto protocol = asked.find(http::field::sec_websocket_protocol);
  if (protocol != asked.end()) {
    const std::string chosen(protocol->value());
    socket.set_option(websocket::stream_base::decorator(
        [chosen](websocket::response_type &answer) {
          answer.set(http::field::sec_websocket_protocol, chosen);
        }));
  }
  auto [refused] = co_await socket.async_accept(asked, as_result);
  if (refused)
    co_return;
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer wake(executor);
  bool gone = false;
  // What a watcher says is read, so that its end is seen, and means nothing.
  asio::co_spawn(
      executor,
      [&]() -> asio::awaitable<void> {
        beast::flat_buffer buffer;
        while (true) {
          auto [ec, n] = co_await socket.async_read(buffer, as_result);
          if (ec)
            break;
          buffer.consume(n);
        }
        gone = true;
        wake.cancel();
      },
      asio::detached);
  in->waking.insert(&wake);
  std::uint64_t told = ~std::uint64_t{0};
  while (!gone) {
    if (told != in->version) {
      told = in->version;
      const std::string text = in->on.state(boot_clock_ms());
      auto [ec, n] = co_await socket.async_write(asio::buffer(text), as_result);
      if (ec)
        break;
      continue;
    }
    wake.expires_after(1h);
    co_await wake.async_wait(as_result);
  }
  in->waking.erase(&wake);
  beast::get_lowest_layer(socket).close();
  while (!gone) { // its reader has what we have
    wake.expires_after(1s);
    co_await wake.async_wait(as_result);
  }
}

template <class Stream>
asio::awaitable<void> converse(Stream stream, std::string peer,
                               std::shared_ptr<hall> in) {
  beast::flat_buffer buffer(max_header_bytes + max_body_bytes);
  while (true) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(max_header_bytes);
    parser.body_limit(max_body_bytes);
    beast::get_lowest_layer(stream).expires_after(request_within);
    auto [ec, n] = co_await http::async_read(stream, buffer, parser, as_result);
    response answer;
    bool more = false;
    if (ec == http::error::body_limit || ec == http::error::header_limit) {
      answer.result(ec == http::error::body_limit
                        ? http::status::payload_too_large
                        : http::status::request_header_fields_too_large);
      answer.body() = "{\"error\":\"the request is too large\"}";
    } else if (ec) {
      break; // it said no whole request
    } else {
      request asked = parser.release();
      const std::int64_t now = boot_clock_ms();
      if (websocket::is_upgrade(asked)) {
        const http::status may = in->on.allows_watching(asked, peer, now);
        if (may == http::status::switching_protocols) {
          co_await watch(std::move(stream), std::move(asked), in);
          co_return;
        }
        answer.result(may);
        answer.body() = "{\"error\":\"this may not be watched\"}";
      } else {
        more = asked.keep_alive();
        const bool reads = asked.method() == http::verb::get;
        answer = in->on.answer(asked, peer, now);
        if (!reads)
          in->changed();
      }
    }
    answer.keep_alive(more);
    answer.prepare_payload();
    beast::get_lowest_layer(stream).expires_after(request_within);
    auto [wrong, wrote] = co_await http::async_write(stream, answer, as_result);
    if (wrong || !more)
      break;
  }
  beast::get_lowest_layer(stream).close();
}

asio::awaitable<void> greet(tcp::socket socket, std::string peer,
                            std::shared_ptr<hall> in,
                            std::shared_ptr<asio::ssl::context> tls) {
  plain_stream plain(std::move(socket));
  if (!tls) {
    co_await converse(std::move(plain), std::move(peer), in);
    co_return;
  }
  tls_stream stream(std::move(plain), *tls);
  beast::get_lowest_layer(stream).expires_after(request_within);
  auto [ec] = co_await stream.async_handshake(asio::ssl::stream_base::server,
                                              as_result);
  if (!ec)
    co_await converse(std::move(stream), std::move(peer), in);
}

task<std::shared_ptr<asio::ssl::context>>
make_tls(const server_options &chosen) {
  auto made =
      std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  boost::system::error_code ec;
  SSL_CTX_set_min_proto_version(made->native_handle(), TLS1_2_VERSION);
  made->use_certificate_chain_file(chosen.certificate->string(), ec);
  if (ec)
    co_return fail(errc::file, "cannot use the certificate {}: {}",
                   chosen.certificate->string(), ec.message());
  made->use_private_key_file(chosen.key->string(), asio::ssl::context::pem, ec);
  if (ec)
    co_return fail(errc::file, "cannot use the key {}: {}",
                   chosen.key->string(), ec.message());
  co_return made;
}

asio::awaitable<void> keep_time(std::shared_ptr<hall> in) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (true) {
    timer.expires_after(advance_every);
    auto [ec] = co_await timer.async_wait(as_result);
    if (ec)
      co_return;
    if (in->on.advance(boot_clock_ms()))
      in->changed();
  }
}

} // namespace

std::int64_t boot_clock_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

std::string boot_id() {
  std::string id;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
  return id;
}

task<void> serve(api &on, const server_options &chosen, bool has_users,
                 const std::function<void(std::uint16_t)> &ready) {
  const auto executor = co_await asio::this_coro::executor;
  boost::system::error_code ec;
  const asio::ip::address address = asio::ip::make_address(chosen.host, ec);
  if (ec)
    co_return fail(errc::usage, "--listen: '{}' is no IP address", chosen.host);
  if (!address.is_loopback() && !(has_users && chosen.certificate))
    co_return fail(errc::usage,
                   "--listen: other machines reach {}: that takes --users, "
                   "--tls-certificate and --tls-key",
                   chosen.host);
  std::shared_ptr<asio::ssl::context> tls;
  if (chosen.certificate) {
    auto made = co_await make_tls(chosen);
    if (!made)
      co_return made.error();
    tls = *made;
  }
  tcp::acceptor acceptor(executor);
  const tcp::endpoint endpoint(address, chosen.port);
  acceptor.open(endpoint.protocol(), ec);
  if (!ec)
    acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec)
    acceptor.bind(endpoint, ec);
  if (!ec)
    acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (ec)
    co_return fail(errc::file, "cannot listen on {}:{}: {}", chosen.host,
                   chosen.port, ec.message());
  ready(acceptor.local_endpoint().port());
  auto in = std::make_shared<hall>(hall{on, chosen.most_connections, 0, 0, {}});
  asio::co_spawn(executor, keep_time(in), asio::detached);
  while (true) {
    auto [wrong, socket] = co_await acceptor.async_accept(as_result);
    if (wrong == asio::error::operation_aborted)
      co_return fail(errc::interrupted, "the server was ended");
    if (wrong) {
      co_await pause(10ms); // no descriptors left, say
      continue;
    }
    if (in->connections >= in->most)
      continue; // closed at once
    const tcp::endpoint from = socket.remote_endpoint(ec);
    ++in->connections;
    asio::co_spawn(
        executor, greet(std::move(socket), from.address().to_string(), in, tls),
        [in](std::exception_ptr) { --in->connections; });
  }
}

} // namespace seeker::lab
