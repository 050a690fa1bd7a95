// Takes the argument of --listen apart.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "listen_address.hpp"

#include <charconv>

#include <fmt/format.h>
#include <sys/un.h>

namespace seeker::sim {

listen_address parse_listen_address(std::string_view text) {
  listen_address address;
  if (text.starts_with("unix:")) {
    constexpr std::size_t limit = sizeof(sockaddr_un::sun_path) - 1;
    address.unix_socket = true;
    address.path = text.substr(5);
    if (address.path.empty())
      throw usage_error("--listen unix: needs a path");
    if (address.path.size() > limit)
      throw usage_error(
          fmt::format("--listen: the path of a Unix socket has at most {} "
                      "bytes, this one has {}: {}",
                      limit, address.path.size(), address.path));
    return address;
  }
  if (!text.starts_with("tcp:"))
    throw usage_error(fmt::format(
        "--listen: expected unix:PATH or tcp:HOST:PORT, not '{}'", text));
  text.remove_prefix(4);
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0)
    throw usage_error(
        fmt::format("--listen tcp: expected HOST:PORT, not '{}'", text));
  address.host = text.substr(0, colon);
  if (address.host.front() == '[' && address.host.back() == ']')
    address.host = address.host.substr(1, address.host.size() - 2);
  const auto port = text.substr(colon + 1);
  const auto [end, error] =
      std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc{} || end != port.data() + port.size())
    throw usage_error(
        fmt::format("--listen tcp: a port is 0 to 65535, not '{}'", port));
  return address;
}

} // namespace seeker::sim
