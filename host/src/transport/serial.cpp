// A link over a serial line, for one process at a time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "asio_stream.hpp"

#include <boost/asio/serial_port.hpp>
#include <boost/asio/this_coro.hpp>

#include <cerrno>
#include <cstring>
#include <sys/file.h>
#include <termios.h>

namespace seeker::transport {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

error serial_error(std::string_view verb, const error_code &ec) {
  if (ec == asio::error::operation_aborted || ec == asio::error::bad_descriptor)
    return fail(errc::link_lost, "the link was closed");
  if (ec == asio::error::eof || ec.value() == EIO)
    return fail(errc::link_lost, "the serial line is gone");
  return fail(errc::link_lost, "cannot {} the serial line: {}", verb,
              ec.message());
}

} // namespace

task<stream_ptr> open_serial(std::filesystem::path device, std::uint32_t baud) {
  asio::serial_port port(co_await asio::this_coro::executor);
  error_code ec;
  port.open(device.string(), ec);
  if (ec)
    co_return fail(errc::link_lost, "cannot open the serial line {}: {}",
                   device.string(), ec.message());
  // Held until it is closed, by the kernel if need be.
  if (::flock(port.native_handle(), LOCK_EX | LOCK_NB) != 0)
    co_return fail(errc::board,
                   "the serial line {} is in use by another process",
                   device.string());
  using port_base = asio::serial_port_base;
  const auto set = [&](const auto &option) {
    error_code problem;
    port.set_option(option, problem);
    if (problem && !ec)
      ec = problem;
  };
  set(port_base::baud_rate(baud));
  set(port_base::character_size(8));
  set(port_base::parity(port_base::parity::none));
  set(port_base::stop_bits(port_base::stop_bits::one));
  set(port_base::flow_control(port_base::flow_control::none));
  if (ec)
    co_return fail(errc::link_lost,
                   "cannot set the serial line {} to {} baud: {}",
                   device.string(), baud, ec.message());
  // What an earlier owner left is not ours.
  ::tcflush(port.native_handle(), TCIOFLUSH);
  co_return std::make_unique<asio_stream<asio::serial_port, serial_error>>(
      std::move(port));
}

} // namespace seeker::transport
