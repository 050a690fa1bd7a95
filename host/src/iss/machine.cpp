// Turns, barriers, traps and interrupts of the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "csr_number.hpp"
#include "host_flags.hpp"
#include "page.hpp"

#include <algorithm>
#include <array>

namespace seeker::iss {
namespace {

// How many instructions a hart executes before the next one's turn: enough to
// make the switch cheap, few enough that spinning harts cost little.
constexpr std::uint64_t turn_length = 256;

constexpr std::size_t indirect_streams = 2; // the first ones

// What the first counters count after reset: cycle, retired_instr,
// tcdm_accessed, icache_miss, hit, prefetch, stall. The others count cycles.
constexpr std::array<std::uint32_t, 7> reset_metrics = {0,  6,  1, 26,
                                                        27, 28, 30};

} // namespace

machine::machine(const config::configuration &config,
                 std::span<const std::byte> boot_rom)
    : config_(config), memory_(config, boot_rom),
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
  harts_.clear();
  for (std::uint32_t id = 0; id < config_.harts(); ++id) {
    const bool computes = id < config_.compute_cores;
    std::vector<stream> streams;
    for (std::size_t n = 0; computes && n < stream_registers; ++n)
      streams.emplace_back(memory_.tcdm(), config_.ssr_credits,
                           n < indirect_streams);
    harts_.emplace_back(id, sequencer(config_.frep_buffer, config_.frep_nests),
                        std::move(streams));
    harts_.back().pc = boot;
    harts_.back().progress_cycle = cycle_;
  }
  for (std::size_t n = 0; n < counters_.size(); ++n) {
    counters_[n] = {};
    if (n < reset_metrics.size())
      counters_[n].selection = reset_metrics[n] << 16;
    counters_[n].base = counted(counters_[n]);
  }
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
  std::uint64_t left = instructions, passed = 0;
  std::size_t idle = 0;
  while (left != 0 && !done_) {
    hart &h = harts_[next_hart_];
    next_hart_ = (next_hart_ + 1) % harts_.size();
    const std::uint64_t count = turn(h, std::min(turn_length, left));
    left -= count;
    idle = count == 0 ? idle + 1 : 0;
    if (idle == harts_.size()) { // nothing happens before a timer does
      const std::uint64_t pause = std::min(left, next_timer_ - cycle_);
      cycle_ += pause;
      left -= pause;
      passed += pause;
      idle = 0;
    }
  }
  return instructions - left - passed;
}

std::uint64_t machine::turn(hart &h, std::uint64_t instructions) {
  const std::uint64_t from = cycle_;
  until_ = from + instructions;
  if (cycle_ >= next_timer_)
    update_interrupts();
  take_interrupt(h);
  h.waits_for = wait_cause::none;
  const auto x_before = h.x;
  const flags_of_hart raised(h);
  while (cycle_ < until_ && h.now == hart::state::running &&
         h.waits_for == wait_cause::none) {
    try {
      run_fp(h);
      if (h.fp.idle()) {
        run_integer(h, until_);
        continue;
      }
      // Something is left in the FP queue that cannot go on: the integer core
      // does, instruction by instruction.
      if (cycle_ >= until_)
        break;
      h.waits_for = must_wait(h, fetch(h.pc));
      if (h.waits_for == wait_cause::none)
        run_integer(h, cycle_ + 1);
    } catch (const trap &t) {
      trap_or_wait(h, t);
    }
  }
  // A register with another value is progress too, unlike a wait in a loop.
  if (h.x != x_before)
    h.progress_cycle = cycle_;
  return cycle_ - from;
}

