// IEEE 754 arithmetic for f32 and f64 by exact integers, to judge the RTL by.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each operation computes the exact value and rounds it once. Choices that the
// standard leaves open are RISC-V's: canonical NaN, tininess after rounding,
// what a conversion to integer gives out of range. Operands are the formats'
// own bits, without a box.
#pragma once

#include <cstdint>

namespace fp {

enum class rounding : std::uint8_t { rne, rtz, rdn, rup, rmm };

// The bits of fflags, which are SoftFloat's too.
enum flag : unsigned {
  inexact = 1,
  underflow = 2,
  overflow = 4,
  divide_by_zero = 8,
  invalid = 16
};

struct format {
  int precision; // bits of the significand, the hidden one included
  int exponent_bits;
  constexpr int bias() const { return (1 << (exponent_bits - 1)) - 1; }
  constexpr int width() const { return precision + exponent_bits; }
  constexpr std::uint64_t sign_bit() const {
    return std::uint64_t(1) << (width() - 1);
  }
  constexpr std::uint64_t infinity() const {
    return ((std::uint64_t(1) << exponent_bits) - 1) << (precision - 1);
  }
  constexpr std::uint64_t quiet_bit() const {
    return std::uint64_t(1) << (precision - 2);
  }
  constexpr std::uint64_t canonical_nan() const {
    return infinity() | quiet_bit();
  }
  constexpr bool is_nan(std::uint64_t x) const {
    return (x & ~sign_bit()) > infinity();
  }
  constexpr bool is_snan(std::uint64_t x) const {
    return is_nan(x) && !(x & quiet_bit());
  }
  constexpr bool is_inf(std::uint64_t x) const {
    return (x & ~sign_bit()) == infinity();
  }
  constexpr bool is_zero(std::uint64_t x) const {
    return (x & ~sign_bit()) == 0;
  }
  constexpr bool sign(std::uint64_t x) const { return x & sign_bit(); }
  constexpr bool operator==(const format &) const = default;
};

inline constexpr format f32{24, 8};
inline constexpr format f64{53, 11};

struct outcome {
  std::uint64_t bits;
  unsigned flags;
  bool operator==(const outcome &) const = default;
};

outcome add(format f, std::uint64_t a, std::uint64_t b, rounding rm);
outcome sub(format f, std::uint64_t a, std::uint64_t b, rounding rm);
outcome mul(format f, std::uint64_t a, std::uint64_t b, rounding rm);
outcome fma(format f, std::uint64_t a, std::uint64_t b, std::uint64_t c,
            rounding rm);
outcome div(format f, std::uint64_t a, std::uint64_t b, rounding rm);
outcome sqrt(format f, std::uint64_t a, rounding rm);

outcome convert(format from, format to, std::uint64_t a, rounding rm);
outcome to_integer(format f, std::uint64_t a, rounding rm, bool is_unsigned);
outcome from_integer(format f, std::uint32_t a, rounding rm, bool is_unsigned);

outcome min(format f, std::uint64_t a, std::uint64_t b);
outcome max(format f, std::uint64_t a, std::uint64_t b);
outcome le(format f, std::uint64_t a, std::uint64_t b);
outcome lt(format f, std::uint64_t a, std::uint64_t b);
outcome eq(format f, std::uint64_t a, std::uint64_t b);
outcome classify(format f, std::uint64_t a);

} // namespace fp
