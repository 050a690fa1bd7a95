// Control and status registers of the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "csr_number.hpp"
#include "host_flags.hpp"
#include "page.hpp"

namespace seeker::iss {

using namespace csr;

namespace {

// RV32 with A, D, F, I, M and X (extensions of its own).
constexpr std::uint32_t misa_value =
    1u << 30 | 1u << ('A' - 'A') | 1u << ('D' - 'A') | 1u << ('F' - 'A') |
    1u << ('I' - 'A') | 1u << ('M' - 'A') | 1u << ('X' - 'A');

// tdata1: a match of addresses (type 2), the debugger's (dmode), who halts
// (action 1). tinfo: there is that type and no other.
constexpr std::uint32_t unused_trigger = 2u << 28 | 1u << 27 | 1u << 12;
constexpr std::uint32_t address_triggers = 1u << 2;

// The bits of mcause that there are.
constexpr std::uint32_t mcause_mask = 1u << 31 | 0x1F;

std::int64_t replace_half(std::uint64_t now, std::uint32_t value, bool high) {
  const std::uint64_t wanted = high ? (now & 0xFFFFFFFF) | std::uint64_t{value}
                                                               << 32
                                    : (now & 0xFFFFFFFF00000000) | value;
  return static_cast<std::int64_t>(wanted - now);
}

} // namespace

std::uint32_t machine::read_csr(hart &h, const instruction &i,
                                std::uint32_t which) {
  const std::uint64_t cycles =
      cycle_ + static_cast<std::uint64_t>(h.cycle_offset);
  const std::uint64_t instructions =
      h.retired + static_cast<std::uint64_t>(h.retired_offset);
  switch (which) {
  case fflags:
    return h.fflags;
  case frm:
    return h.frm;
  case fcsr:
    return static_cast<std::uint32_t>(h.frm << 5 | h.fflags);
  case mstatus:
    return mstatus_fixed | (h.interrupts_enabled ? mstatus_mie : 0) |
           (h.interrupts_were_enabled ? mstatus_mpie : 0);
  case misa:
    return misa_value;
  case mie:
    return h.mie;
  case mip:
    return h.mip;
  case mtvec:
    return h.mtvec;
  case mscratch:
    return h.mscratch;
  case mepc:
    return h.mepc;
  case mcause:
    return h.mcause;
  case mtval:
    return h.mtval;
  case chaining:
    return h.chaining_value;
  case fmode:
    return h.fmode;
  case mcycle:
    return static_cast<std::uint32_t>(cycles);
  case mcycleh:
    return static_cast<std::uint32_t>(cycles >> 32);
  case minstret:
    return static_cast<std::uint32_t>(instructions);
  case minstreth:
    return static_cast<std::uint32_t>(instructions >> 32);
  case mhartid:
    return h.id;
  // The triggers are a debugger's: programs see them unused, and select one.
  case tselect:
  case tdata1:
  case tdata2:
  case tinfo:
    if (!config_.debug_module)
      throw trap{cause::illegal, i.word};
    return which == tselect  ? h.trigger
           : which == tdata1 ? unused_trigger
           : which == tinfo  ? address_triggers
                             : 0;
  case ssr:
    return h.streaming;
  case barrier:
  case dump:
  case mvendorid:
  case marchid:
  case mimpid:
    return 0;
  default:
    throw trap{cause::illegal, i.word};
  }
}

void machine::write_csr(hart &h, const instruction &i, std::uint32_t which,
                        std::uint32_t value) {
  if (which >> 10 == 3) // read-only by its number
    throw trap{cause::illegal, i.word};
  // The FP subsystem's mode may not change inside a body.
  if ((which == ssr || which == chaining) && h.fp.collects())
    throw trap{cause::illegal, i.word};
  switch (which) {
  case fflags:
    h.fflags = value & 0x1F;
    break;
  case frm:
    h.frm = value & 7;
    break;
  case fcsr:
    h.fflags = value & 0x1F;
    h.frm = value >> 5 & 7;
    break;
  case mstatus:
    h.interrupts_enabled = value & mstatus_mie;
    h.interrupts_were_enabled = value & mstatus_mpie;
    break;
  case mie:
    h.mie = value & (software_interrupt | timer_interrupt | external_interrupt |
                     cluster_interrupt | second_cluster_interrupt);
    break;
  case mtvec:
    h.mtvec = value & ~3u; // direct mode only
    break;
  case mscratch:
    h.mscratch = value;
    break;
  case mepc:
    h.mepc = value & ~3u;
    break;
  case mcause:
    h.mcause = value & mcause_mask;
    break;
  case mtval:
    h.mtval = value;
    break;
  case chaining:
    h.chaining_value = value;
    if (!h.streams.empty())
      set_chaining(h, value);
    break;
  case fmode:
    h.fmode = value;
    break;
  case mcycle:
  case mcycleh:
    h.cycle_offset +=
        replace_half(cycle_ + static_cast<std::uint64_t>(h.cycle_offset), value,
                     which == mcycleh);
    break;
  case minstret:
  case minstreth:
    h.retired_offset +=
        replace_half(h.retired + static_cast<std::uint64_t>(h.retired_offset),
                     value, which == minstreth);
    // What is written holds for the next instruction: this one, which is yet to
    // be counted, neither counts in the lower half nor carries into the upper.
    if (which == minstret)
      --h.retired_offset;
    else if (static_cast<std::uint32_t>(
                 h.retired + static_cast<std::uint64_t>(h.retired_offset)) ==
             0xFFFFFFFF)
      h.retired_offset -= std::int64_t{1} << 32;
    break;
  case dump:
    if (on_dump)
      on_dump(h.id, cycle_, value);
    break;
  case tselect:
    if (value < config_.debug_triggers)
      h.trigger = value;
    break;
  case ssr:
    h.streaming = value & 1;
    break;
  default: // misa, mip, triggers: writes have no effect
    break;
  }
}

void machine::execute_csr(hart &h, const instruction &i) {
  const auto which = static_cast<std::uint32_t>(i.imm);
  const bool immediate = i.rm & 4;
  const std::uint32_t operand = immediate ? i.rs1 : h.x[i.rs1];
  // What is called on a dump computes too.
  std::optional<flags_of_nobody> theirs;
  if (which == csr::fflags || which == csr::fcsr || which == csr::dump)
    theirs.emplace(h);
  const std::uint32_t old = read_csr(h, i, which);
  if (writes(i)) {
    h.progress_cycle = cycle_;
    switch (i.rm & 3) {
    case 1:
      write_csr(h, i, which, operand);
      break;
    case 2:
      write_csr(h, i, which, old | operand);
      break;
    default:
      write_csr(h, i, which, old & ~operand);
      break;
    }
  }
  if (i.rd != 0)
    h.x[i.rd] = old;
  h.pc += 4;
  if (which == barrier)
    arrive_at_barrier(h);
  else if (which == mstatus || which == mie)
    take_interrupt(h);
}

// A register that becomes a queue is empty; one that ceases to be keeps the
// value that was written last.
void machine::set_chaining(hart &h, std::uint32_t mask) {
  for (std::uint32_t reg = 0; reg < h.f.size(); ++reg) {
    if ((mask ^ h.chaining) >> reg & 1 && !h.chains[reg].empty())
      h.f[reg] = h.chains[reg].back();
    if ((mask ^ h.chaining) >> reg & 1)
      h.chains[reg].clear();
  }
  h.chaining = mask;
}

} // namespace seeker::iss
