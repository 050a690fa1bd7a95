// Chunks of the FP subsystem: scalar and packed arithmetic, loads and stores,
// hardware loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/assembler.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/layout.hpp"

namespace seeker::lockstep {
namespace {

using namespace rv;

std::uint32_t rounding(random &r) { return r.of({0u, 1u, 2u, 3u, 4u, 7u}); }

std::uint32_t packed(random &r, std::uint32_t rd, std::uint32_t a,
                     std::uint32_t b) {
  switch (r.below(12)) {
  case 0:
    return r_type(0x33, 0, 0x47, rd, a, 0); // vfsqrt
  case 1:
    return r_type(0x33, 0, 0x47, rd, a, 0x1C); // vfsum
  case 2:
    return r_type(0x33, 0, r.of({0x58u, 0x5Au}), rd, a, b); // vfcpka
  default: // add, sub, mul, div, min, max, mac, mre, sgnj, sgnjn, sgnjx
    return r_type(0x33, r.of({0u, 4u}),
                  r.of<std::uint32_t>({0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x48,
                                       0x49, 0x4D, 0x4E, 0x4F}),
                  rd, a, b);
  }
}

std::uint32_t scalar(random &r, std::uint32_t rd, std::uint32_t a,
                     std::uint32_t b, std::uint32_t c) {
  const std::uint32_t fmt = r.below(2);
  switch (r.below(10)) {
  case 0:
  case 1:
  case 2:
    return fp(r.of<std::uint32_t>({0x00, 0x04, 0x08}) | fmt, rounding(r), rd, a,
              b);
  case 3:
  case 4:
  case 5:
    return c << 27 | fmt << 25 | b << 20 | a << 15 | rounding(r) << 12 |
           rd << 7 | r.of<std::uint32_t>({0x43, 0x47, 0x4B, 0x4F});
  case 6:
    return r.one_in(2) ? fp(0x0C | fmt, rounding(r), rd, a, b)
                       : fp(0x2C | fmt, rounding(r), rd, a, 0);
  case 7:
    return fp(0x10 | fmt, r.below(3), rd, a, b);
  case 8:
    return fp(0x14 | fmt, r.below(2), rd, a, b);
  default:
    return fmt ? fp(0x21, rounding(r), rd, a, 0)
               : fp(0x20, rounding(r), rd, a, 1);
  }
}

std::uint32_t to_integer(random &r, bool dm) {
  const std::uint32_t fmt = r.below(2), rd = destination(r), a = fp_register(r),
                      b = fp_register(r);
  switch (r.below(dm ? 4 : 5)) {
  case 0:
    return fp(0x50 | fmt, r.below(3), rd, a, b);
  case 1:
    return fp(0x70 | fmt, 1, rd, a, 0);
  case 2:
    return fp(0x60 | fmt, rounding(r), rd, a, r.below(2));
  case 3:
    return fmv_x_w(rd, a);
  default:
    return r_type(0x33, r.of({0u, 4u}), 0x50 + r.below(6), rd, a, b);
  }
}

std::uint32_t from_integer(random &r, std::uint32_t rd) {
  return r.one_in(4)
             ? fmv_w_x(rd, source(r))
             : fp(0x68 | r.below(2), rounding(r), rd, source(r), r.below(2));
}

} // namespace

std::uint32_t fp_access(random &r, std::uint32_t reg) {
  const bool wide = r.one_in(2);
  const place at = private_place(r, wide ? 8 : 4);
  if (r.one_in(2))
    return wide ? fld(reg, at.base, at.offset) : flw(reg, at.base, at.offset);
  return wide ? fsd(reg, at.base, at.offset) : fsw(reg, at.base, at.offset);
}

std::uint32_t body_instruction(random &r, std::uint32_t first,
                               std::uint32_t last) {
  const auto reg = [&] { return first + r.below(last - first + 1); };
  const std::uint32_t rd = reg(), a = reg(), b = reg(), c = reg();
  if (r.one_in(16))
    return from_integer(r, rd);
  return r.one_in(4) ? packed(r, rd, a, b) : scalar(r, rd, a, b, c);
}

chunk fp_chunk(random &r, bool dm) {
  chunk made{"FP", {}};
  for (std::uint32_t n = 2 + r.below(8); n != 0; --n) {
    if (r.one_in(6))
      made.words.push_back(to_integer(r, dm));
    else if (r.one_in(8))
      made.words.push_back(from_integer(r, fp_register(r)));
    else if (dm)
      made.words.push_back(scalar(r, fp_register(r), fp_register(r),
                                  fp_register(r), fp_register(r)));
    else
      made.words.push_back(body_instruction(r, 0, 31));
  }
  return made;
}

chunk fp_memory_chunk(random &r) {
  chunk made{"FP memory", {}};
  for (std::uint32_t n = 2 + r.below(8); n != 0; --n) {
    made.words.push_back(fp_access(r, fp_register(r)));
    if (r.one_in(3)) { // integer accesses to the same few words
      const auto at = static_cast<std::int32_t>(r.below(8)) * 4;
      made.words.push_back(r.one_in(2)
                               ? lw(destination(r), layout::base_tcdm, at)
                               : sw(source(r), layout::base_tcdm, at));
    }
  }
  return made;
}

chunk loop_chunk(random &r) {
  chunk made{"loop", load_immediate(5, r.below(6))};
  for (std::uint32_t word : load_immediate(6, r.below(5)))
    made.words.push_back(word);
  // Dynamic rounding modes must exist: nothing in a body may trap.
  made.words.push_back(csrrwi(0, 2, r.below(5)));
  const auto instruction = [&] {
    return r.one_in(5) ? fp_access(r, fp_register(r))
                       : body_instruction(r, 0, 31);
  };
  const auto integer = [&] { // the integer core goes on beside it
    if (r.one_in(6))
      made.words.push_back(addi(7, source(r), r.between(-5, 5)));
  };
  const std::uint32_t length = r.one_in(12) ? 32 : 1 + r.below(7);
  made.words.push_back(frep_o(5, length, r.below(8), r.below(16)));
  std::uint32_t inner = 0; // instructions left in it
  for (std::uint32_t n = 0; n < length; ++n) {
    if (inner == 0 && r.one_in(4)) {
      inner = 1 + r.below(length - n);
      made.words.push_back(frep_o(6, inner, r.below(8), r.below(16)));
    }
    integer();
    made.words.push_back(instruction());
    if (inner != 0)
      --inner;
  }
  return made;
}

// A chained register gets a few results and gives them one by one, twice; or
// again and again, in a loop.
chunk chain_chunk(random &r) {
  constexpr std::uint32_t chaining = 0x7C3;
  chunk made{"chain", {csrrwi(0, 2, r.below(5))}};
  const std::uint32_t reg = 3 + r.below(8);
  for (std::uint32_t word : load_immediate(5, 1u << reg))
    made.words.push_back(word);
  made.words.push_back(csrw(chaining, 5));
  const auto other = [&] { return 12 + r.below(20); };
  const auto give = [&] {
    if (r.one_in(6)) {
      const place at = private_place(r, 8);
      return fld(reg, at.base, at.offset);
    }
    return r.of({fadd_d(reg, other(), other()), fmul_d(reg, other(), other()),
                 fp(0x10, 1, reg, other(), other()),
                 fp(0x20, 7, reg, other(), 1), vf(0x43, reg, other(), other()),
                 fmadd_d(reg, other(), other(), other())});
  };
  const auto take = [&] {
    switch (r.below(5)) {
    case 0: // named twice: one value
      return fmul_d(other(), reg, reg);
    case 1:
      return fsd(reg, layout::base_tcdm, 8 * r.between(0, 7));
    case 2:
      return fmadd_d(other(), reg, other(), other());
    case 3:
      return fmadd_d(other(), other(), other(), reg);
    default:
      return fmadd_d(other(), other(), reg, other());
    }
  };
  const auto round = [&] {
    const std::uint32_t count = 1 + r.below(3);
    for (std::uint32_t n = 0; n < count; ++n)
      made.words.push_back(give());
    for (std::uint32_t n = 0; n < count; ++n)
      made.words.push_back(take());
    return 2 * count;
  };
  if (r.one_in(2)) {
    for (std::uint32_t word : load_immediate(6, r.below(7)))
      made.words.push_back(word);
    const std::size_t loop = made.words.size();
    made.words.push_back(0);
    made.words[loop] = frep_o(6, round());
  } else {
    round();
    round();
  }
  made.words.push_back(csrw(chaining, zero));
  made.words.push_back(fadd_d(other(), reg, other()));
  return made;
}

} // namespace seeker::lockstep
