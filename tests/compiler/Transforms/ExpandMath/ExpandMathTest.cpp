// The expanded functions, compiled for this machine, against its C library.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The reference is computed in long double, whose 11 further bits make its own
// error invisible. Errors are in units in the last place of the exact result,
// which are those of the smallest normal number where it is subnormal.
#include <gtest/gtest.h>

#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

extern "C" {
double seeker_exp(double);
double seeker_tanh(double);
double seeker_sigmoid(double);
double seeker_log(double);
double seeker_erf(double);
double seeker_rsqrt(double);
double seeker_quick_exp(double);
double seeker_quick_tanh(double);
double seeker_quick_sigmoid(double);
}

namespace {

static_assert(LDBL_MANT_DIG >= 64, "the reference must be more precise");

constexpr int kSamples = 1'000'000;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kTiny = std::numeric_limits<double>::denorm_min();

using Function = double (*)(double);
using Reference = long double (*)(long double);

double errorOf(double got, long double exact) {
  const double rounded = static_cast<double>(exact);
  if (std::isnan(rounded) || std::isinf(rounded) || got == rounded)
    return std::isnan(rounded) ? (std::isnan(got) ? 0 : kInfinity)
           : got == rounded    ? 0
                               : kInfinity;
  const int exponent = std::max(std::ilogb(exact), -1022);
  return static_cast<double>(std::fabs(
      std::ldexp(static_cast<long double>(got) - exact, 52 - exponent)));
}

struct Worst {
  double error = 0, at = 0;
  void note(double x, double error) {
    if (error > this->error)
      *this = {error, x};
  }
};

/// Uniform in [from, to), and uniform over the exponents up to the larger
/// magnitude of the two.
Worst sample(Function f, Reference reference, double from, double to,
             bool negativeToo) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> uniform(from, to);
  std::uniform_real_distribution<double> exponent(
      -1074, std::log2(std::max(std::fabs(from), std::fabs(to))));
  Worst worst;
  for (int i = 0; i < kSamples; ++i) {
    double x = uniform(random);
    worst.note(x, errorOf(f(x), reference(x)));
    x = std::exp2(exponent(random));
    if (negativeToo && i % 2)
      x = -x;
    worst.note(x, errorOf(f(x), reference(x)));
  }
  return worst;
}

void expectValues(Function f, Reference reference,
                  std::initializer_list<double> values) {
  for (double x : values) {
    const double got = f(x), exact = static_cast<double>(reference(x));
    if (std::isnan(exact))
      EXPECT_TRUE(std::isnan(got)) << x << ": " << got;
    else if (exact == 0 || std::isinf(exact)) {
      EXPECT_EQ(got, exact) << x;
      EXPECT_EQ(std::signbit(got), std::signbit(exact)) << x;
    } else
      EXPECT_LE(errorOf(got, reference(x)), 2) << x << ": " << got;
  }
}

