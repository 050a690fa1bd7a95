// Values that arithmetic has trouble with, among others.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/random.hpp"

namespace seeker::lockstep {
namespace {

std::uint64_t corner_d(random &r) {
  const std::uint64_t sign = r.bits() << 63;
  return sign | r.of<std::uint64_t>({
                    0,
                    1,
                    0x000FFFFFFFFFFFFF,
                    0x0010000000000000,
                    0x0010000000000001,
                    0x3FF0000000000000,
                    0x3FF0000000000001,
                    0x3FEFFFFFFFFFFFFF,
                    0x7FEFFFFFFFFFFFFF,
                    0x7FF0000000000000,
                    0x7FF0000000000001,
                    0x7FF8000000000000,
                    0x7FFFFFFFFFFFFFFF,
                    0x41E0000000000000,
                    0x41DFFFFFFFC00000,
                    0x41EFFFFFFFE00000,
                    0x47EFFFFFE0000000,
                    0x47EFFFFFF0000000,
                    0x3810000000000000,
                    0x36A0000000000000,
                    0x3FE0000000000000,
                    0x4330000000000000,
                });
}

std::uint32_t corner_s(random &r) {
  const std::uint32_t sign = r.word() << 31;
  return sign | r.of<std::uint32_t>({
                    0,
                    1,
                    0x007FFFFF,
                    0x00800000,
                    0x00800001,
                    0x3F800000,
                    0x3F800001,
                    0x3F7FFFFF,
                    0x7F7FFFFF,
                    0x7F800000,
                    0x7F800001,
                    0x7FC00000,
                    0x7FFFFFFF,
                    0x4F000000,
                    0x4EFFFFFF,
                    0x4F800000,
                    0x3F000000,
                    0x4B000000,
                });
}

// Exponents near that of 1, so that sums and products meet.
std::uint64_t near_d(random &r) {
  return (r.bits() & 0x800FFFFFFFFFFFFF) |
         static_cast<std::uint64_t>(r.between(1015, 1031)) << 52;
}
std::uint32_t near_s(random &r) {
  return (r.word() & 0x807FFFFF) |
         static_cast<std::uint32_t>(r.between(119, 135)) << 23;
}

std::uint32_t single(random &r) {
  switch (r.below(3)) {
  case 0:
    return corner_s(r);
  case 1:
    return near_s(r);
  default:
    return r.word();
  }
}

} // namespace

std::uint64_t fp_value(random &r) {
  constexpr std::uint64_t box = 0xFFFFFFFF00000000;
  switch (r.below(8)) {
  case 0:
  case 1:
    return corner_d(r);
  case 2:
  case 3:
    return near_d(r);
  case 4:
    return r.bits();
  case 5:
  case 6:
    return box | single(r);
  default:
    return std::uint64_t{single(r)} << 32 | single(r);
  }
}

std::uint32_t int_value(random &r) {
  if (r.one_in(2))
    return r.word();
  return r.of<std::uint32_t>({0, 1, 2, 31, 32, 0x7FFFFFFF, 0x80000000,
                              0x80000001, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFF,
                              0x10000, 0x55555555});
}

} // namespace seeker::lockstep
