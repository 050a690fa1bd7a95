// Places where a server listens, on a Unix socket or by TCP.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Both throw boost::system::system_error where they cannot.
#pragma once

#include <cstdint>
#include <string>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace seeker::sim {

using acceptor =
    boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol>;

// For this user alone.
void listen_on(acceptor &on, const std::string &path);

// Gives the port, which is another than asked for if that was 0.
std::uint16_t listen_on(acceptor &on,
                        const boost::asio::ip::tcp::endpoint &endpoint);

} // namespace seeker::sim
