// Chunks of the integer core: arithmetic, branches, memory, atomics, CSRs,
// traps.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/assembler.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/layout.hpp"

namespace seeker::lockstep {
namespace {

using namespace rv;

std::uint32_t alu(random &r) {
  const std::uint32_t rd = destination(r), a = source(r), b = source(r);
  switch (r.below(12)) {
  case 0:
    return lui(rd, r.word());
  case 1:
    return auipc(rd, r.word());
  case 2:
  case 3:
    return muldiv(r.below(8), rd, a, b);
  case 4: // sub, sra
    return r_type(0x33, r.of({0u, 5u}), 0x20, rd, a, b);
  case 5:
  case 6:
    return r_type(0x33, r.below(8), 0, rd, a, b);
  case 7: { // shifts
    const auto right = r.of<std::uint32_t>({0, 0x400});
    return i_type(0x13, right ? 5 : r.of({1u, 5u}), rd, a,
                  static_cast<std::int32_t>(right | r.below(32)));
  }
  default:
    return i_type(0x13, r.of({0u, 2u, 3u, 4u, 6u, 7u}), rd, a,
                  r.between(-2048, 2047));
  }
}

// A word, half or byte of the private data by one of the two base registers.
struct place {
  std::uint32_t base;
  std::int32_t offset;
};
place private_place(random &r, std::uint32_t bytes) {
  const bool in_tcdm = r.below(4) != 0;
  const std::int32_t low = in_tcdm ? -0x700 : -0x800;
  const std::int32_t high = in_tcdm ? 0x6F8 : 0x7F8;
  // Often the same few words, so that accesses meet.
  const std::int32_t at = r.one_in(2) ? r.between(0, 31) : r.between(low, high);
  return {in_tcdm ? layout::base_tcdm : layout::base_l3,
          at & -static_cast<std::int32_t>(bytes)};
}

} // namespace

chunk integer_chunk(random &r) {
  chunk made{"integer", {}};
  for (std::uint32_t n = 2 + r.below(8); n != 0; --n) {
    if (r.one_in(6)) { // over one or two instructions, or not
      const std::uint32_t over = 1 + r.below(2);
      made.words.push_back(b_type(r.of({0u, 1u, 4u, 5u, 6u, 7u}), source(r),
                                  source(r),
                                  static_cast<std::int32_t>(4 + 4 * over)));
      for (std::uint32_t k = 0; k < over; ++k)
        made.words.push_back(alu(r));
    } else if (r.one_in(12)) {
      made.words.push_back(j_type(r.one_in(2) ? layout::link : 0, 8));
      made.words.push_back(alu(r));
    } else if (r.one_in(12)) { // jalr over one instruction
      made.words.push_back(auipc(layout::link, 0));
      made.words.push_back(jalr(destination(r), layout::link, 12));
      made.words.push_back(alu(r));
    } else {
      made.words.push_back(alu(r));
    }
  }
  return made;
}

chunk memory_chunk(random &r) {
  chunk made{"memory", {}};
  for (std::uint32_t n = 2 + r.below(8); n != 0; --n) {
    const std::uint32_t size = r.below(3);
    const place at = private_place(r, 1u << size);
    if (r.one_in(5))
      made.words.push_back(alu(r));
    else if (r.one_in(20))
      made.words.push_back(r.one_in(8) ? fence_i() : fence());
    else if (r.one_in(2))
      made.words.push_back(store(size, source(r), at.base, at.offset));
    else
      made.words.push_back(load(size < 2 && r.one_in(2) ? size + 4 : size,
                                destination(r), at.base, at.offset));
  }
  return made;
}

chunk atomic_chunk(random &r) {
  constexpr std::uint32_t lr = 2, sc = 3;
  chunk made{"atomics", {}};
  if (r.one_in(3)) { // on the words of all harts: no old value is determined
    // add, or, and, xor, max, min, maxu, minu: each word has one
    constexpr std::uint32_t kinds[] = {0, 8, 12, 4, 20, 16, 28, 24};
    const std::uint32_t word = r.below(layout::shared_words);
    made.words.push_back(
        addi(5, layout::base_shared, static_cast<std::int32_t>(word * 4)));
    made.words.push_back(amo(kinds[word], zero, source(r), 5, r.below(4)));
    return made;
  }
  const place at = private_place(r, 4);
  made.words.push_back(addi(5, at.base, at.offset));
  if (r.one_in(3)) {
    made.words.push_back(amo(lr, 6 + r.below(15), zero, 5, r.below(4)));
    if (r.one_in(3))
      made.words.push_back(
          sw(source(r), at.base, at.offset)); // ends the reservation
    made.words.push_back(amo(sc, 7, source(r), 5, r.below(4)));
    if (r.one_in(3))
      made.words.push_back(amo(sc, 8, source(r), 5));
  } else {
    for (std::uint32_t n = 1 + r.below(4); n != 0; --n)
      made.words.push_back(
          amo(r.of<std::uint32_t>({0, 1, 4, 8, 12, 16, 20, 24, 28}),
              6 + r.below(15), source(r), 5, r.below(4)));
  }
  made.words.push_back(lw(destination(r), at.base, at.offset));
  return made;
}

chunk csr_chunk(random &r) {
  chunk made{"CSRs", {}};
  for (std::uint32_t n = 1 + r.below(4); n != 0; --n) {
    const std::uint32_t rd = destination(r);
    switch (r.below(8)) {
    case 0: // fflags, frm, fcsr: any operation
    case 1:
    case 2: {
      const std::uint32_t csr = 1 + r.below(3);
      const std::uint32_t kind = r.of({1u, 2u, 3u, 5u, 6u, 7u});
      made.words.push_back(i_type(0x73, kind, rd,
                                  kind >= 5 ? r.below(32) : source(r),
                                  static_cast<std::int32_t>(csr)));
      break;
    }
    case 3:
      made.words.push_back(csrrw(rd, 0x340, source(r))); // mscratch
      break;
    case 4:
      made.words.push_back(csrrs(rd, 0x340, source(r)));
      break;
    case 5: // mstatus, misa, mie, mtvec, mepc, mcause, mtval
      made.words.push_back(
          csrr(rd, r.of<std::uint32_t>(
                       {0x300, 0x301, 0x304, 0x305, 0x341, 0x342, 0x343})));
      break;
    case 6: // mhartid, mvendorid, minstret, fmode
      made.words.push_back(
          csrr(rd, r.of<std::uint32_t>({0xF14, 0xF11, 0xB02, 0x800})));
      break;
    default: // what depends on time: mcycle, mip
      made.words.push_back(
          csrr(rd, r.of<std::uint32_t>({0xB00, 0xB80, 0x344})));
    }
  }
  if (r.one_in(2)) // mostly a rounding mode that there is
    made.words.push_back(csrrwi(0, 2, r.below(5)));
  return made;
}

chunk trap_chunk(random &r, bool dm) {
  chunk made{"trap", {}};
  switch (r.below(10)) {
  case 0:
    made.words = {ecall()};
    break;
  case 1:
    made.words = {ebreak()};
    break;
  case 2: // no instruction; CUSTOM2, unknown fields
    made.words = {r.of<std::uint32_t>({0, 0xFFFFFFFF, 0x0000005B, 0x02001013,
                                       0x0000705B, 0x00003003, 0x10200073})};
    break;
  case 3: // no CSR, or one that cannot be written
    made.words = {r.of<std::uint32_t>({csrr(6, 0x123), csrrw(6, 0xF14, 7),
                                       csrrsi(0, 0xF11, 1), csrr(5, 0x7C1)})};
    break;
  case 4: { // misaligned
    const std::uint32_t size = 1 + r.below(2);
    const std::int32_t at =
        8 * r.between(0, 15) +
        (size == 1 ? 1 + 2 * r.between(0, 1) : r.between(1, 3));
    made.words = {r.one_in(2)
                      ? load(size, destination(r), layout::base_tcdm, at)
                      : store(size, source(r), layout::base_l3, at)};
    break;
  }
  case 5: { // nothing there
    made.words =
        load_immediate(5, r.of<std::uint32_t>({0x200, 0x20000000, 0x7FFFFFF8}));
    made.words.push_back(r.one_in(2) ? lw(6, 5, 0) : sw(6, 5, 4));
    break;
  }
  case 6: // FP, misaligned
    made.words = {r.of<std::uint32_t>(
        {fld(7, layout::base_tcdm, 4), fsd(7, layout::base_l3, 12),
         flw(7, layout::base_tcdm, 2), fsw(7, layout::base_l3, 1)})};
    break;
  case 7: // a rounding mode that there is not
    made.words = {fp(r.of<std::uint32_t>({0x00, 0x01, 0x2C, 0x0D}),
                     5 + r.below(2), 8, 9, 0)};
    break;
  case 8: // a jump to the middle of an instruction, or to nowhere
    if (r.one_in(2)) {
      made.words = {auipc(5, 0), jalr(6, 5, 14)};
    } else {
      made.words = load_immediate(5, 0x300);
      made.words.push_back(jalr(layout::link, 5, 0));
    }
    break;
  default: // what only the other kind of core has
    made.words = {dm ? r.of<std::uint32_t>({0x0000008B, 0x0000202B, 0x82000033})
                     : r.of<std::uint32_t>({0x0000002B, 0x0800052B})};
  }
  return made;
}

chunk interrupt_chunk(random &r, std::uint32_t harts) {
  chunk made{"interrupt", load_immediate(5, layout::cl_clint_set)};
  for (std::uint32_t word : load_immediate(6, 1u << r.below(harts)))
    made.words.push_back(word);
  made.words.push_back(sw(6, 5, 0));
  return made;
}

} // namespace seeker::lockstep
