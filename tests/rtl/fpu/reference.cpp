// IEEE 754 arithmetic for f32 and f64 by exact integers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "reference.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>

namespace fp {
namespace {

using integer = boost::multiprecision::cpp_int;

// (-1)^sign * magnitude * 2^exponent
struct exact {
  bool sign;
  integer magnitude;
  int exponent;
};

exact unpack(format f, std::uint64_t x) {
  const int field = int((x & f.infinity()) >> (f.precision - 1));
  std::uint64_t m = x & ((std::uint64_t(1) << (f.precision - 1)) - 1);
  if (field != 0)
    m |= std::uint64_t(1) << (f.precision - 1);
  return {f.sign(x), m, std::max(field, 1) - f.bias() - (f.precision - 1)};
}

bool rounds_up(rounding rm, bool sign, bool odd, bool half, bool rest) {
  switch (rm) {
  case rounding::rne:
    return half && (rest || odd);
  case rounding::rtz:
    return false;
  case rounding::rdn:
    return sign && (half || rest);
  case rounding::rup:
    return !sign && (half || rest);
  case rounding::rmm:
    return half;
  }
  return false;
}

// magnitude * 2^exponent as a multiple of 2^unit; says whether that is exact.
integer quantise(const exact &v, int unit, rounding rm, bool &is_exact) {
  const int drop = unit - v.exponent;
  is_exact = true;
  if (drop <= 0)
    return v.magnitude << -drop;
  integer kept = v.magnitude >> drop;
  const bool half = bit_test(v.magnitude, unsigned(drop - 1));
  const bool rest = v.magnitude != 0 && int(lsb(v.magnitude)) < drop - 1;
  is_exact = !half && !rest;
  if (rounds_up(rm, v.sign, bit_test(kept, 0), half, rest))
    ++kept;
  return kept;
}

outcome round(format f, const exact &v, rounding rm) {
  const std::uint64_t sign = v.sign ? f.sign_bit() : 0;
  if (v.magnitude == 0)
    return {sign, 0};
  const int top = int(msb(v.magnitude)) + v.exponent;
  const int smallest = 1 - f.bias();
  const int unit = std::max(top, smallest) - (f.precision - 1);
  bool is_exact = true;
  const integer m = quantise(v, unit, rm, is_exact);

  if (m != 0 && int(msb(m)) + unit > f.bias()) {
    const bool to_infinity = rm == rounding::rne || rm == rounding::rmm ||
                             (rm == rounding::rdn && v.sign) ||
                             (rm == rounding::rup && !v.sign);
    return {sign | (f.infinity() - (to_infinity ? 0 : 1)), overflow | inexact};
  }
  unsigned flags = is_exact ? 0 : inexact;
  if (!is_exact) {
    // Tiny when the value rounded as if the exponent had no bound is below.
    bool unused = true;
    const int free_unit = top - (f.precision - 1);
    const integer free = quantise(v, free_unit, rm, unused);
    if (int(msb(free)) + free_unit < smallest)
      flags |= underflow;
  }
  // The hidden bit carries into the exponent field by itself.
  const std::uint64_t field = std::uint64_t(unit + f.precision - 1 - smallest);
  return {sign | ((field << (f.precision - 1)) + m.convert_to<std::uint64_t>()),
          flags};
}

outcome nan(format f, bool is_invalid) {
  return {f.canonical_nan(), is_invalid ? unsigned(invalid) : 0};
}

// What was cut off, as a one below the last kept bit.
exact with_sticky(exact v, bool sticky) {
  v.magnitude = (v.magnitude << 2) | (sticky ? 1 : 0);
  v.exponent -= 2;
  return v;
}

} // namespace

outcome fma(format f, std::uint64_t a, std::uint64_t b, std::uint64_t c,
            rounding rm) {
  const bool inf_times_zero =
      (f.is_inf(a) && f.is_zero(b)) || (f.is_zero(a) && f.is_inf(b));
  if (f.is_nan(a) || f.is_nan(b) || f.is_nan(c) || inf_times_zero)
    return nan(f,
               f.is_snan(a) || f.is_snan(b) || f.is_snan(c) || inf_times_zero);
  const bool product_sign = f.sign(a) != f.sign(b);
  if (f.is_inf(a) || f.is_inf(b)) {
    if (f.is_inf(c) && f.sign(c) != product_sign)
      return nan(f, true);
    return {f.infinity() | (product_sign ? f.sign_bit() : 0), 0};
  }
  if (f.is_inf(c))
    return {c, 0};

  const exact x = unpack(f, a), y = unpack(f, b), z = unpack(f, c);
  exact product{product_sign, x.magnitude * y.magnitude,
                x.exponent + y.exponent};
  const int common = std::min(product.exponent, z.exponent);
  integer p = product.magnitude << (product.exponent - common);
  integer q = z.magnitude << (z.exponent - common);
  if (product.sign)
    p = -p;
  if (z.sign)
    q = -q;
  const integer sum = p + q;
  if (sum == 0) {
    const bool negative = product.sign == z.sign ? z.sign : rm == rounding::rdn;
    return {negative ? f.sign_bit() : 0, 0};
  }
  return round(f, {sum < 0, abs(sum), common}, rm);
}

outcome add(format f, std::uint64_t a, std::uint64_t b, rounding rm) {
  const std::uint64_t one = std::uint64_t(f.bias()) << (f.precision - 1);
  return fma(f, a, one, b, rm);
}

outcome sub(format f, std::uint64_t a, std::uint64_t b, rounding rm) {
  return add(f, a, b ^ f.sign_bit(), rm);
}

outcome mul(format f, std::uint64_t a, std::uint64_t b, rounding rm) {
  return fma(f, a, b, (a ^ b) & f.sign_bit(), rm);
}

outcome div(format f, std::uint64_t a, std::uint64_t b, rounding rm) {
  const bool sign = f.sign(a) != f.sign(b);
  const std::uint64_t sign_bit = sign ? f.sign_bit() : 0;
  if (f.is_nan(a) || f.is_nan(b))
    return nan(f, f.is_snan(a) || f.is_snan(b));
  if ((f.is_inf(a) && f.is_inf(b)) || (f.is_zero(a) && f.is_zero(b)))
    return nan(f, true);
  if (f.is_inf(a))
    return {f.infinity() | sign_bit, 0};
  if (f.is_zero(b))
    return {f.infinity() | sign_bit, divide_by_zero};
  if (f.is_inf(b) || f.is_zero(a))
    return {sign_bit, 0};
  const exact x = unpack(f, a), y = unpack(f, b);
  constexpr int extra = 128;
  integer quotient, remainder;
  divide_qr(integer(x.magnitude << extra), y.magnitude, quotient, remainder);
  return round(f,
               with_sticky({sign, quotient, x.exponent - y.exponent - extra},
                           remainder != 0),
               rm);
}

outcome sqrt(format f, std::uint64_t a, rounding rm) {
  if (f.is_nan(a))
    return nan(f, f.is_snan(a));
  if (f.is_zero(a))
    return {a, 0};
  if (f.sign(a))
    return nan(f, true);
  if (f.is_inf(a))
    return {a, 0};
  exact x = unpack(f, a);
  const int extra = 128 + (x.exponent & 1);
  integer remainder;
  const integer root =
      boost::multiprecision::sqrt(integer(x.magnitude << extra), remainder);
  return round(
      f, with_sticky({false, root, (x.exponent - extra) / 2}, remainder != 0),
      rm);
}

outcome convert(format from, format to, std::uint64_t a, rounding rm) {
  if (from.is_nan(a))
    return nan(to, from.is_snan(a));
  const std::uint64_t sign = from.sign(a) ? to.sign_bit() : 0;
  if (from.is_inf(a))
    return {sign | to.infinity(), 0};
  return round(to, unpack(from, a), rm);
}

outcome to_integer(format f, std::uint64_t a, rounding rm, bool is_unsigned) {
  const integer low = is_unsigned ? 0 : -(integer(1) << 31);
  const integer high = (integer(1) << (is_unsigned ? 32 : 31)) - 1;
  const bool negative = f.sign(a) && !f.is_nan(a);
  const integer limit = negative ? low : high;
  bool is_invalid = f.is_nan(a) || f.is_inf(a);
  bool is_exact = true;
  integer value;
  if (!is_invalid) {
    value = quantise(unpack(f, a), 0, rm, is_exact);
    if (negative)
      value = -value;
    is_invalid = value < low || value > high;
  }
  if (is_invalid)
    value = limit;
  const std::uint32_t bits = std::uint32_t(value.convert_to<std::int64_t>());
  return {bits, is_invalid ? unsigned(invalid) : is_exact ? 0 : inexact};
}

outcome from_integer(format f, std::uint32_t a, rounding rm, bool is_unsigned) {
  const std::int64_t value =
      is_unsigned ? std::int64_t(a) : std::int64_t(std::int32_t(a));
  return round(f, {value < 0, integer(value < 0 ? -value : value), 0}, rm);
}

namespace {

// Neither is a NaN.
bool less(format f, std::uint64_t a, std::uint64_t b) {
  const exact x = unpack(f, a), y = unpack(f, b);
  const int common = std::min(x.exponent, y.exponent);
  integer p = x.magnitude << (x.exponent - common);
  integer q = y.magnitude << (y.exponent - common);
  return (x.sign ? -p : p) < (y.sign ? -q : q);
}

outcome extreme(format f, std::uint64_t a, std::uint64_t b, bool greater) {
  const unsigned flags = f.is_snan(a) || f.is_snan(b) ? unsigned(invalid) : 0;
  if (f.is_nan(a) && f.is_nan(b))
    return {f.canonical_nan(), flags};
  if (f.is_nan(a))
    return {b, flags};
  if (f.is_nan(b))
    return {a, flags};
  // -0 is below +0 here.
  const bool a_first = less(f, a, b) || (f.is_zero(a) && f.is_zero(b) &&
                                         f.sign(a) && !f.sign(b));
  return {a_first != greater ? a : b, flags};
}

} // namespace

outcome min(format f, std::uint64_t a, std::uint64_t b) {
  return extreme(f, a, b, false);
}

outcome max(format f, std::uint64_t a, std::uint64_t b) {
  return extreme(f, a, b, true);
}

outcome le(format f, std::uint64_t a, std::uint64_t b) {
  if (f.is_nan(a) || f.is_nan(b))
    return {0, invalid};
  return {!less(f, b, a), 0};
}

outcome lt(format f, std::uint64_t a, std::uint64_t b) {
  if (f.is_nan(a) || f.is_nan(b))
    return {0, invalid};
  return {less(f, a, b), 0};
}

outcome eq(format f, std::uint64_t a, std::uint64_t b) {
  if (f.is_nan(a) || f.is_nan(b))
    return {0, f.is_snan(a) || f.is_snan(b) ? unsigned(invalid) : 0};
  return {!less(f, a, b) && !less(f, b, a), 0};
}

outcome classify(format f, std::uint64_t a) {
  const std::uint64_t magnitude = a & ~f.sign_bit();
  const std::uint64_t smallest_normal = std::uint64_t(1) << (f.precision - 1);
  if (f.is_nan(a))
    return {f.is_snan(a) ? 1u << 8 : 1u << 9, 0};
  const int kind = f.is_inf(a)                    ? 0
                   : magnitude >= smallest_normal ? 1
                   : magnitude != 0               ? 2
                                                  : 3;
  return {std::uint64_t(1) << (f.sign(a) ? kind : 7 - kind), 0};
}

} // namespace fp
