// Takes an address apart.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/transport/address.hpp"

#include <charconv>
#include <sys/un.h>

namespace seeker::transport {

result<address> parse_address(std::string_view text) {
  address made;
  if (text.starts_with("unix:")) {
    constexpr std::size_t limit = sizeof(sockaddr_un::sun_path) - 1;
    made.unix_socket = true;
    made.path = text.substr(5);
    if (made.path.empty())
      return fail(errc::usage, "unix: needs a path");
    if (made.path.size() > limit)
      return fail(errc::usage,
                  "the path of a Unix socket has at most {} bytes, this one "
                  "has {}: {}",
                  limit, made.path.size(), made.path);
    return made;
  }
  if (!text.starts_with("tcp:"))
    return fail(errc::usage, "expected unix:PATH or tcp:HOST:PORT, not '{}'",
                text);
  text.remove_prefix(4);
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0)
    return fail(errc::usage, "tcp: expected HOST:PORT, not '{}'", text);
  made.host = text.substr(0, colon);
  if (made.host.front() == '[' && made.host.back() == ']')
    made.host = made.host.substr(1, made.host.size() - 2);
  const auto port = text.substr(colon + 1);
  const auto [end, ec] =
      std::from_chars(port.data(), port.data() + port.size(), made.port);
  if (ec != std::errc{} || end != port.data() + port.size())
    return fail(errc::usage, "tcp: a port is 0 to 65535, not '{}'", port);
  return made;
}

std::string to_string(const address &where) {
  if (where.unix_socket)
    return "unix:" + where.path;
  const bool colons = where.host.find(':') != std::string::npos;
  return fmt::format("tcp:{}{}{}:{}", colons ? "[" : "", where.host,
                     colons ? "]" : "", where.port);
}

} // namespace seeker::transport
