// The poll loop: progress, deadlines, stuck harts, system calls.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/watch.hpp"

#include "seeker/base/bytes.hpp"
#include "seeker/base/timeout.hpp"
#include "seeker/run/hang.hpp"

#include <algorithm>
#include <array>

namespace seeker::run {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto first_pause = 1ms;
constexpr auto longest_pause = 20ms;
constexpr auto suspicious_pause = 100ms;
constexpr auto host_stalled = 1s; // longer than a busy machine delays a timer
constexpr std::uint64_t syscall_write = 64;
constexpr std::uint64_t max_print_bytes = 1 << 20;
constexpr std::int64_t no_such_call = -38; // ENOSYS
constexpr std::int64_t bad_argument = -22; // EINVAL

/// Whether an interrupt of a timer is still to come. A target without timers
/// has none.
task<bool> timer_runs(target::target &on, std::uint64_t clint,
                      std::size_t harts) {
  constexpr std::uint64_t compare_offset = 0x4000, time_offset = 0xBFF8;
  std::array<std::byte, 8> word = {};
  if (result<void> read = co_await on.read(clint + time_offset, word); !read)
    co_return read.error();
  const auto now = load<std::uint64_t>(word, 0);
  for (std::size_t hart = 0; hart < harts; ++hart) {
    result<void> read =
        co_await on.read(clint + compare_offset + 8 * hart, word);
    if (!read)
      co_return read.error();
    const auto at = load<std::uint64_t>(word, 0);
    if (at > now && at != ~std::uint64_t{0})
      co_return true;
  }
  co_return false;
}

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
                  const limits &allowed, const print &say, feed supply) {
  auto late = clock::now() + allowed.timeout;
  hang_detector stuck;

  clock::duration wait = first_pause;
  std::optional<std::uint64_t> served; // cycle of the last system call
  std::uint64_t fed_at = 0;            // cycle of the last supply
  ended made;
  while (true) {
    result<wire::device_status> now = co_await on.status();
    if (!now)
      co_return now.error();
    made.last = *now;
    if (auto seen = on.observed(); seen && seen->violated) {
      made.violated = std::move(seen->violated);
      made.cycles = now->cycles - now->start_cycle;
      co_return made;
    }
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
    if (supply) {
      result<bool> fed = co_await supply();
      if (!fed)
        co_return fed.error();
      if (*fed) {
        fed_at = made.cycles;
        late = clock::now() + allowed.timeout;
        stuck = hang_detector();
        wait = first_pause;
        continue;
      }
    }
    std::optional<hang> why;
    if (stuck.look(*now)) {
      result<bool> runs =
          co_await timer_runs(on, where.clint, now->harts.size());
      if (!runs)
        co_return within_context(runs.error(), "timers");
      if (!*runs)
        why = hang{describe_hang(now->harts), {}, {}, hang_kind::stuck};
    }
    if (!why && allowed.max_cycles != 0 &&
        made.cycles - fed_at > allowed.max_cycles)
      why = hang{fmt::format("no end after {} cycles, allowed are {}",
                             made.cycles, allowed.max_cycles),
                 {},
                 {},
                 hang_kind::slow};
    if (!why && clock::now() >= late)
      why = hang{
          fmt::format("no end after {} s, in which {} cycles passed: "
                      "slow, but moving",
                      std::chrono::duration<double>(allowed.timeout).count(),
                      made.cycles),
          {},
          {},
          hang_kind::slow};
    if (why) {
      why->harts = now->harts;
      made.hang = std::move(why);
      co_return made;
    }
    if (on.steps_when_asked())
      wait = clock::duration::zero();
    const auto asked = stuck.is_suspicious() ? suspicious_pause : wait;
    const auto before = clock::now();
    co_await pause(asked);
    // A host that stood still itself is not the program's fault.
    if (const auto lost = clock::now() - before - asked; lost > host_stalled) {
      late += lost;
      made.host_stalled += lost;
    }
    wait = std::min<clock::duration>(2 * wait, longest_pause);
  }
}

void note_stall(const ended &end, outcome &known) {
  if (end.host_stalled > clock::duration::zero())
    known.notes.push_back(fmt::format(
        "this host stood still for {:.1f} s, which the timeout does not count",
        std::chrono::duration<double>(end.host_stalled).count()));
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
