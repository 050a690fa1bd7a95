// Turns, barriers, traps and interrupts of the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "page.hpp"

#include <algorithm>

namespace seeker::iss {
namespace {

// How many instructions a hart executes before the next one's turn: enough to
// make the switch cheap, few enough that spinning harts cost little.
constexpr std::uint64_t turn_length = 256;

} // namespace

machine::machine(const config::configuration &config,
                 std::span<const std::byte> boot_rom)
    : config_(config), memory_(config, boot_rom), harts_(config.harts()),
      dma_([this](std::uint64_t destination, std::uint64_t source,
                  std::uint32_t bytes) {
        return copy_row(destination, source, bytes);
      }),
      counters_(config.perf_counters),
      mtimecmp_(config.harts(), ~std::uint64_t{0}) {
  reset();
}

machine::~machine() = default;

void machine::reset() {
  const auto boot = static_cast<std::uint32_t>(
      config_.alias_base + (config_.boot_rom.base - config_.tcdm.base));
  for (std::uint32_t id = 0; id < harts_.size(); ++id) {
    harts_[id] = hart{};
    harts_[id].id = id;
    harts_[id].pc = boot;
  }
  std::fill(counters_.begin(), counters_.end(), counter{});
  scratch_.fill(0);
  cluster_clint_ = 0;
  prefetch_enable_ = 1;
  msip_ = 0;
  std::fill(mtimecmp_.begin(), mtimecmp_.end(), ~std::uint64_t{0});
  done_.reset();
  tohost_ = 0;
  next_hart_ = 0;
  any_reservation_ = false;
  update_interrupts();
}

void machine::start(std::uint32_t entry, std::uint32_t tohost) {
  // Every hart parks before it is called, as in hardware, where the ROM has
  // run long before the first frame arrives.
  run(harts_.size() * turn_length);
  tohost_ = tohost;
  done_.reset();
  scratch_[1] = entry;
  cluster_clint_ = (1u << harts_.size()) - 1;
  start_cycle_ = cycle_;
  update_interrupts();
}

std::uint64_t machine::run(std::uint64_t instructions) {
  std::uint64_t executed = 0;
  std::size_t idle = 0;
  while (executed < instructions && idle < harts_.size() && !done_) {
    hart &h = harts_[next_hart_];
    next_hart_ = (next_hart_ + 1) % harts_.size();
    const std::uint64_t count =
        turn(h, std::min(turn_length, instructions - executed));
    executed += count;
    idle = count == 0 ? idle + 1 : 0;
  }
  return executed;
}

std::uint64_t machine::turn(hart &h, std::uint64_t instructions) {
  take_interrupt(h);
  std::uint64_t executed = 0;
  while (executed < instructions && h.now == hart::state::running && !done_) {
    step(h);
    ++executed;
    ++cycle_;
  }
  return executed;
}

void machine::step(hart &h) {
  try {
    const instruction &i = fetch(h);
    const std::uint32_t here = h.pc;
    h.pc = here + 4;
    try {
      execute(h, i);
    } catch (...) {
      h.pc = here;
      throw;
    }
    h.x[0] = 0;
    ++h.retired;
  } catch (const trap &t) {
    h.x[0] = 0;
    enter_trap(h, static_cast<std::uint32_t>(t.why), t.value);
  }
}

void machine::arrive_at_barrier(hart &h) {
  h.now = hart::state::at_barrier;
  const bool all = std::all_of(harts_.begin(), harts_.end(), [](const hart &o) {
    return o.now == hart::state::at_barrier;
  });
  if (!all)
    return;
  for (hart &other : harts_)
    other.now = hart::state::running;
}

void machine::enter_trap(hart &h, std::uint32_t why, std::uint32_t value) {
  h.mepc = h.pc;
  h.mcause = why;
  h.mtval = value;
  h.interrupts_were_enabled = h.interrupts_enabled;
  h.interrupts_enabled = false;
  if (h.mtvec == 0)
    h.now = hart::state::trapped;
  else
    h.pc = h.mtvec;
}

bool machine::take_interrupt(hart &h) {
  const std::uint32_t pending = h.mip & h.mie;
  if (!pending)
    return false;
  if (h.now == hart::state::sleeping)
    h.now = hart::state::running;
  if (!h.interrupts_enabled || h.now != hart::state::running)
    return false;
  // Priority: external, software, timer, then the cluster's own.
  for (const std::uint32_t bit : {11u, 3u, 7u, 19u})
    if (pending >> bit & 1) {
      enter_trap(h, 1u << 31 | bit, 0);
      return true;
    }
  return false;
}

void machine::update_interrupts() {
  for (hart &h : harts_) {
    h.mip = (cluster_clint_ >> h.id & 1 ? cluster_interrupt : 0) |
            (msip_ >> h.id & 1 ? software_interrupt : 0) |
            (cycle_ >= mtimecmp_[h.id] ? timer_interrupt : 0);
  }
}

} // namespace seeker::iss
