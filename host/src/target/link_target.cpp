// Forwards a target's operations to a session over its link.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/link_target.hpp"

namespace seeker::target {

link_target::link_target(boost::asio::any_io_executor executor,
                         const wishes &wanted)
    : link_target(std::move(executor), wanted.session,
                  wanted.chaos ? std::make_shared<transport::chaos>(
                                     *wanted.chaos, wanted.seed)
                               : nullptr) {}

boost::asio::awaitable<error> link_target::diagnose(error cause) {
  co_return cause;
}

template <class T> task<T> link_target::guarded(task<T> work) {
  result<T> done = co_await std::move(work);
  if (!done)
    co_return co_await diagnose(done.error());
  co_return done;
}

namespace {

/// Makes links by `inner`, each with the faults between.
session::relink broken_by(boost::asio::any_io_executor executor,
                          session::relink inner,
                          std::shared_ptr<transport::chaos> faults) {
  return [=]() -> task<transport::stream_ptr> {
    if (faults->is_cut())
      co_return fail(errc::link_lost, "the link was cut by --chaos");
    result<transport::stream_ptr> made = co_await inner();
    if (!made)
      co_return made.error();
    co_return transport::break_link(executor, *std::move(made), faults);
  };
}

} // namespace

task<wire::identity> link_target::open() {
  result<transport::stream_ptr> link = co_await connect();
  if (!link)
    co_return link.error();
  session::relink anew = relink();
  if (faults_) {
    link = transport::break_link(executor_, *std::move(link), faults_);
    if (anew)
      anew = broken_by(executor_, std::move(anew), faults_);
  }
  client_ = std::make_unique<session::client>(executor_, *std::move(link),
                                              session_, std::move(anew));
  co_return co_await guarded(client_->identify());
}

task<void> link_target::close() {
  if (client_)
    client_->close();
  co_return result<void>();
}

task<void> link_target::write(std::uint64_t address,
                              std::span<const std::byte> from,
                              session::progress tell) {
  return guarded(client_->write(address, from, std::move(tell)));
}

task<void> link_target::read(std::uint64_t address, std::span<std::byte> into,
                             session::progress tell) {
  return guarded(client_->read(address, into, std::move(tell)));
}

task<void> link_target::fill(std::uint64_t address, std::uint64_t count,
                             std::uint32_t pattern) {
  return guarded(client_->fill(address, count, pattern));
}

task<std::vector<std::uint32_t>> link_target::crc(std::uint64_t address,
                                                  std::uint64_t count) {
  return guarded(client_->crc(address, count));
}

task<void> link_target::start(std::uint64_t entry, std::uint32_t tohost) {
  return guarded(client_->start(entry, tohost));
}

task<wire::device_status> link_target::status() {
  return guarded(client_->status());
}

task<void> link_target::reset() {
  // The next epoch differs from every one that has been in use here before.
  const std::uint16_t epoch = client_->epoch();
  const auto next = static_cast<std::uint16_t>(epoch == 0xffff ? 1 : epoch + 1);
  return guarded(client_->reset(next));
}

session::counters link_target::counts() const {
  return client_ ? client_->counts() : session::counters{};
}

} // namespace seeker::target
