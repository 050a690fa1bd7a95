// remote_bitbang on a socket: reads, acts, answers, and reads on.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "jtag_server.hpp"

#include <charconv>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include "errors.hpp"

namespace seeker::sim {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::string_view unix_prefix = "unix:";

std::uint16_t port_of(const std::string &where) {
  std::uint16_t port = 0;
  const char *end = where.data() + where.size();
  const auto [rest, problem] = std::from_chars(where.data(), end, port);
  if (problem != std::errc() || rest != end)
    throw usage_error(fmt::format(
        "--jtag {}: neither a port, 0 to 65535, nor unix:PATH", where));
  return port;
}

} // namespace

jtag_server::jtag_server(asio::io_context &io, sim::soc &soc,
                         const std::string &where)
    : soc_(soc), acceptor_(io) {
  try {
    if (where.starts_with(unix_prefix)) {
      listen_on(acceptor_, where.substr(unix_prefix.size()));
      listening_ = where;
    } else {
      const asio::ip::tcp::endpoint endpoint(asio::ip::address_v4::loopback(),
                                             port_of(where));
      listening_ =
          fmt::format("tcp:127.0.0.1:{}", listen_on(acceptor_, endpoint));
    }
  } catch (const boost::system::system_error &error) {
    throw machine_error(fmt::format("cannot listen for a debugger on {}: {}",
                                    where, error.code().message()));
  }
  accept();
}

void jtag_server::accept() {
  acceptor_.async_accept([this](error_code error, protocol::socket socket) {
    if (error == asio::error::operation_aborted)
      return;
    if (error)
      return accept();
    client_.emplace(std::move(socket));
    error_code ignored;
    client_->set_option(asio::ip::tcp::no_delay(true), ignored);
    read();
  });
}

void jtag_server::read() {
  client_->async_read_some(
      asio::buffer(in_), [this](error_code error, std::size_t count) {
        if (error == asio::error::operation_aborted)
          return;
        out_.clear();
        const bool more = !error && act({in_.data(), count});
        if (!more) {
          client_.reset();
          return accept();
        }
        if (out_.empty())
          return read();
        asio::async_write(*client_, asio::buffer(out_),
                          [this](error_code failed, std::size_t) {
                            if (failed == asio::error::operation_aborted)
                              return;
                            if (!failed)
                              return read();
                            client_.reset();
                            accept();
                          });
      });
}

bool jtag_server::act(std::string_view commands) {
  for (const char command : commands) {
    if (command >= '0' && command <= '7') {
      const int pins = command - '0';
      soc_.jtag_drive((pins & 4) != 0, (pins & 2) != 0, (pins & 1) != 0);
    } else if (command == 'R') {
      out_ += soc_.jtag_tdo() ? '1' : '0';
    } else if (command >= 'r' && command <= 'u') {
      soc_.jtag_reset(((command - 'r') & 2) != 0);
    } else if (command != 'B' && command != 'b') {
      return false;
    }
  }
  return true;
}

} // namespace seeker::sim
