// From what harts wait for to a sentence about who is at fault.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/hang.hpp"

#include "seeker/run/outcome.hpp"
#include "seeker/run/record.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace seeker::run {
namespace {

using wire::hart_state;
using wire::hart_status;
using wire::hart_wait;

// Log2 of the cycles without progress after which a hart stands still; a trap
// is certain, but others may still be about to report it.
constexpr unsigned still_quiet = 16;
constexpr unsigned trapped_quiet = 13;
// For targets that do not tell what harts wait for.
constexpr std::uint64_t trapped_cycles = 10'000;
constexpr std::uint64_t sleeping_cycles = 100'000;
// A simulator may stop its clock when nothing can change any more; then only
// our questions move it, by less than this each.
constexpr std::uint64_t question_cycles = 512;
constexpr unsigned stopped_looks = 5;

bool is_trapped(const hart_status &hart) {
  return hart.state == hart_state::trapped;
}

/// Sleeps after an exception, as the boot ROM makes it when the program has no
/// handler; a start is an interrupt, so the last trap of others is one too.
bool is_halted(const hart_status &hart) {
  return hart.state == hart_state::sleeping && (hart.mcause & 0x80) == 0;
}

bool is_debugged(const hart_status &hart) {
  return hart.wait == hart_wait::debug;
}

bool is_blocked(const hart_status &hart) {
  return hart.state != hart_state::running || hart.wait == hart_wait::barrier;
}

/// Harts with the same fault, by number.
std::string listed(const std::vector<std::size_t> &harts) {
  return fmt::format("hart{} {}", harts.size() == 1 ? "" : "s",
                     fmt::join(harts, ", "));
}

template <class Predicate>
std::vector<std::size_t> which(const std::vector<hart_status> &harts,
                               Predicate wanted) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < harts.size(); ++i)
    if (wanted(harts[i]))
      found.push_back(i);
  return found;
}

/// Whether a hart explains by itself why it stands still; one that sleeps or
/// waits for the others does not.
bool is_at_fault(const hart_status &hart) {
  return is_trapped(hart) || is_halted(hart) || !is_blocked(hart);
}

} // namespace

std::string_view name(hang_kind kind) {
  switch (kind) {
  case hang_kind::stuck:
    return "stuck";
  case hang_kind::slow:
    return "slow";
  case hang_kind::failed:
    return "failed";
  }
  return "unknown";
}

bool hang_detector::look(const wire::device_status &now) {
  // Nobody can tell whether it would get on.
  if (std::any_of(now.harts.begin(), now.harts.end(), is_debugged)) {
    since_.reset();
    return false;
  }
  const auto all = [&](const auto &is) {
    return std::all_of(now.harts.begin(), now.harts.end(), is);
  };
  const bool trapped =
      std::any_of(now.harts.begin(), now.harts.end(), is_trapped);
  const unsigned enough = trapped ? trapped_quiet : still_quiet;
  const bool blocked = all(is_blocked);
  const bool quiet =
      all([&](const hart_status &hart) { return hart.quiet + 3u >= enough; });
  if (now.dma_busy || (!blocked && !quiet)) {
    since_.reset();
    return false;
  }
  if (all([&](const hart_status &hart) { return hart.quiet >= enough; }))
    return true;
  const auto same_places = [](const hart_status &a, const hart_status &b) {
    return a.pc == b.pc && a.state == b.state && a.mcause == b.mcause;
  };
  if (!since_ || !std::equal(now.harts.begin(), now.harts.end(), harts_.begin(),
                             harts_.end(), same_places)) {
    since_ = last_cycles_ = now.cycles;
    harts_ = now.harts;
    stopped_ = 0;
    return false;
  }
  stopped_ = now.cycles - last_cycles_ < question_cycles ? stopped_ + 1 : 0;
  last_cycles_ = now.cycles;
  if (!blocked)
    return false;
  return stopped_ >= stopped_looks ||
         now.cycles - *since_ >= (trapped ? trapped_cycles : sleeping_cycles);
}

