// A stream over any of Asio's objects that read and write some bytes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/transport/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace seeker::transport {

inline constexpr auto as_result =
    boost::asio::as_tuple(boost::asio::use_awaitable);

/// `Explain(verb, code)` makes an error of what went wrong.
template <class Object,
          error (*Explain)(std::string_view, const boost::system::error_code &)>
class asio_stream final : public stream {
public:
  explicit asio_stream(Object object) : object_(std::move(object)) {}

  task<std::size_t> read_some(std::span<std::byte> into) override {
    const boost::asio::mutable_buffer buffer(into.data(), into.size());
    auto [ec, n] = co_await object_.async_read_some(buffer, as_result);
    if (ec)
      co_return Explain("read from", ec);
    co_return n;
  }

  task<std::size_t> write_some(std::span<const std::byte> from) override {
    const boost::asio::const_buffer buffer(from.data(), from.size());
    auto [ec, n] = co_await object_.async_write_some(buffer, as_result);
    if (ec)
      co_return Explain("write to", ec);
    co_return n;
  }

  void close() noexcept override {
    boost::system::error_code ignored;
    object_.close(ignored);
  }

private:
  Object object_;
};

} // namespace seeker::transport
