// The exact reference against the host's own IEEE arithmetic, flags included.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "fpu_cases.hpp"
#include "reference.hpp"

#include <bit>
#include <cfenv>
#include <cmath>
#include <gtest/gtest.h>

#pragma STDC FENV_ACCESS ON

namespace {

constexpr int host_modes[] = {FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD,
                              FE_UPWARD};

unsigned host_flags() {
  const int raised = std::fetestexcept(FE_ALL_EXCEPT);
  return (raised & FE_INEXACT ? unsigned(fp::inexact) : 0) |
         (raised & FE_UNDERFLOW ? unsigned(fp::underflow) : 0) |
         (raised & FE_OVERFLOW ? unsigned(fp::overflow) : 0) |
         (raised & FE_DIVBYZERO ? unsigned(fp::divide_by_zero) : 0) |
         (raised & FE_INVALID ? unsigned(fp::invalid) : 0);
}

// Runs on the host in a rounding mode; a NaN comes out canonical.
template <typename Float, typename Bits, typename Operation>
fp::outcome on_host(fp::format f, fp::rounding rm, Operation operation,
                    std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  volatile Float x = std::bit_cast<Float>(Bits(a));
  volatile Float y = std::bit_cast<Float>(Bits(b));
  volatile Float z = std::bit_cast<Float>(Bits(c));
  std::fesetround(host_modes[static_cast<int>(rm)]);
  std::feclearexcept(FE_ALL_EXCEPT);
  volatile Float r = operation(x, y, z);
  const unsigned flags = host_flags();
  std::fesetround(FE_TONEAREST);
  const std::uint64_t bits = std::bit_cast<Bits>(Float(r));
  return {f.is_nan(bits) ? f.canonical_nan() : bits, flags};
}

template <typename Float, typename Bits> void arithmetic(fp::format f) {
  fpu::case_source source(f.precision);
  const std::uint64_t mask = f.sign_bit() | (f.sign_bit() - 1);
  for (int i = 0; i < 40000; ++i) {
    const auto rm = static_cast<fp::rounding>(i % 4);
    fpu::operation o;
    do
      o = source.make(fpu::opcode::fmadd, false);
    while (o.src_double != (f == fp::f64));
    const std::uint64_t a = o.a & mask, b = o.b & mask, c = o.c & mask;
    const auto check = [&](const char *name, fp::outcome want,
                           fp::outcome host) {
      ASSERT_EQ(want, host)
          << name << std::hex << ' ' << a << ' ' << b << ' ' << c << " mode "
          << i % 4 << ": reference " << want.bits << ' ' << want.flags
          << ", host " << host.bits << ' ' << host.flags;
    };
    using F = Float;
    check("add", fp::add(f, a, b, rm),
          on_host<F, Bits>(f, rm, [](F x, F y, F) { return x + y; }, a, b, c));
    check("sub", fp::sub(f, a, b, rm),
          on_host<F, Bits>(f, rm, [](F x, F y, F) { return x - y; }, a, b, c));
    check("mul", fp::mul(f, a, b, rm),
          on_host<F, Bits>(f, rm, [](F x, F y, F) { return x * y; }, a, b, c));
    check("div", fp::div(f, a, b, rm),
          on_host<F, Bits>(f, rm, [](F x, F y, F) { return x / y; }, a, b, c));
    check("sqrt", fp::sqrt(f, a, rm),
          on_host<F, Bits>(
              f, rm, [](F x, F, F) { return std::sqrt(x); }, a, b, c));
    // x86 does not raise invalid for inf * 0 + quiet NaN; RISC-V does.
    const bool open =
        ((f.is_inf(a) && f.is_zero(b)) || (f.is_zero(a) && f.is_inf(b))) &&
        f.is_nan(c);
    if (!open)
      check(
          "fma", fp::fma(f, a, b, c, rm),
          on_host<F, Bits>(
              f, rm, [](F x, F y, F z) { return std::fma(x, y, z); }, a, b, c));
    if (testing::Test::HasFatalFailure())
      return;
  }
}

TEST(reference, f32_matches_the_host) {
  arithmetic<float, std::uint32_t>(fp::f32);
}

TEST(reference, f64_matches_the_host) {
  arithmetic<double, std::uint64_t>(fp::f64);
}

TEST(reference, narrowing_matches_the_host) {
  fpu::case_source source(3);
  for (int i = 0; i < 40000; ++i) {
    const auto rm = static_cast<fp::rounding>(i % 4);
    fpu::operation o;
    do
      o = source.make(fpu::opcode::convert, false);
    while (!o.src_double);
    volatile double x = std::bit_cast<double>(o.a);
    std::fesetround(host_modes[i % 4]);
    std::feclearexcept(FE_ALL_EXCEPT);
    volatile float r = static_cast<float>(x);
    const unsigned flags = host_flags();
    std::fesetround(FE_TONEAREST);
    std::uint64_t bits = std::bit_cast<std::uint32_t>(float(r));
    if (fp::f32.is_nan(bits))
      bits = fp::f32.canonical_nan();
    ASSERT_EQ(fp::convert(fp::f64, fp::f32, o.a, rm),
              (fp::outcome{bits, flags}))
        << std::hex << o.a << " mode " << i % 4;
  }
}

TEST(reference, comparisons_match_the_host) {
  fpu::case_source source(5);
  for (int i = 0; i < 40000; ++i) {
    const fpu::operation o = source.make(fpu::opcode::cmp, false);
    if (!o.src_double)
      continue;
    volatile double x = std::bit_cast<double>(o.a);
    volatile double y = std::bit_cast<double>(o.b);
    std::feclearexcept(FE_ALL_EXCEPT);
    volatile bool r = x <= y;
    ASSERT_EQ(fp::le(fp::f64, o.a, o.b), (fp::outcome{r, host_flags()}));
    std::feclearexcept(FE_ALL_EXCEPT);
    r = x < y;
    ASSERT_EQ(fp::lt(fp::f64, o.a, o.b), (fp::outcome{r, host_flags()}));
    std::feclearexcept(FE_ALL_EXCEPT);
    r = x == y;
    ASSERT_EQ(fp::eq(fp::f64, o.a, o.b), (fp::outcome{r, host_flags()}));
  }
}

// Ties away from zero differ from ties to even in the ties alone.
TEST(reference, ties_away) {
  using fp::rounding;
  // 1 + 2^-53 is a tie between 1 and 1 + 2^-52.
  const std::uint64_t one = 0x3ff0000000000000, half_ulp = 0x3ca0000000000000;
  EXPECT_EQ(fp::add(fp::f64, one, half_ulp, rounding::rne).bits, one);
  EXPECT_EQ(fp::add(fp::f64, one, half_ulp, rounding::rmm).bits, one + 1);
  EXPECT_EQ(fp::add(fp::f64, one, half_ulp - 1, rounding::rmm).bits, one);
  EXPECT_EQ(fp::to_integer(fp::f64, 0xbfe0000000000000, rounding::rmm, false),
            (fp::outcome{0xffffffff, fp::inexact}));
  EXPECT_EQ(fp::to_integer(fp::f64, 0xbfe0000000000000, rounding::rne, false),
            (fp::outcome{0, fp::inexact}));
}

// The table of RISC-V's F extension for what is out of range.
TEST(reference, integers_out_of_range) {
  using fp::rounding;
  const auto to = [](std::uint64_t x, bool is_unsigned) {
    return fp::to_integer(fp::f32, x, rounding::rtz, is_unsigned);
  };
  const unsigned nv = fp::invalid;
  EXPECT_EQ(to(0x7fc00000, false), (fp::outcome{0x7fffffff, nv}));
  EXPECT_EQ(to(0xffc00000, false), (fp::outcome{0x7fffffff, nv}));
  EXPECT_EQ(to(0x7fc00000, true), (fp::outcome{0xffffffff, nv}));
  EXPECT_EQ(to(0x7f800000, false), (fp::outcome{0x7fffffff, nv}));
  EXPECT_EQ(to(0xff800000, false), (fp::outcome{0x80000000, nv}));
  EXPECT_EQ(to(0x7f800000, true), (fp::outcome{0xffffffff, nv}));
  EXPECT_EQ(to(0xff800000, true), (fp::outcome{0, nv}));
  EXPECT_EQ(to(0xbf000000, true), (fp::outcome{0, fp::inexact}));
  EXPECT_EQ(to(0xbf800000, true), (fp::outcome{0, nv}));
}

} // namespace
