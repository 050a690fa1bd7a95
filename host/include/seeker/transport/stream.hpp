// A byte link to a cluster: sockets, and pairs in memory for tests.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bytes arrive in order or the link ends; whether they arrive undamaged is the
// session's business. One read and one write may be under way at a time.
#pragma once

#include "seeker/base/error.hpp"
#include "seeker/transport/address.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace seeker::transport {

class stream {
public:
  virtual ~stream() = default;

  /// At least one byte, or errc::link_lost when the link has ended.
  virtual task<std::size_t> read_some(std::span<std::byte> into) = 0;
  virtual task<std::size_t> write_some(std::span<const std::byte> from) = 0;

  /// Ends reads and writes under way with errc::link_lost.
  virtual void close() noexcept = 0;
};

using stream_ptr = std::unique_ptr<stream>;

task<stream_ptr> connect_unix(std::filesystem::path socket);
task<stream_ptr> connect_tcp(std::string host, std::uint16_t port);
task<stream_ptr> connect(address where);
/// 8 data bits, no parity, one stop bit, no flow control. errc::board when
/// another process has the line.
task<stream_ptr> open_serial(std::filesystem::path device, std::uint32_t baud);

/// Two ends of a link in memory; each direction holds `capacity_bytes`.
std::pair<stream_ptr, stream_ptr>
make_loopback(boost::asio::any_io_executor executor,
              std::size_t capacity_bytes = 64 * 1024);

} // namespace seeker::transport
