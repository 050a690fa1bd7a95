// OpenOCD's remote_bitbang: a debugger moves the pins of JTAG over a socket.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A character an action: '0' to '7' drive TCK, TMS, TDI (4, 2, 1); 'R' is
// answered with TDO as '0' or '1'; 'r' to 'u' drive the resets, of which TRST
// is bit 1 and SRST is not connected; 'B' and 'b' (a light) do nothing; 'Q'
// hangs up. Anything else hangs up, too. One client at a time, on the loopback
// interface or a Unix socket.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>

#include "listen.hpp"
#include "soc.hpp"

namespace seeker::sim {

class jtag_server {
public:
  // `where` is a port, of which 0 is any that is free, or "unix:PATH". Throws
  // usage_error when it is neither, machine_error when it cannot listen there.
  jtag_server(boost::asio::io_context &io, sim::soc &soc,
              const std::string &where);

  [[nodiscard]] const std::string &listening() const { return listening_; }
  [[nodiscard]] bool has_client() const { return client_.has_value(); }

private:
  using protocol = boost::asio::generic::stream_protocol;

  void accept();
  void read();
  // Appends what is to be answered; false at the end of the conversation.
  bool act(std::string_view commands);

  sim::soc &soc_;
  acceptor acceptor_;
  std::optional<protocol::socket> client_;
  std::array<char, 1 << 14> in_{};
  std::string out_;
  std::string listening_;
};

} // namespace seeker::sim
