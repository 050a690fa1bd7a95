// Serves a fake device over loopback links.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "fake_link.hpp"

#include <boost/asio/detached.hpp>

namespace seeker::fake {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> serve(transport::stream_ptr link, fake_device &device) {
  const unsigned number = device.restart_link();
  std::vector<std::byte> buffer(4096);
  while (true) {
    result<std::size_t> n = co_await link->read_some(buffer);
    if (!n || !device.is_link(number))
      co_return;
    const std::vector<std::byte> answers =
        device.feed(std::span(buffer).first(*n));
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

transport::stream_ptr link_to(asio::io_context &context, fake_device &device) {
  auto [host, peer] = transport::make_loopback(context.get_executor());
  asio::co_spawn(context, serve(std::move(peer), device), asio::detached);
  return std::move(host);
}

transport::stream_ptr link_to(asio::io_context &context, fake_device &device,
                              std::shared_ptr<transport::chaos> faults) {
  return transport::break_link(context.get_executor(), link_to(context, device),
                               std::move(faults));
}

fake_target::fake_target(asio::io_context &context, fake_device &device,
                         const transport::chaos_spec &wrong, std::uint64_t seed,
                         session::options chosen)
    : link_target(context.get_executor(), chosen,
                  std::make_shared<transport::chaos>(wrong, seed)),
      context_(context), device_(device) {}

task<transport::stream_ptr> fake_target::connect() {
  co_return link_to(context_, device_);
}

session::relink fake_target::relink() {
  return [&context = context_,
          &device = device_]() -> task<transport::stream_ptr> {
    co_return link_to(context, device);
  };
}

} // namespace seeker::fake
