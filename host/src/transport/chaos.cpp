// Puts fault plans between a link and its user.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/transport/chaos.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace seeker::transport {

namespace asio = boost::asio;
using clock = std::chrono::steady_clock;

// Two directions of one seed must not meet the same faults.
constexpr std::uint64_t other_direction = 0x9E3779B97F4A7C15;

chaos::chaos(const chaos_spec &spec, std::uint64_t seed)
    : spec_(spec), forth_(spec, seed), back_(spec, seed ^ other_direction) {}

fault_plan::counters chaos::counts() const {
  fault_plan::counters sum = forth_.counts();
  for (std::size_t kind = 0; kind != sum.size(); ++kind)
    sum[kind] += back_.counts()[kind];
  return sum;
}

class chaos_stream final : public stream {
public:
  chaos_stream(asio::any_io_executor executor, stream_ptr inner,
               std::shared_ptr<chaos> faults)
      : inner_(std::move(inner)), faults_(std::move(faults)),
        read_timer_(executor), write_timer_(executor) {}

  task<std::size_t> read_some(std::span<std::byte> into) override {
    while (arrived_.empty()) {
      if (waiting_.empty()) {
        raw_.resize(read_bytes);
        result<std::size_t> n = co_await inner_->read_some(raw_);
        if (!n)
          co_return n.error();
        raw_.resize(*n);
        waiting_ = raw_;
      }
      result<std::size_t> used =
          co_await pass(faults_->back_, waiting_, arrived_, read_timer_);
      if (!used)
        co_return used.error();
      waiting_ = waiting_.subspan(*used);
    }
    const std::size_t n = std::min(into.size(), arrived_.size());
    const auto end = arrived_.begin() + static_cast<std::ptrdiff_t>(n);
    std::copy(arrived_.begin(), end, into.begin());
    arrived_.erase(arrived_.begin(), end);
    co_return n;
  }

  task<std::size_t> write_some(std::span<const std::byte> from) override {
    if (const auto cut = faults_->spec_.cut_after_bytes;
        cut && faults_->forth_.passed_bytes() + from.size() > *cut) {
      faults_->cut_ = true;
      co_return end();
    }
    std::vector<std::byte> out;
    result<std::size_t> used = 0;
    while (used && *used == 0 && !from.empty())
      used = co_await pass(faults_->forth_, from, out, write_timer_);
    if (!used)
      co_return used.error();
    if (const auto silence = faults_->spec_.silence_after_bytes;
        silence && faults_->forth_.passed_bytes() > *silence)
      co_return used; // swallowed
    std::span<const std::byte> rest = out;
    while (!rest.empty()) {
      result<std::size_t> n = co_await inner_->write_some(rest);
      if (!n)
        co_return n.error();
      rest = rest.subspan(*n);
    }
    co_return used;
  }

  void close() noexcept override {
    closed_ = true;
    read_timer_.cancel();
    write_timer_.cancel();
    inner_->close();
  }

private:
  static constexpr std::size_t read_bytes = 64 * 1024;

  error end() {
    close();
    return fail(errc::link_lost, "the link was broken by --chaos");
  }

  /// What of `in` passes before the next fault of time, then its pause.
  task<std::size_t> pass(fault_plan &plan, std::span<const std::byte> in,
                         std::vector<std::byte> &out,
                         asio::steady_timer &timer) {
    const fault_plan::step step = plan.pass(in, out);
    auto wake = faults_->stalled_until_;
    if (step.interrupted == fault::reset)
      co_return end();
    if (step.interrupted == fault::delay)
      wake = std::max(wake, clock::now() + faults_->spec_.delay);
    if (step.interrupted == fault::stall)
      wake = faults_->stalled_until_ = clock::now() + faults_->spec_.stall;
    if (!closed_ && wake > clock::now()) {
      timer.expires_at(wake);
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    if (closed_)
      co_return fail(errc::link_lost, "the link was closed");
    co_return step.consumed;
  }

  stream_ptr inner_;
  std::shared_ptr<chaos> faults_;
  asio::steady_timer read_timer_, write_timer_;
  bool closed_ = false;
  std::vector<std::byte> raw_;         // as the link gave them
  std::span<const std::byte> waiting_; // of raw_, not yet passed
  std::vector<std::byte> arrived_;     // passed, not yet read
};

stream_ptr break_link(asio::any_io_executor executor, stream_ptr inner,
                      std::shared_ptr<chaos> faults) {
  return std::make_unique<chaos_stream>(std::move(executor), std::move(inner),
                                        std::move(faults));
}

} // namespace seeker::transport
