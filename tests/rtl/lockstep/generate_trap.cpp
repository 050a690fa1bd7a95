// Chunks of what traps: instructions that do not exist, addresses where nothing
// is, and loops whose body is cut off by a trap.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/assembler.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/layout.hpp"

#include "seeker/iss/decode.hpp"

namespace seeker::lockstep {
namespace {

using namespace rv;

// Atomics where they may not be: misaligned, nowhere, on registers.
std::vector<std::uint32_t> bad_atomic(random &r) {
  const std::uint32_t kind =
      r.of<std::uint32_t>({0, 1, 2, 3, 4, 8, 12, 16, 20, 24, 28});
  std::vector<std::uint32_t> made;
  if (r.one_in(3)) {
    made = {addi(5, layout::base_tcdm, r.between(1, 3))};
  } else {
    made = load_immediate(
        5, r.of<std::uint32_t>({0x200, 0x20000000, layout::counters + 0x180,
                                layout::boot_rom, layout::zero_memory}));
  }
  made.push_back(amo(kind, destination(r), kind == 2 ? 0 : source(r), 5));
  return made;
}

// What traps wherever it stands, in one instruction.
std::uint32_t trapping(random &r) {
  switch (r.below(6)) {
  case 0:
    return ecall();
  case 1:
    return 0x0000705B;
  case 2:
    return fld(7, layout::base_tcdm, 4);
  case 3:
    return sw(5, layout::base_l3, 2);
  case 4:
    return csrr(6, 0x123);
  default:
    return fp(r.of<std::uint32_t>({0x00, 0x01, 0x2C, 0x0D}), 5 + r.below(2), 8,
              9, 0);
  }
}

// Refused in a body: integer results, modes, bodies that cannot be.
std::uint32_t refused(random &r) {
  switch (r.below(5)) {
  case 0:
    return feq_d(destination(r), 8, 9);
  case 1:
    return fmv_x_w(destination(r), 8);
  case 2:
    return csrrsi(0, 0x7C0, 1);
  case 3:
    return csrw(0x7C3, zero);
  default:
    return frep_o(6, 33);
  }
}

// An instruction with a wrong bit, so that it is none; of the other kind of
// core too.
std::uint32_t almost_an_instruction(random &r) {
  const std::span<const std::uint32_t> all = iss::encodings();
  while (true) {
    const std::uint32_t word =
        all[r.below(static_cast<std::uint32_t>(all.size()))] |
        (r.word() & 0x01FFF000) | 1u << r.below(32);
    if (iss::decode(word).code == iss::op::illegal)
      return word;
  }
}

} // namespace

chunk trap_chunk(random &r, bool dm) {
  chunk made{"trap", {}};
  switch (r.below(12)) {
  case 0:
    made.words = {ecall()};
    break;
  case 1:
    made.words = {ebreak()};
    break;
  case 2: // no instruction; CUSTOM2, unknown fields
    made.words = {r.one_in(3) ? r.of<std::uint32_t>(
                                    {0, 0xFFFFFFFF, 0x0000005B, 0x0000705B})
                              : almost_an_instruction(r)};
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
    made.words.push_back(r.of({lw(6, 5, 0), sw(6, 5, 4), fld(6, 5, 0),
                               flw(6, 5, 4), fsd(6, 5, 0), fsw(6, 5, 4)}));
    break;
  }
  case 6: // FP, misaligned
    made.words = {r.of<std::uint32_t>(
        {fld(7, layout::base_tcdm, 4), fsd(7, layout::base_l3, 12),
         flw(7, layout::base_tcdm, 2), fsw(7, layout::base_l3, 1)})};
    break;
  case 7: // a rounding mode that there is not, static or not
    if (r.one_in(2)) {
      made.words = {csrrwi(0, 2, 5 + r.below(3)),
                    r.one_in(3) && !dm ? vf(0x41, 8, 9, 10) : fadd_d(8, 9, 10),
                    csrrwi(0, 2, r.below(5))};
    } else {
      made.words = {fp(r.of<std::uint32_t>({0x00, 0x01, 0x2C, 0x0D}),
                       5 + r.below(2), 8, 9, 0)};
    }
    break;
  case 8: // a jump to the middle of an instruction, or to nowhere
    switch (r.below(4)) {
    case 0:
      made.words = {auipc(5, 0), jalr(6, 5, 14)};
      break;
    case 1:
      made.words = {j_type(r.of({0u, 1u, 6u}), 6)};
      break;
    case 2:
      made.words = {b_type(r.of({0u, 1u, 4u, 5u, 6u, 7u}), source(r), source(r),
                           r.of({6, -6}))};
      break;
    default:
      made.words = load_immediate(5, 0x300);
      made.words.push_back(jalr(layout::link, 5, 0));
    }
    break;
  case 9:
    made.words = bad_atomic(r);
    break;
  case 10:
    if (!dm)
      return cut_loop_chunk(r);
    [[fallthrough]];
  default: // what only the other kind of core has
    made.words = {dm ? r.of<std::uint32_t>({0x0000008B, 0x0000202B, 0x82000033})
                     : r.of<std::uint32_t>({0x0000002B, 0x0800052B})};
  }
  return made;
}

// A loop, or one in another, that a trap ends before its body is complete: what
// was queued of it is executed, and the rest of it stands alone.
chunk cut_loop_chunk(random &r) {
  chunk made{"cut loop", load_immediate(5, 1 + r.below(5))};
  for (std::uint32_t word : load_immediate(6, r.below(5)))
    made.words.push_back(word);
  made.words.push_back(csrrwi(0, 2, r.below(5)));
  const std::uint32_t length = 2 + r.below(8), cut = r.below(length);
  const std::uint32_t inner = r.one_in(2) ? r.below(length) : length;
  made.words.push_back(frep_o(5, length, r.below(8), r.below(16)));
  for (std::uint32_t n = 0; n < length; ++n) {
    if (n == inner && n <= cut)
      made.words.push_back(
          frep_o(6, 1 + r.below(length - n), r.below(8), r.below(16)));
    if (n == cut)
      made.words.push_back(r.one_in(2) ? trapping(r) : refused(r));
    made.words.push_back(body_instruction(r, 0, 31));
  }
  return made;
}

} // namespace seeker::lockstep
