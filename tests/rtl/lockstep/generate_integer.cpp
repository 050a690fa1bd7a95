// Chunks of the integer core: arithmetic, branches, loads and stores.
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

} // namespace

place private_place(random &r, std::uint32_t bytes) {
  const bool in_tcdm = r.below(4) != 0;
  const std::int32_t reach =
      in_tcdm ? layout::base_tcdm_reach : layout::base_l3_reach;
  // Often the same few words, so that accesses meet.
  const std::int32_t at =
      r.one_in(2) ? r.between(0, 31) : r.between(-reach, reach - 8);
  return {in_tcdm ? layout::base_tcdm : layout::base_l3,
          at & -static_cast<std::int32_t>(bytes)};
}

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
    place at = private_place(r, 1u << size);
    if (at.base == layout::base_tcdm && r.one_in(6)) { // by the alias
      made.words.push_back(lui(5, layout::alias_distance));
      made.words.push_back(add(5, 5, at.base));
      at.base = 5;
    }
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

} // namespace seeker::lockstep
