// Opens, binds and listens.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "listen.hpp"

#include <cstring>

#include <boost/asio/local/stream_protocol.hpp>
#include <sys/stat.h>

namespace seeker::sim {

namespace asio = boost::asio;

void listen_on(acceptor &on, const std::string &path) {
  const asio::local::stream_protocol::endpoint endpoint(path);
  on.open(endpoint.protocol());
  const auto mask = ::umask(0077);
  boost::system::error_code error;
  on.bind(endpoint, error);
  ::umask(mask);
  if (error)
    throw boost::system::system_error(error);
  on.listen();
}

std::uint16_t listen_on(acceptor &on, const asio::ip::tcp::endpoint &endpoint) {
  on.open(endpoint.protocol());
  on.set_option(asio::socket_base::reuse_address(true));
  on.bind(endpoint);
  on.listen();
  asio::ip::tcp::endpoint bound;
  const auto local = on.local_endpoint();
  std::memcpy(bound.data(), local.data(), local.size());
  return bound.port();
}

} // namespace seeker::sim
