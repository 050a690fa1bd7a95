// Pairs of links in memory, with the back-pressure of a real one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/transport/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <deque>

namespace seeker::transport {
namespace {

namespace asio = boost::asio;

/// One direction. The timer never expires: cancelling it wakes who waits.
struct pipe {
  pipe(asio::any_io_executor executor, std::size_t capacity)
      : changed(std::move(executor), asio::steady_timer::time_point::max()),
        capacity_bytes(capacity) {}

  asio::awaitable<void> change() {
    co_await changed.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  asio::steady_timer changed;
  std::size_t capacity_bytes;
  std::deque<std::byte> bytes;
  bool closed = false;
};

class loopback_stream final : public stream {
public:
  loopback_stream(std::shared_ptr<pipe> in, std::shared_ptr<pipe> out)
      : in_(std::move(in)), out_(std::move(out)) {}
  ~loopback_stream() override { close(); }

  task<std::size_t> read_some(std::span<std::byte> into) override {
    const std::shared_ptr<pipe> in = in_;
    while (in->bytes.empty()) {
      if (in->closed)
        co_return fail(errc::link_lost, "the other side closed the link");
      co_await in->change();
    }
    const std::size_t n = std::min(into.size(), in->bytes.size());
    const auto end = in->bytes.begin() + static_cast<std::ptrdiff_t>(n);
    std::copy(in->bytes.begin(), end, into.begin());
    in->bytes.erase(in->bytes.begin(), end);
    in->changed.cancel();
    co_return n;
  }

  task<std::size_t> write_some(std::span<const std::byte> from) override {
    const std::shared_ptr<pipe> out = out_;
    while (!out->closed && out->bytes.size() >= out->capacity_bytes)
      co_await out->change();
    if (out->closed)
      co_return fail(errc::link_lost, "the other side closed the link");
    const std::size_t n =
        std::min(from.size(), out->capacity_bytes - out->bytes.size());
    out->bytes.insert(out->bytes.end(), from.begin(),
                      from.begin() + static_cast<std::ptrdiff_t>(n));
    out->changed.cancel();
    co_return n;
  }

  void close() noexcept override {
    for (const auto &one : {in_, out_}) {
      one->closed = true;
      one->changed.cancel();
    }
  }

private:
  std::shared_ptr<pipe> in_;
  std::shared_ptr<pipe> out_;
};

} // namespace

std::pair<stream_ptr, stream_ptr> make_loopback(asio::any_io_executor executor,
                                                std::size_t capacity_bytes) {
  auto forth = std::make_shared<pipe>(executor, capacity_bytes);
  auto back = std::make_shared<pipe>(executor, capacity_bytes);
  return {std::make_unique<loopback_stream>(back, forth),
          std::make_unique<loopback_stream>(forth, back)};
}

} // namespace seeker::transport
