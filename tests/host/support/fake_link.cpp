// Serves a fake device over a loopback link, with faults by a seed.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "fake_link.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace seeker::fake {
namespace {

namespace asio = boost::asio;

constexpr std::size_t chunk_bytes = 512;

class damage {
public:
  explicit damage(const faults &wrong) : wrong_(wrong), random_(wrong.seed) {}

  void apply(std::vector<std::byte> &bytes) {
    std::vector<std::byte> made;
    for (std::size_t at = 0; at < bytes.size(); at += chunk_bytes) {
      const std::size_t end = std::min(bytes.size(), at + chunk_bytes);
      std::vector<std::byte> chunk(
          bytes.begin() + static_cast<std::ptrdiff_t>(at),
          bytes.begin() + static_cast<std::ptrdiff_t>(end));
      if (happens(wrong_.corrupt))
        chunk[random_() % chunk.size()] ^= std::byte{1} << random_() % 8;
      if (happens(wrong_.drop))
        chunk.erase(chunk.begin() +
                    static_cast<std::ptrdiff_t>(random_() % chunk.size()));
      if (happens(wrong_.insert))
        chunk.insert(chunk.begin(), std::byte(random_()));
      made.insert(made.end(), chunk.begin(), chunk.end());
    }
    bytes = std::move(made);
  }

private:
  bool happens(double probability) {
    return probability > 0 &&
           std::uniform_real_distribution<>()(random_) < probability;
  }

  faults wrong_;
  std::mt19937_64 random_;
};

asio::awaitable<void> serve(transport::stream_ptr link, fake_device &device,
                            faults wrong) {
  damage forth(wrong), back(wrong);
  std::vector<std::byte> buffer(4096);
  std::uint64_t received = 0;
  while (true) {
    result<std::size_t> n = co_await link->read_some(buffer);
    if (!n)
      co_return;
    received += *n;
    if (wrong.cut_after_bytes && received >= *wrong.cut_after_bytes)
      co_return;
    if (wrong.stall_after_bytes && received >= *wrong.stall_after_bytes)
      continue;
    std::vector<std::byte> bytes(
        buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*n));
    forth.apply(bytes);
    std::vector<std::byte> answers = device.feed(bytes);
    back.apply(answers);
    std::span<const std::byte> rest = answers;
    while (!rest.empty()) {
      result<std::size_t> sent = co_await link->write_some(rest);
      if (!sent)
        co_return;
      rest = rest.subspan(*sent);
    }
  }
}

} // namespace

transport::stream_ptr link_to(asio::io_context &context, fake_device &device,
                              faults wrong) {
  auto [host, peer] = transport::make_loopback(context.get_executor());
  asio::co_spawn(context, serve(std::move(peer), device, wrong),
                 asio::detached);
  return std::move(host);
}

fake_target::fake_target(asio::io_context &context, fake_device &device,
                         faults wrong, session::options chosen)
    : link_target(context.get_executor(), chosen), context_(context),
      device_(device), wrong_(wrong) {}

task<transport::stream_ptr> fake_target::connect() {
  co_return link_to(context_, device_, wrong_);
}

} // namespace seeker::fake
