// Chunks of the integer core's surroundings: CSRs, interrupts, sleep, code that
// changes, peripheral registers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/assembler.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/layout.hpp"

namespace seeker::lockstep {
namespace {

using namespace rv;

constexpr std::uint32_t mstatus = 0x300, mtvec = 0x305, mscratch = 0x340,
                        mepc = 0x341, mcause = 0x342, mtval = 0x343;
constexpr std::uint32_t mie_bit = 8;

std::uint32_t csrrci(std::uint32_t rd, std::uint32_t csr, std::uint32_t imm) {
  return i_type(0x73, 7, rd, imm, static_cast<std::int32_t>(csr));
}

// What a chunk's words are appended by.
class appender {
public:
  explicit appender(chunk &into) : into_(into) {}
  void operator()(std::uint32_t word) { into_.words.push_back(word); }
  void li(std::uint32_t reg, std::uint32_t value) {
    for (std::uint32_t word : load_immediate(reg, value))
      into_.words.push_back(word);
  }

private:
  chunk &into_;
};

// A trap's registers, written and read back while nothing can trap.
void trap_registers(random &r, appender &w) {
  w(csrrci(0, mstatus, mie_bit));
  switch (r.below(3)) {
  case 0: {
    const auto csr = r.of({mepc, mcause, mtval});
    w(i_type(0x73, 1 + r.below(3), destination(r), source(r),
             static_cast<std::int32_t>(csr)));
    w(csrr(destination(r), csr));
    break;
  }
  case 1:
    w(csrr(5, mtvec));
    w(csrw(mtvec, source(r)));
    w(csrr(6, mtvec));
    w(csrw(mtvec, 5));
    break;
  default: // a return to where nothing came from; MPIE first, for MIE after it
    w(auipc(5, 0));
    w(addi(5, 5, 6 * 4 + r.between(0, 3)));
    w(addi(6, zero, 0x80));
    w(csrrs(7, mstatus, 6));
    w(csrw(mepc, 5));
    w(mret());
  }
  w(csrrsi(destination(r), mstatus, mie_bit));
}

} // namespace

chunk csr_chunk(random &r) {
  chunk made{"CSRs", {}};
  appender w(made);
  for (std::uint32_t n = 1 + r.below(4); n != 0; --n) {
    const std::uint32_t rd = destination(r);
    switch (r.below(10)) {
    case 0: // fflags, frm, fcsr: any operation
    case 1:
    case 2: {
      const std::uint32_t csr = 1 + r.below(3);
      const std::uint32_t kind = r.of({1u, 2u, 3u, 5u, 6u, 7u});
      w(i_type(0x73, kind, rd, kind >= 5 ? r.below(32) : source(r),
               static_cast<std::int32_t>(csr)));
      break;
    }
    case 3:
      w(i_type(0x73, 1 + r.below(3), rd, source(r), mscratch));
      break;
    case 4: // fmode, dump, and the two that do not change
      w(i_type(0x73, 1 + r.below(3), rd, source(r),
               r.of({0x800, 0x7C7, 0x301, 0x344})));
      break;
    case 5: // mstatus, misa, mie, mtvec, mepc, mcause, mtval
      w(csrr(rd, r.of<std::uint32_t>(
                     {0x300, 0x301, 0x304, 0x305, 0x341, 0x342, 0x343})));
      break;
    case 6: // mhartid, mvendorid, marchid, mimpid, fmode, ssr, chaining
      w(csrr(rd, r.of<std::uint32_t>(
                     {0xF14, 0xF11, 0xF12, 0xF13, 0x800, 0x7C0, 0x7C3})));
      break;
    case 7: // minstret[h], read or written
      w(r.one_in(2) ? csrr(rd, r.of({0xB02u, 0xB82u}))
                    : csrrw(rd, r.of({0xB02u, 0xB82u}), source(r)));
      break;
    case 8:
      trap_registers(r, w);
      break;
    default: // what depends on time: mcycle[h], mip
      w(r.one_in(3) ? csrw(0xB00, source(r))
                    : csrr(rd, r.of<std::uint32_t>({0xB00, 0xB80, 0x344})));
    }
  }
  if (r.one_in(2)) // mostly a rounding mode that there is
    w(csrrwi(0, 2, r.below(5)));
  return made;
}

// Some hart's; or one of its own, slept for.
chunk interrupt_chunk(random &r, std::uint32_t hart, std::uint32_t harts) {
  chunk made{"interrupt", {}};
  appender w(made);
  const bool sleeps = r.one_in(2);
  const std::uint32_t whose = sleeps ? hart : r.below(harts);
  if (sleeps)
    w(csrrci(0, mstatus, mie_bit));
  switch (r.below(3)) {
  case 0:
    w.li(5, layout::cl_clint_set);
    w.li(6, 1u << whose);
    w(sw(6, 5, 0));
    break;
  case 1:
    w.li(5, layout::msip + 4 * whose);
    w(addi(6, zero, 1));
    w(sw(6, 5, 0));
    break;
  default: // a timer that has run out
    w.li(5, layout::mtimecmp + 8 * whose);
    w(sw(zero, 5, 4));
    w(sw(zero, 5, 0));
  }
  if (sleeps) {
    w(wfi());
    w(csrrsi(destination(r), mstatus, mie_bit));
  }
  return made;
}

// An instruction that is written over before it is executed, each time by
// another one.
chunk code_chunk(random &r) {
  chunk made{"code", {}};
  appender w(made);
  w(auipc(5, 0));
  w(i_type(0x13, 1, 6, layout::loop_counter, 20)); // slli: into the immediate
  w.li(7, addi(8, 0, 0) + (r.below(8) << 20));
  if (made.words.size() == 3)
    w(nop());
  w(add(6, 6, 7));
  const std::uint32_t between = r.below(20);
  w(sw(6, 5, static_cast<std::int32_t>(4 * (7 + between))));
  w(fence_i());
  for (std::uint32_t n = 0; n < between; ++n)
    w(addi(9 + r.below(8), source(r), r.between(-2048, 2047)));
  w(addi(8, zero, -1)); // never executed
  return made;
}

// A counter's selection and switch; its value only while it stands still. What
// is at an address that reads as 0 or as what the boot ROM holds.
chunk peripheral_chunk(random &r, std::uint32_t hart) {
  chunk made{"peripheral", {}};
  appender w(made);
  if (r.one_in(3)) {
    w.li(5, r.of({layout::boot_rom + 4 * r.below(64),
                  layout::zero_memory + 4 * r.below(64)}));
    w(load(r.of({0u, 1u, 2u, 4u, 5u}), destination(r), 5, 0));
    w(r.one_in(2) ? fld(fp_register(r), 5, 0) : flw(fp_register(r), 5, 0));
    return made;
  }
  w.li(5, layout::counters + 8 * hart);
  w(sw(zero, 5, 0));
  w(store(r.below(3), source(r), 5, 0x80 + 2 * r.between(0, 1)));
  w(lw(6, 5, 0x80));
  w(sw(source(r), 5, 0x100));
  w(lw(7, 5, 0x100));
  w(lw(8, 5, 0));
  if (r.one_in(3))
    w(fld(fp_register(r), 5, 0x80));
  w(addi(9, zero, 1));
  w(store(r.below(3), 9, 5, 0));
  w(load(4, 9, 5, 0));
  return made;
}

} // namespace seeker::lockstep
