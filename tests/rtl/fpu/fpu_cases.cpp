// Random operands that find the corners.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "fpu_cases.hpp"

#include <algorithm>

namespace fpu {

std::uint64_t case_source::value(fp::format f) {
  const int fraction_bits = f.precision - 1;
  const std::uint64_t fraction_mask = (std::uint64_t(1) << fraction_bits) - 1;
  const std::uint64_t top_field = f.infinity() >> fraction_bits;
  const std::uint64_t sign = bits() & 1 ? f.sign_bit() : 0;

  std::uint64_t field = 0;
  switch (bits() % 8) {
  case 0: // the smallest, subnormals among them
    field = bits() % 3;
    break;
  case 1: // the largest, infinity and NaN among them
    field = top_field - bits() % 4;
    break;
  case 2: // a factor below the precision around 1
  case 3:
  case 4:
    field = std::uint64_t(f.bias()) + bits() % 128 - 64;
    break;
  case 5: // products of two such are subnormal
    field = std::uint64_t(f.bias()) / 2 + bits() % 8;
    break;
  default:
    field = bits() % (top_field + 1);
  }

  std::uint64_t fraction = bits() & fraction_mask;
  switch (bits() % 8) {
  case 0:
    fraction = 0;
    break;
  case 1: // next to a power of two
    fraction = bits() % 4;
    break;
  case 2:
    fraction = fraction_mask - bits() % 4;
    break;
  case 3: // one bit
    fraction = std::uint64_t(1) << bits() % fraction_bits;
    break;
  case 4: // ones at the top
    fraction = fraction_mask & ~(fraction_mask >> bits() % fraction_bits);
    break;
  case 5: // ones at the bottom
    fraction = fraction_mask >> bits() % fraction_bits;
    break;
  default:
    break;
  }
  return sign | (field << fraction_bits) | fraction;
}

// What cancels against the product, up to a few units in the last place or a
// few binades.
std::uint64_t case_source::near_product(fp::format f, std::uint64_t a,
                                        std::uint64_t b) {
  std::uint64_t c = fp::mul(f, a, b, fp::rounding::rtz).bits ^ f.sign_bit();
  if (f.is_nan(c) || f.is_inf(c))
    return c;
  switch (bits() % 4) {
  case 0:
    return c;
  case 1:
    return c + bits() % 5 - 2;
  case 2:
    return c ^ (std::uint64_t(1) << bits() % f.precision);
  default:
    return c + ((bits() % 5 - 2) << (f.precision - 1));
  }
}

void case_source::operands(fp::format f, std::uint64_t &a, std::uint64_t &b,
                           std::uint64_t &c) {
  a = value(f);
  b = value(f);
  c = value(f);
  switch (bits() % 8) {
  case 0:
  case 1:
    c = near_product(f, a, b);
    break;
  case 2: // a + b cancels
    b = a ^ f.sign_bit();
    if (!one_in(4))
      b += bits() % 5 - 2;
    break;
  case 3: // same exponent and a little more
    b = (a & f.infinity()) | (b & ~f.infinity());
    break;
  case 4:
    b = a;
    break;
  default:
    break;
  }
  const std::uint64_t mask = f.sign_bit() | (f.sign_bit() - 1);
  a &= mask;
  b &= mask;
  c &= mask;
}

// Around the limits of 32 bits and around halves.
std::uint64_t case_source::for_integer(fp::format f) {
  static constexpr int exponents[] = {-2, -1, 0, 1, 22, 23, 24, 29, 30, 31, 32};
  const int exponent = exponents[bits() % std::size(exponents)];
  const int fraction_bits = f.precision - 1;
  const std::uint64_t field = std::uint64_t(f.bias() + exponent);
  const std::uint64_t mask = (std::uint64_t(1) << fraction_bits) - 1;
  std::uint64_t fraction = bits() & mask;
  if (one_in(2)) {
    // Whole or half, or next to it, with few or many ones before.
    const int below =
        std::clamp(fraction_bits - exponent - 1, 0, fraction_bits - 1);
    fraction = (one_in(2) ? mask : bits() & mask) >> below << below;
    fraction += bits() % 3 - 1;
  }
  return (bits() & 1 ? f.sign_bit() : 0) | (field << fraction_bits) |
         (fraction & mask);
}

// An f64 whose rounding to f32 is a close thing.
std::uint64_t case_source::for_narrowing() {
  static constexpr int exponents[] = {-151, -150, -149, -148, -130, -127,
                                      -126, -125, 0,    126,  127,  128};
  const std::uint64_t field =
      std::uint64_t(1023 + exponents[bits() % std::size(exponents)]);
  std::uint64_t fraction = bits() & 0x000fffffe0000000u;
  if (one_in(2))
    fraction = one_in(2) ? 0 : 0x000fffffe0000000u;
  fraction |= one_in(2) ? 0x10000000u : 0;
  fraction += bits() % 3 - 1;
  return (bits() & 1 ? fp::f64.sign_bit() : 0) | (field << 52) |
         (fraction & 0x000fffffffffffffu);
}

operation case_source::make(opcode op, bool is_packed) {
  operation o;
  o.op = op;
  o.is_packed = is_packed;
  o.src_double = !is_packed && bits() & 1;
  o.dst_double = o.src_double;
  o.is_unsigned = bits() & 1;
  o.rm = std::uint8_t(bits() % 5);
  switch (op) {
  case opcode::sgnj:
    o.rm = std::uint8_t(bits() % 3);
    break;
  case opcode::minmax:
    o.rm = bits() & 1;
    break;
  case opcode::cmp:
    o.rm = std::uint8_t(bits() % 6);
    break;
  case opcode::move_to_integer:
    o.src_double = false;
    break;
  case opcode::convert: // packed: two doubles to a pair
    o.src_double |= is_packed;
    o.dst_double = !o.src_double;
    break;
  case opcode::sum:
    o.is_packed = is_packed = true;
    o.src_double = o.dst_double = false;
    break;
  default:
    break;
  }

  const fp::format f = o.src_double ? fp::f64 : fp::f32;
  operands(f, o.a, o.b, o.c);
  if (op == opcode::sqrt && !one_in(8))
    o.a &= ~f.sign_bit();
  if (op == opcode::to_integer && !one_in(4))
    o.a = for_integer(f);
  if (op == opcode::convert && o.src_double && !one_in(4))
    o.a = for_narrowing();
  if (op == opcode::from_integer && one_in(2))
    o.a = (bits() >> 32 >> bits() % 32) ^ (one_in(2) ? 0xffffffffu : 0);

  if (is_packed && op == opcode::convert) {
    o.b = one_in(4) ? value(f) : for_narrowing();
  } else if (is_packed) {
    o.replicate = one_in(4);
    std::uint64_t a = 0, b = 0, c = 0;
    operands(f, a, b, c);
    // The two to be added first cancel as a and b do.
    if (op == opcode::sum)
      a = o.b & 0xffffffffu;
    o.a |= a << 32;
    o.b |= b << 32;
    o.c |= c << 32;
  } else if (!o.src_double) {
    // Boxed, but for one operand in a while.
    for (std::uint64_t *x : {&o.a, &o.b, &o.c})
      *x = (*x & 0xffffffffu) |
           ((one_in(32) ? bits() : ~std::uint64_t(0)) << 32);
  }
  return o;
}

} // namespace fpu
