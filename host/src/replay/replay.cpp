// Plays recordings.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/replay/replay.hpp"

#include "seeker/base/timeout.hpp"
#include "seeker/run/hang.hpp"
#include "seeker/run/watch.hpp"
#include "seeker/wire/crc32c.hpp"

#include <algorithm>

namespace seeker::replay {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto poll_every = 2ms;
constexpr auto park_within = 30s;
constexpr std::uint64_t read_bytes = 1 << 20;

/// Until the program has written this word; else what it did instead.
task<std::string> wait_for(std::uint32_t tohost, target::target &on,
                           clock::time_point late) {
  run::hang_detector stuck;
  while (true) {
    result<wire::device_status> now = co_await on.status();
    if (!now)
      co_return now.error();
    if (now->done && now->tohost == tohost)
      co_return std::string();
    if (now->done && now->tohost % 2 == 1)
      co_return fmt::format("the program ended with 0x{:x}, recorded is 0x{:x}",
                            now->tohost, tohost);
    if (stuck.look(*now))
      co_return run::describe_hang(now->harts);
    if (clock::now() >= late)
      co_return fmt::format("no word 0x{:x} in tohost in time", tohost);
    if (!on.steps_when_asked())
      co_await pause(poll_every);
  }
}

task<std::uint32_t> crc_of(std::uint64_t address, std::uint64_t bytes,
                           target::target &on) {
  std::vector<std::byte> buffer(std::min(bytes, read_bytes));
  std::uint32_t sum = wire::crc32c({});
  for (std::uint64_t at = 0; at < bytes;) {
    const std::span<std::byte> part =
        std::span(buffer).first(std::min(bytes - at, read_bytes));
    result<void> read = co_await on.read(address + at, part);
    if (!read)
      co_return read.error();
    sum = wire::crc32c(part, sum);
    at += part.size();
  }
  co_return sum;
}

/// A step without a verdict of its own.
task<void> tell(const step &one, const recording &what, target::target &on) {
  switch (one.what) {
  case step::kind::reset: {
    result<void> done = co_await on.reset();
    if (!done)
      co_return done;
    co_return co_await run::wait_parked(on, park_within);
  }
  case step::kind::write:
    co_return co_await on.write(one.address,
                                what.data.span().subspan(one.at, one.bytes));
  case step::kind::fill:
    co_return co_await on.fill(one.address, one.bytes, one.value);
  case step::kind::start:
    co_return co_await on.start(one.address, one.value);
  default:
    co_return result<void>();
  }
}

} // namespace

task<replayed> play(const recording &what, target::target &on,
                    std::chrono::milliseconds timeout) {
  replayed made;
  result<wire::identity> identity = co_await on.open();
  if (!identity)
    co_return identity.error();
  if (config::hash_text(identity->configuration_hash) !=
      what.what.configuration_hash)
    co_return fail(errc::mismatch,
                   "the recording is of configuration {} ({}), the target has "
                   "{}",
                   what.what.configuration, what.what.configuration_hash,
                   config::hash_text(identity->configuration_hash));
  for (const step &one : what.steps) {
    if (one.what == step::kind::wait) {
      result<std::string> instead =
          co_await wait_for(one.value, on, clock::now() + timeout);
      if (!instead)
        co_return instead.error();
      if (!instead->empty()) {
        made.verdict = judge::verdict::target_hang;
        made.note = *instead;
        break;
      }
    } else if (one.what == step::kind::check) {
      result<std::uint32_t> sum = co_await crc_of(one.address, one.bytes, on);
      if (!sum)
        co_return sum.error();
      if (*sum != one.value) {
        made.verdict = judge::verdict::golden_mismatch;
        made.first_differs = one.name;
        made.note = fmt::format(
            "{}: its {} bytes have the CRC 0x{:08x}, recorded is 0x{:08x}",
            one.name, one.bytes, *sum, one.value);
        break;
      }
      ++made.checkpoints;
    } else {
      result<void> told = co_await tell(one, what, on);
      if (!told)
        co_return told.error();
    }
  }
  result<void> closed = co_await on.close();
  if (!closed)
    co_return closed.error();
  co_return made;
}

} // namespace seeker::replay
