// Links over Unix and TCP sockets.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "asio_stream.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/this_coro.hpp>

#include <sys/un.h>

namespace seeker::transport {
namespace {

namespace asio = boost::asio;

error link_error(std::string_view verb, const boost::system::error_code &ec) {
  if (ec == asio::error::eof || ec == asio::error::connection_reset ||
      ec == asio::error::broken_pipe)
    return fail(errc::link_lost, "the other side closed the link");
  if (ec == asio::error::operation_aborted || ec == asio::error::bad_descriptor)
    return fail(errc::link_lost, "the link was closed");
  return fail(errc::link_lost, "cannot {} the link: {}", verb, ec.message());
}

template <class Socket> stream_ptr wrap(Socket socket) {
  return std::make_unique<
      asio_stream<asio::generic::stream_protocol::socket, link_error>>(
      std::move(socket));
}

} // namespace

task<stream_ptr> connect_unix(std::filesystem::path path) {
  if (path.native().size() >= sizeof(sockaddr_un::sun_path))
    co_return fail(errc::usage, "socket path {} has {} bytes, at most {} fit",
                   path.string(), path.native().size(),
                   sizeof(sockaddr_un::sun_path) - 1);
  asio::local::stream_protocol::socket socket(
      co_await asio::this_coro::executor);
  const asio::local::stream_protocol::endpoint endpoint(path.string());
  auto [ec] = co_await socket.async_connect(endpoint, as_result);
  if (ec)
    co_return fail(errc::link_lost, "cannot connect to {}: {}", path.string(),
                   ec.message());
  co_return wrap(std::move(socket));
}

task<stream_ptr> connect_tcp(std::string host, std::uint16_t port) {
  const auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::resolver resolver(executor);
  auto [resolve_ec, found] =
      co_await resolver.async_resolve(host, std::to_string(port), as_result);
  if (resolve_ec)
    co_return fail(errc::link_lost, "cannot find {}: {}", host,
                   resolve_ec.message());
  asio::ip::tcp::socket socket(executor);
  auto [ec, endpoint] = co_await asio::async_connect(socket, found, as_result);
  if (ec)
    co_return fail(errc::link_lost, "cannot connect to {}:{}: {}", host, port,
                   ec.message());
  boost::system::error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  co_return wrap(std::move(socket));
}

task<stream_ptr> connect(address where) {
  if (where.unix_socket)
    return connect_unix(std::move(where.path));
  return connect_tcp(std::move(where.host), where.port);
}

} // namespace seeker::transport
