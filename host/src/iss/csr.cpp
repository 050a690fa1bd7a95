// Control and status registers of the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "page.hpp"

namespace seeker::iss {
namespace {

// Numbers as the RISC-V privileged architecture and the Snitch cluster give
// them.
enum number : std::uint32_t {
  fflags = 0x001,
  frm = 0x002,
  fcsr = 0x003,
  mstatus = 0x300,
  misa = 0x301,
  mie = 0x304,
  mtvec = 0x305,
  mscratch = 0x340,
  mepc = 0x341,
  mcause = 0x342,
  mtval = 0x343,
  mip = 0x344,
  ssr = 0x7C0,
  barrier = 0x7C2,
  chaining = 0x7C3,
  dump = 0x7C7,
  fmode = 0x800,
  mcycle = 0xB00,
  minstret = 0xB02,
  mcycleh = 0xB80,
  minstreth = 0xB82,
  mvendorid = 0xF11,
  marchid = 0xF12,
  mimpid = 0xF13,
  mhartid = 0xF14,
};

// RV32 with A, D, F, I, M and X (extensions of its own).
constexpr std::uint32_t misa_value =
    1u << 30 | 1u << ('A' - 'A') | 1u << ('D' - 'A') | 1u << ('F' - 'A') |
    1u << ('I' - 'A') | 1u << ('M' - 'A') | 1u << ('X' - 'A');

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
    return h.chaining;
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
  case ssr:
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
                     cluster_interrupt);
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
    h.mcause = value;
    break;
  case mtval:
    h.mtval = value;
    break;
  case chaining:
    h.chaining = value;
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
    break;
  case dump:
    if (on_dump)
      on_dump(h.id, cycle_, value);
    break;
  case ssr:
    if (value & 1) // no streams here: an honest trap instead of wrong values
      throw trap{cause::illegal, i.word};
    break;
  default: // misa, mip: writes have no effect
    break;
  }
}

void machine::execute_csr(hart &h, const instruction &i) {
  const auto which = static_cast<std::uint32_t>(i.imm);
  const bool immediate = i.rm & 4;
  const std::uint32_t operand = immediate ? i.rs1 : h.x[i.rs1];
  const bool writes = i.code == op::csrrw || i.code == op::csrrwi || i.rs1 != 0;
  const std::uint32_t old = read_csr(h, i, which);
  if (writes) {
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
  h.x[i.rd] = old;
  if (which == barrier)
    arrive_at_barrier(h);
  else if (which == mstatus || which == mie)
    take_interrupt(h);
}

} // namespace seeker::iss
