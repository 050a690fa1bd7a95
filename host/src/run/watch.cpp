// The poll loop: progress, deadlines, stuck harts, system calls.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/watch.hpp"

#include "seeker/base/bytes.hpp"
#include "seeker/base/timeout.hpp"

#include <algorithm>
#include <array>

namespace seeker::run {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto first_pause = 1ms;
constexpr auto longest_pause = 20ms;
// A trapped hart is given so long for others to report it, a sleeping cluster
// for an interrupt.
constexpr std::uint64_t trapped_cycles = 10'000;
constexpr std::uint64_t sleeping_cycles = 100'000;
// A simulator may stop its clock when nothing can change any more; then only
// our questions move it, by less than this each.
constexpr auto suspicious_pause = 100ms;
constexpr std::uint64_t question_cycles = 512;
constexpr unsigned stopped_looks = 5;

constexpr std::uint64_t syscall_write = 64;
constexpr std::uint64_t max_print_bytes = 1 << 20;
constexpr std::int64_t no_such_call = -38; // ENOSYS
constexpr std::int64_t bad_argument = -22; // EINVAL

bool any_trapped(const wire::device_status &now) {
  return std::any_of(now.harts.begin(), now.harts.end(), [](const auto &hart) {
    return hart.state == wire::hart_state::trapped;
  });
}

bool nothing_runs(const wire::device_status &now) {
  return !now.dma_busy &&
         std::none_of(now.harts.begin(), now.harts.end(), [](const auto &hart) {
           return hart.state == wire::hart_state::running;
         });
}

/// Remembers since when, and for how many looks, the cluster looks stuck.
class stuck_detector {
public:
  /// The reason, once it has looked stuck for long enough.
  std::optional<std::string> look(const wire::device_status &now) {
    const bool trapped = any_trapped(now);
    if (!trapped && !nothing_runs(now)) {
      since_.reset();
      return std::nullopt;
    }
    if (!since_ || now.harts != harts_) {
      since_ = last_cycles_ = now.cycles;
      harts_ = now.harts;
      stopped_ = 0;
      return std::nullopt;
    }
    stopped_ = now.cycles - last_cycles_ < question_cycles ? stopped_ + 1 : 0;
    last_cycles_ = now.cycles;
    if (now.cycles - *since_ < (trapped ? trapped_cycles : sleeping_cycles) &&
        stopped_ < stopped_looks)
      return std::nullopt;
    return trapped ? "a hart is in a trap that nobody handles"
                   : "no hart runs and the DMA is idle, but the program has "
                     "not reported its end";
  }

  bool is_suspicious() const { return since_.has_value(); }

private:
  std::optional<std::uint64_t> since_; // cycle
  std::vector<wire::hart_status> harts_;
  std::uint64_t last_cycles_ = 0;
  unsigned stopped_ = 0; // looks in a row at a clock that stands
};

/// One HTIF system call: reads the block, acts, answers in its first word.
task<void> serve(target::target &on, const addresses &where,
                 std::uint32_t block, const print &say) {
  std::array<std::byte, 64> words = {};
  if (result<void> read = co_await on.read(block, words); !read)
    co_return read;
  std::int64_t answer = no_such_call;
  if (load<std::uint64_t>(words, 0) == syscall_write) {
    const auto count = load<std::uint64_t>(words, 24);
    const auto text_at = load<std::uint64_t>(words, 16);
    answer = bad_argument;
    if (count <= max_print_bytes) {
      std::vector<std::byte> text(count);
      if (result<void> read = co_await on.read(text_at, text); !read)
        co_return read;
      say(static_cast<int>(load<std::uint64_t>(words, 8)),
          {reinterpret_cast<const char *>(text.data()), text.size()});
      answer = static_cast<std::int64_t>(count);
    }
  }
  std::array<std::byte, 8> word = {};
  store(std::span<std::byte>(word), 0, answer);
  if (result<void> wrote = co_await on.write(block, word); !wrote)
    co_return wrote;
  store(std::span<std::byte>(word), 0, std::uint64_t{0});
  if (result<void> wrote = co_await on.write(where.tohost, word); !wrote)
    co_return wrote;
  store(std::span<std::byte>(word), 0, std::uint64_t{1});
  co_return co_await on.write(where.fromhost, word);
}

} // namespace

task<ended> watch(target::target &on, const addresses &where,
                  const limits &allowed, const print &say) {
  const auto late = clock::now() + allowed.timeout;
  stuck_detector stuck;
  clock::duration wait = first_pause;
  std::optional<std::uint64_t> served; // cycle of the last system call
  ended made;
  while (true) {
    result<wire::device_status> now = co_await on.status();
    if (!now)
      co_return now.error();
    made.last = *now;
    if (now->done && now->tohost % 2 == 1) {
      made.exit_code = now->tohost >> 1;
      made.cycles = now->done_cycle - now->start_cycle;
      co_return made;
    }
    if (now->done && now->tohost != 0 && served != now->done_cycle) {
      served = now->done_cycle;
      if (where.fromhost == 0)
        co_return fail(errc::format,
                       "the program makes an HTIF system call, but has no "
                       "symbol fromhost to answer to");
      result<void> answered = co_await serve(on, where, now->tohost, say);
      if (!answered)
        co_return within_context(answered.error(), "HTIF system call");
      wait = first_pause;
      continue;
    }
    made.cycles = now->cycles - now->start_cycle;
    std::optional<std::string> reason = stuck.look(*now);
    if (!reason && allowed.max_cycles != 0 && made.cycles > allowed.max_cycles)
      reason = fmt::format("no end after {} cycles, allowed are {}",
                           made.cycles, allowed.max_cycles);
    if (!reason && clock::now() >= late)
      reason = fmt::format(
          "no end after {} s, in which {} cycles passed",
          std::chrono::duration<double>(allowed.timeout).count(), made.cycles);
    if (reason) {
      made.hang = hang{*reason, now->harts, {}};
      co_return made;
    }
    if (on.steps_when_asked())
      wait = clock::duration::zero();
    co_await pause(stuck.is_suspicious() ? suspicious_pause : wait);
    wait = std::min<clock::duration>(2 * wait, longest_pause);
  }
}

task<void> wait_parked(target::target &on, std::chrono::milliseconds limit) {
  const auto late = clock::now() + limit;
  while (true) {
    result<wire::device_status> now = co_await on.status();
    if (!now)
      co_return now.error();
    const auto awake = std::count_if(
        now->harts.begin(), now->harts.end(), [](const auto &hart) {
          return hart.state != wire::hart_state::sleeping;
        });
    if (awake == 0)
      co_return result<void>();
    if (clock::now() >= late)
      co_return fail(errc::board,
                     "{} of {} harts do not sleep in the boot ROM {} s after "
                     "the reset",
                     awake, now->harts.size(),
                     std::chrono::duration<double>(limit).count());
    co_await pause(first_pause);
  }
}

} // namespace seeker::run