std::string describe(const hart_status &hart) {
  if (is_trapped(hart))
    return fmt::format("is in a trap that nobody handles: {} (mcause {})",
                       cause_name(hart.mcause), hart.mcause & 0x7f);
  if (is_halted(hart))
    return fmt::format("sleeps after an exception: {} (mcause {})",
                       cause_name(hart.mcause), hart.mcause);
  if (hart.state == hart_state::sleeping)
    return "sleeps";
  if (hart.state == hart_state::reset)
    return "is in reset";
  const auto [cause, stream] = wire::parts(hart.wait);
  switch (cause) {
  case hart_wait::none:
    return "spins without progress";
  case hart_wait::fetch:
    return "waits for an instruction";
  case hart_wait::load:
    return "waits for what it reads: a load's answer, or another value";
  case hart_wait::store:
    return "waits to store";
  case hart_wait::muldiv:
    return "waits for the multiplier";
  case hart_wait::dma:
    return "waits for the DMA's front end";
  case hart_wait::fp_queue:
    return "waits for room in the FP queue";
  case hart_wait::fp_result:
    return "waits for the FPU";
  case hart_wait::barrier:
    return "waits at the barrier";
  case hart_wait::fence:
    return "waits in a fence";
  case hart_wait::sleep:
    return "sleeps";
  case hart_wait::dma_poll:
    return "polls the DMA, which has nothing to do: the transfer that it waits "
           "for was never started";
  case hart_wait::debug:
    return "is halted by a debugger";
  case hart_wait::stream_data:
    return fmt::format("waits for a datum of stream {}: the program takes more "
                       "than the stream delivers",
                       *stream);
  case hart_wait::stream_room:
    return fmt::format("waits for room in write stream {}: the program writes "
                       "more than the stream takes",
                       *stream);
  case hart_wait::stream_config:
    return fmt::format("configures stream {}, whose jobs never finish: the "
                       "program takes or writes less than they are about",
                       *stream);
  case hart_wait::frep_body:
    return "waits for the rest of a hardware loop's body, which is shorter "
           "than the loop says";
  }
  return "waits";
}

std::string describe_hang(const std::vector<hart_status> &harts) {
  const auto waiting = which(harts, [](const hart_status &hart) {
    return hart.state == hart_state::running && hart.wait == hart_wait::barrier;
  });
  const auto missing = which(harts, [](const hart_status &hart) {
    return hart.state != hart_state::running || hart.wait != hart_wait::barrier;
  });
  std::vector<std::string> parts;
  if (!waiting.empty() && !missing.empty())
    parts.push_back(fmt::format("the barrier, at which {} wait{}, misses {}",
                                listed(waiting), waiting.size() == 1 ? "s" : "",
                                listed(missing)));
  // One sentence for each thing that harts do, in the order of the harts. The
  // sleepers matter when nobody else is to blame.
  const bool any_fault = std::any_of(harts.begin(), harts.end(), is_at_fault);
  std::vector<std::string> said;
  for (const hart_status &hart : harts) {
    const std::string doing = describe(hart);
    const bool matters =
        is_at_fault(hart) || (!any_fault && hart.wait != hart_wait::barrier);
    if (!matters || std::find(said.begin(), said.end(), doing) != said.end())
      continue;
    said.push_back(doing);
    const auto same = which(harts, [&](const hart_status &other) {
      return describe(other) == doing;
    });
    if (same.size() == harts.size() && hart.state == hart_state::sleeping)
      return "all harts sleep and nothing wakes them, but the program has not "
             "reported its end";
    parts.push_back(fmt::format("{}{} {} (pc 0x{:08x})", listed(same),
                                same.size() == 1 ? "" : ": each", doing,
                                hart.pc));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

} // namespace seeker::run
