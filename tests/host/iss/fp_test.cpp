// FP semantics: RISC-V's special cases, and ties away against exact arithmetic
// in f64.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/iss/fp.hpp"

#include <gtest/gtest.h>

#include <vector>

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>

namespace seeker::iss::fp {
namespace {

constexpr std::uint64_t box = 0xFFFFFFFF00000000;
constexpr std::uint64_t canonical = 0x7FF8000000000000;

std::uint64_t of(double v) { return std::bit_cast<std::uint64_t>(v); }
std::uint64_t of(float v) { return box | std::bit_cast<std::uint32_t>(v); }

result add(std::uint64_t a, std::uint64_t b, rounding rm) {
  return arithmetic(op::fadd, format::double_, rm, a, b, 0);
}

TEST(Fp, RoundsInEveryMode) {
  const double tiny = 0x1p-53;
  const auto rounded = [&](rounding rm) { return add(of(1.0), of(tiny), rm); };
  EXPECT_EQ(rounded(rounding::nearest_even).bits, of(1.0));
  EXPECT_EQ(rounded(rounding::towards_zero).bits, of(1.0));
  EXPECT_EQ(rounded(rounding::down).bits, of(1.0));
  EXPECT_EQ(rounded(rounding::up).bits, of(1.0 + 0x1p-52));
  EXPECT_EQ(rounded(rounding::nearest_away).bits, of(1.0 + 0x1p-52));
  EXPECT_EQ(rounded(rounding::nearest_away).flags, inexact);
}

TEST(Fp, GivesTheCanonicalNaN) {
  const result r = add(0x7FF0000000000001, of(1.0), rounding::nearest_even);
  EXPECT_EQ(r.bits, canonical);
  EXPECT_EQ(r.flags, invalid);
  EXPECT_EQ(add(0xFFF8000000000055, of(1.0), rounding::nearest_even).flags, 0);
}

TEST(Fp, CallsInfinityTimesZeroInvalidEvenWithAQuietAddend) {
  const result r =
      arithmetic(op::fmadd, format::double_, rounding::nearest_even,
                 of(INFINITY * 1.0), of(0.0), canonical);
  EXPECT_EQ(r.bits, canonical);
  EXPECT_EQ(r.flags, invalid);
}

TEST(Fp, TakesAnUnboxedSingleForANaN) {
  const result r = arithmetic(op::fadd, format::single, rounding::nearest_even,
                              0x3F800000, of(1.0f), 0);
  EXPECT_EQ(r.bits, box | 0x7FC00000);
}

TEST(Fp, OrdersZerosInMinimumAndMaximum) {
  EXPECT_EQ(compare(op::fmin, format::double_, of(0.0), of(-0.0)).bits,
            of(-0.0));
  EXPECT_EQ(compare(op::fmax, format::double_, of(-0.0), of(0.0)).bits,
            of(0.0));
  EXPECT_EQ(compare(op::fmax, format::double_, canonical, of(2.0)).bits,
            of(2.0));
}

TEST(Fp, SaturatesConversionsToIntegers) {
  EXPECT_EQ(
      to_integer(format::double_, rounding::towards_zero, false, of(-0x1p31))
          .bits,
      0x80000000u);
  EXPECT_EQ(
      to_integer(format::double_, rounding::towards_zero, false, of(0x1p31))
          .bits,
      0x7FFFFFFFu);
  EXPECT_EQ(
      to_integer(format::double_, rounding::towards_zero, true, of(-1.0)).flags,
      invalid);
  EXPECT_EQ(
      to_integer(format::double_, rounding::towards_zero, true, of(-0.5)).flags,
      inexact);
  EXPECT_EQ(
      to_integer(format::double_, rounding::nearest_away, false, of(2.5)).bits,
      3u);
  EXPECT_EQ(
      to_integer(format::double_, rounding::nearest_even, false, of(2.5)).bits,
      2u);
  EXPECT_EQ(to_integer(format::single, rounding::up, false, canonical).bits,
            0x7FFFFFFFu);
}

// snitch.md names it as a defect elsewhere: an infinity stays one in every
// mode.
TEST(Fp, NarrowsAnInfinityToAnInfinity) {
  for (const rounding rm : {rounding::towards_zero, rounding::down,
                            rounding::up, rounding::nearest_away})
    EXPECT_EQ(narrow(rm, of(double{INFINITY})).bits, of(float{INFINITY}));
}

TEST(Fp, NarrowsBeyondTheLargestByRoundingMode) {
  const double half_above = std::ldexp(1.0, 128) - std::ldexp(1.0, 103);
  const result away = narrow(rounding::nearest_away, of(half_above));
  EXPECT_EQ(away.bits, of(float{INFINITY}));
  EXPECT_EQ(away.flags, inexact | overflow);
  EXPECT_EQ(
      narrow(rounding::nearest_away, of(std::nextafter(half_above, 0.0))).bits,
      of(3.40282347e+38f));
}

TEST(Fp, Classifies) {
  EXPECT_EQ(compare(op::fclass, format::double_, of(-0.0), 0).bits, 1u << 3);
  EXPECT_EQ(compare(op::fclass, format::double_, of(5e-324), 0).bits, 1u << 5);
  EXPECT_EQ(compare(op::fclass, format::double_, 0x7FF0000000000001, 0).bits,
            1u << 8);
}

// Products and nearby sums of singles are exact in f64: the reference rounds
// that value to the nearer neighbour, and ties to the larger magnitude.
float away_from(double exact) {
  const float toward = static_cast<float>(exact);
  float best = toward;
  for (const float other :
       {std::nextafter(toward, INFINITY), std::nextafter(toward, -INFINITY)}) {
    const double d = std::fabs(exact - other), e = std::fabs(exact - best);
    if (d < e || (d == e && std::fabs(other) > std::fabs(best)))
      best = other;
  }
  return best;
}

TEST(Fp, RoundsTiesAwayAsExactArithmeticDoes) {
  std::mt19937 random(7);
  int ties = 0;
  for (int n = 0; n < 20000; ++n) {
    // Few significant bits make ties frequent.
    const float a = static_cast<float>(random() % 8192 + 4096) * 0x1p-10f;
    const float b =
        static_cast<float>(random() % 8192 + 4097) * (n % 2 ? 1.0f : -1.0f);
    const double product = static_cast<double>(a) * b;
    const result r = arithmetic(op::fmul, format::single,
                                rounding::nearest_away, of(a), of(b), 0);
    ASSERT_EQ(r.bits, of(away_from(product))) << a << " * " << b;
    ties += r.bits != arithmetic(op::fmul, format::single,
                                 rounding::nearest_even, of(a), of(b), 0)
                          .bits;
  }
  EXPECT_GT(ties, 50);
}

TEST(Fp, RoundsASquareRootTieFree) {
  const result r = arithmetic(op::fsqrt, format::double_,
                              rounding::nearest_away, of(2.0), 0, 0);
  EXPECT_EQ(r.bits, of(std::sqrt(2.0)));
  EXPECT_EQ(arithmetic(op::fsqrt, format::double_, rounding::nearest_even,
                       of(-1.0), 0, 0)
                .flags,
            invalid);
  EXPECT_EQ(arithmetic(op::fdiv, format::double_, rounding::nearest_even,
                       of(1.0), of(0.0), 0)
                .flags,
            divide_by_zero);
}

TEST(Fp, UnderflowsOnlyWhenTinyAfterRounding) {
  const double least = 0x1p-1022;
  const result exact = arithmetic(
      op::fmul, format::double_, rounding::nearest_away, of(least), of(0.5), 0);
  EXPECT_EQ(exact.flags, 0);
  const result tiny =
      arithmetic(op::fmul, format::double_, rounding::nearest_away,
                 of(least + 0x1p-1074), of(0.5), 0);
  EXPECT_EQ(tiny.flags, inexact | underflow);
  EXPECT_EQ(tiny.bits, of(0x1p-1023 + 0x1p-1074));
}

std::uint64_t pair_of(float low, float high) {
  return std::uint64_t{std::bit_cast<std::uint32_t>(high)} << 32 |
         std::bit_cast<std::uint32_t>(low);
}

// With operands that make NaNs, infinities, subnormals and ties.
TEST(Fp, NativeOperationsGiveTheSameWithStickyFlags) {
  const std::vector<std::uint64_t> corners = {of(0.0),
                                              of(-0.0),
                                              of(1.0),
                                              of(-3.0),
                                              of(0x1p-1074),
                                              of(0x1p1023),
                                              of(-0x1.8p1023),
                                              of(0x1.0000000000001p0),
                                              of(INFINITY),
                                              of(-INFINITY),
                                              0x7FF8000000000000,
                                              0x7FF0000000000001,
                                              0xFFFFFFFF3F800001,
                                              0xFFFFFFFF00000001,
                                              0xFFFFFFFF7F7FFFFF,
                                              0xFFFFFFFF7F800000,
                                              0xFFFFFFFFFF800000,
                                              0xFFFFFFFF7FA00000,
                                              0x3F8000007F800000,
                                              0x7FC000003EAAAAAB};
  std::uint8_t sticky = 0, wanted = 0;
  forget_but(0);
  for (op code : {op::fadd, op::fsub, op::fmul, op::fdiv, op::fsqrt, op::fmadd,
                  op::fmsub, op::fnmsub, op::fnmadd})
    for (format fmt :
         {format::single, format::double_, format::packed, format::replicated})
      for (std::uint64_t a : corners)
        for (std::uint64_t b : corners)
          for (std::uint64_t c : corners) {
            ASSERT_TRUE(is_native(code, rounding::nearest_even));
            const result exact =
                arithmetic(code, fmt, rounding::nearest_even, a, b, c);
            std::uint8_t flags = 0;
            forget_but(0);
            ASSERT_EQ(native(code, fmt, a, b, c, flags), exact.bits);
            flags |= raised();
            ASSERT_EQ(flags, exact.flags)
                << int(code) << ' ' << int(fmt) << std::hex << ' ' << a << ' '
                << b << ' ' << c;
            sticky |= flags;
            wanted |= exact.flags;
          }
  EXPECT_EQ(sticky, wanted);
  EXPECT_EQ(wanted, 0x1F);
  EXPECT_FALSE(is_native(op::fadd, rounding::up));
  EXPECT_FALSE(is_native(op::fmin, rounding::nearest_even));
}

TEST(Fp, ForgetsFlagsThatAreNotKnown) {
  const auto rne = rounding::nearest_even;
  std::uint8_t flags = 0;
  forget_but(0);
  native(op::fdiv, format::double_, of(1.0), of(3.0), 0, flags);
  EXPECT_EQ(raised(), inexact);
  forget_but(inexact | invalid);
  EXPECT_EQ(raised(), inexact) << "known: it may stay";
  forget_but(invalid);
  EXPECT_EQ(raised(), 0);
  EXPECT_EQ(
      arithmetic(op::fmul, format::double_, rne, of(2.0), of(2.0), 0).flags, 0);
}

TEST(FpPairs, WorkOnBothLanes) {
  const std::uint64_t a = pair_of(1, 2), b = pair_of(10, 20);
  const auto rne = rounding::nearest_even;
  EXPECT_EQ(arithmetic(op::fadd, format::packed, rne, a, b, 0).bits,
            pair_of(11, 22));
  EXPECT_EQ(arithmetic(op::fadd, format::replicated, rne, a, b, 0).bits,
            pair_of(11, 12));
  EXPECT_EQ(
      arithmetic(op::fmadd, format::packed, rne, a, b, pair_of(5, 6)).bits,
      pair_of(15, 46));
  EXPECT_EQ(
      arithmetic(op::fnmsub, format::packed, rne, a, b, pair_of(5, 6)).bits,
      pair_of(-5, -34));
  EXPECT_EQ(compare(op::fmax, format::packed, a, pair_of(3, -1)).bits,
            pair_of(3, 2));
  EXPECT_EQ(compare(op::fsgnjn, format::packed, a, pair_of(3, -1)).bits,
            pair_of(-1, 2));
}

TEST(FpPairs, CompareABitALane) {
  const std::uint64_t a = pair_of(1, 2), b = pair_of(1, 1);
  const auto bits = [&](op code, format fmt = format::packed) {
    return compare(code, fmt, a, b).bits;
  };
  EXPECT_EQ(bits(op::feq), 1u);
  EXPECT_EQ(bits(op::fne), 2u);
  EXPECT_EQ(bits(op::flt), 0u);
  EXPECT_EQ(bits(op::fge), 3u);
  EXPECT_EQ(bits(op::fle), 1u);
  EXPECT_EQ(bits(op::fgt), 2u);
  EXPECT_EQ(compare(op::fne, format::packed, pair_of(NAN, 2), b),
            (result{3, 0}));
  EXPECT_EQ(compare(op::fge, format::packed, pair_of(NAN, 2), b),
            (result{2, invalid}));
}

TEST(FpPairs, AreSummedWithTwoRoundings) {
  const float big = 0x1p24f;
  const result r =
      sum(rounding::nearest_even, pair_of(big, 1), of(1.0f) & ~box);
  EXPECT_EQ(r.bits, of(big));
  EXPECT_EQ(r.flags, inexact);
  EXPECT_EQ(sum(rounding::nearest_even, pair_of(2, 3), of(4.0f)).bits,
            of(9.0f));
}

} // namespace
} // namespace seeker::iss::fp