double signallingNan() {
  const uint64_t bits = 0x7ff0000000000001;
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

long double sigmoid(long double x) { return 1 / (1 + std::exp(-x)); }
long double rsqrt(long double x) { return 1 / std::sqrt(x); }

struct Case {
  const char *name;
  Function function;
  Reference reference;
  double from, to;
  bool negativeToo;
  double most; // error
};

class ExpandMath : public testing::TestWithParam<Case> {};

TEST_P(ExpandMath, StaysWithinItsError) {
  const Case &c = GetParam();
  const Worst worst =
      sample(c.function, c.reference, c.from, c.to, c.negativeToo);
  EXPECT_LE(worst.error, c.most) << "at " << worst.at;
  std::printf("%s: at most %.3f ulp, at %a\n", c.name, worst.error, worst.at);
}

TEST_P(ExpandMath, KnowsSpecialValues) {
  const Case &c = GetParam();
  expectValues(c.function, c.reference,
               {0.0, -0.0, kInfinity, -kInfinity, kNan, -kNan, signallingNan(),
                kTiny, -kTiny, DBL_MIN, -DBL_MIN, DBL_MAX, -DBL_MAX, 1.0,
                -1.0});
}

INSTANTIATE_TEST_SUITE_P(
    , ExpandMath,
    testing::Values(
        Case{"exp", seeker_exp, std::exp, -760, 720, true, 2},
        Case{"exp_near_0", seeker_exp, std::exp, -2, 2, true, 2},
        Case{"exp_subnormal", seeker_exp, std::exp, -746, -708, true, 2},
        Case{"tanh", seeker_tanh, std::tanh, -25, 25, true, 2},
        Case{"tanh_near_0", seeker_tanh, std::tanh, -2, 2, true, 2},
        Case{"sigmoid", seeker_sigmoid, sigmoid, -760, 760, true, 2},
        Case{"sigmoid_near_0", seeker_sigmoid, sigmoid, -40, 40, true, 2},
        Case{"log", seeker_log, std::log, 0, 100, false, 2},
        Case{"log_near_1", seeker_log, std::log, 0.5, 2, false, 2},
        Case{"log_all", seeker_log, std::log, 0, DBL_MAX, false, 2},
        Case{"erf", seeker_erf, std::erf, -7, 7, true, 4},
        Case{"erf_near_0", seeker_erf, std::erf, -1.5, 1.5, true, 4},
        Case{"rsqrt", seeker_rsqrt, rsqrt, 0, 1e6, false, 2}),
    [](const auto &info) { return info.param.name; });

// Where they hold, of which code that checks it takes care.
class Quick : public testing::TestWithParam<Case> {};

TEST_P(Quick, StaysWithinItsError) {
  const Case &c = GetParam();
  const Worst worst =
      sample(c.function, c.reference, c.from, c.to, c.negativeToo);
  EXPECT_LE(worst.error, c.most) << "at " << worst.at;
  std::printf("%s: at most %.3f ulp, at %a\n", c.name, worst.error, worst.at);
}

TEST_P(Quick, KnowsZeros) {
  const Case &c = GetParam();
  expectValues(c.function, c.reference, {0.0, -0.0, kTiny, -kTiny, 1.0, -1.0});
}

INSTANTIATE_TEST_SUITE_P(
    , Quick,
    testing::Values(
        Case{"exp", seeker_quick_exp, std::exp, -700, 700, true, 2},
        Case{"exp_near_0", seeker_quick_exp, std::exp, -2, 2, true, 2},
        Case{"tanh", seeker_quick_tanh, std::tanh, -300, 300, true, 2},
        Case{"tanh_medium", seeker_quick_tanh, std::tanh, -25, 25, true, 2},
        Case{"tanh_near_0", seeker_quick_tanh, std::tanh, -2, 2, true, 2},
        Case{"sigmoid", seeker_quick_sigmoid, sigmoid, -173, 173, true, 2},
        Case{"sigmoid_medium", seeker_quick_sigmoid, sigmoid, -40, 40, true, 2},
        Case{"sigmoid_at_last_bit", seeker_quick_sigmoid, sigmoid, -39, -35,
             false, 2},
        Case{"sigmoid_near_0", seeker_quick_sigmoid, sigmoid, -2, 2, true, 2}),
    [](const auto &info) { return info.param.name; });

// Overflow and underflow where they belong.
TEST(Exp, HasItsRange) {
  EXPECT_EQ(seeker_exp(709.782712893384), std::exp(709.782712893384));
  EXPECT_EQ(seeker_exp(709.7827128933841), kInfinity);
  EXPECT_EQ(seeker_exp(-745.1332191019411), kTiny);
  EXPECT_EQ(seeker_exp(-745.1332191019412), 0);
}

TEST(Log, OfNegativeNumbersIsNotANumber) {
  EXPECT_TRUE(std::isnan(seeker_log(-1)));
  EXPECT_TRUE(std::isnan(seeker_log(-kTiny)));
}

} // namespace
