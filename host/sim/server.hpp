// The simulation as a server: one client at a time talks to the SoC's link.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// While the SoC is idle the process sleeps until bytes, a client, a signal or
// the parent's end wake it. Bytes of a client that has gone are still executed;
// the next client makes the link anew.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>

#include "errors.hpp"
#include "jtag_server.hpp"
#include "lifetime.hpp"
#include "seeker/transport/address.hpp"
#include "soc.hpp"

namespace seeker::sim {

class server {
public:
  // Binds and listens. Throws usage_error or machine_error. Addresses that
  // other machines reach are refused unless `allow_remote`.
  server(sim::soc &soc, const transport::address &address, bool allow_remote);
  ~server();
  server(const server &) = delete;
  server &operator=(const server &) = delete;

  // What a client connects to, with the port that was chosen.
  [[nodiscard]] const std::string &listening() const { return listening_; }

  // Until SIGTERM, SIGINT or the parent's end. Throws machine_error when an
  // assertion of the RTL fails.
  void run();

  // Listens for a debugger, too (jtag_server.hpp).
  void listen_jtag(const std::string &where);
  // Where, with the port that was chosen; empty when it does not.
  [[nodiscard]] std::string jtag_listening() const {
    return jtag_ ? jtag_->listening() : std::string();
  }

  // Wall-clock time in which the clock ran.
  [[nodiscard]] std::chrono::duration<double> busy() const { return busy_; }

private:
  using protocol = boost::asio::generic::stream_protocol;

  void listen_unix(const transport::address &address);
  void listen_tcp(const transport::address &address, bool allow_remote);
  void accept();
  void read();
  void write();
  void drop_client();
  void simulate();

  sim::soc &soc_;
  boost::asio::io_context io_{1};
  acceptor acceptor_{io_};
  std::optional<protocol::socket> client_;
  lifetime lifetime_{io_};
  bool reading_ = false;
  bool writing_ = false;
  std::optional<jtag_server> jtag_;
  std::vector<std::byte> in_;
  std::vector<std::byte> out_;
  std::string listening_;
  std::filesystem::path unlink_;
  std::chrono::duration<double> busy_{};
};

} // namespace seeker::sim