// What keeps the integer core from executing `i` now, while the FP queue holds
// what cannot go on.
wait_cause machine::must_wait(hart &h, const instruction &i) {
  const wait_cause fp =
      h.fp.head() ? h.fp_waits_for
                  : wait_cause::frep_body; // else it would be idle or go on
  const auto awaited = [&](std::uint8_t bit, std::uint8_t reg) {
    return i.uses & bit && h.awaited >> reg & 1;
  };
  if (awaited(use::x_rs1, i.rs1) || awaited(use::x_rs2, i.rs2) ||
      awaited(use::x_rd, i.rd))
    return fp;
  if (i.uses & use::fp || i.code == op::frep_o)
    return h.fp.full() ? fp : wait_cause::none;
  const auto is_access = [](const fp_operation &o) {
    return o.i.code >= op::flw && o.i.code <= op::fsd;
  };
  switch (i.code) {
  case op::fence:
  case op::fence_i:
    return h.fp.any_pending(is_access) ? fp : wait_cause::none;
  case op::wfi:
    return fp;
  case op::csrrw:
  case op::csrrs:
  case op::csrrc:
  case op::csrrwi:
  case op::csrrsi:
  case op::csrrci:
    return csr::waits_for_fp(static_cast<std::uint32_t>(i.imm), csr::writes(i),
                             h.fp.collects()) ||
                   (i.imm == csr::barrier && h.fp.any_pending(is_access))
               ? fp
               : wait_cause::none;
  default:
    break;
  }
  // Accesses to one word keep their order, unless both read.
  if (!(i.code >= op::lb && i.code <= op::sw) &&
      !(i.code >= op::lr_w && i.code <= op::amomaxu_w))
    return wait_cause::none;
  const bool loads = i.code < op::sb || i.code == op::lr_w;
  const std::uint32_t address = h.x[i.rs1] + static_cast<std::uint32_t>(i.imm);
  const bool conflict = h.fp.any_pending([&](const fp_operation &o) {
    return is_access(o) && (!loads || o.i.code >= op::fsw) &&
           memory_.canonical(o.operand) / 8 == memory_.canonical(address) / 8;
  });
  return conflict ? fp : wait_cause::none;
}

wait_cause machine::waits_for(const hart &h) const {
  if (h.now == hart::state::sleeping)
    return wait_cause::sleep;
  if (h.now == hart::state::at_barrier)
    return wait_cause::barrier;
  return h.waits_for;
}

void machine::arrive_at_barrier(hart &h) {
  h.now = hart::state::at_barrier;
  const bool all = std::all_of(harts_.begin(), harts_.end(), [](const hart &o) {
    return o.now == hart::state::at_barrier;
  });
  if (!all)
    return;
  for (hart &other : harts_) {
    other.now = hart::state::running;
    other.progress_cycle = cycle_;
  }
}

// A trap in a loop's body comes when what is queued of the body is executed.
bool machine::trap_or_wait(hart &h, const trap &t) {
  if (h.fp.collects() && h.fp.head()) {
    h.waits_for = h.fp_waits_for;
    return false;
  }
  enter_trap(h, static_cast<std::uint32_t>(t.why), t.value);
  ++cycle_;
  return true;
}

void machine::enter_trap(hart &h, std::uint32_t why, std::uint32_t value) {
  h.progress_cycle = cycle_;
  h.fp.drop_open();
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
  if (!pending || observer_)
    return false;
  if (h.now == hart::state::sleeping)
    h.now = hart::state::running;
  // Not into a body that is not complete: the trap would drop it.
  if (!h.interrupts_enabled || h.now != hart::state::running || h.fp.collects())
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
  next_timer_ = ~std::uint64_t{0};
  for (const std::uint64_t when : mtimecmp_)
    if (when > cycle_)
      next_timer_ = std::min(next_timer_, when);
  for (hart &h : harts_) {
    h.mip = (cluster_clint_ >> h.id & 1 ? cluster_interrupt : 0) |
            (msip_ >> h.id & 1 ? software_interrupt : 0) |
            (cycle_ >= mtimecmp_[h.id] ? timer_interrupt : 0);
  }
}

} // namespace seeker::iss
