// exp, sigmoid and tanh, which share their polynomial.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// x = k ln 2 + r with |r| <= ln 2 / 2, so that exp(x) = 2^k exp(r). k is
// rounded by adding 1.5 * 2^52, whose last bit counts ones. No branches: cores
// have none for numbers, and several points are computed side by side.
#include "Exponential.h"
#include "Functions.h"

using namespace mlir;
using namespace seeker::expand;

static constexpr double kLog2E = 0x1.71547652b82fep+0;
/// The sum of the two is ln 2 to 107 bits.
static constexpr double kLn2High = 0x1.62e42fefa39efp-1;
static constexpr double kLn2Low = 0x1.abc9e3b39803fp-56;
static constexpr double kRound = 0x1.8p52;

/// (exp(r) - 1 - r) / r^2: minimax over |r| <= 0.34661 by Remez's algorithm
/// with the weight r^2 / (exp(r) - 1); off by 2^-55.4 of exp(r) - 1.
static constexpr double kPolynomial[] = {
    0x1.0000000000006p-1,  0x1.5555555555560p-3,  0x1.5555555551aa5p-5,
    0x1.111111110b6b8p-7,  0x1.6c16c180e33d3p-10, 0x1.a01a01d35bd78p-13,
    0x1.a019a15d17110p-16, 0x1.71dd8856f630fp-19, 0x1.28a7e7184b9bfp-22,
    0x1.b044e58148d67p-26};

Reduced seeker::expand::reduce(Scalars &s, Value x) {
  Value round = s.number(kRound);
  Value k = s.sub(s.fma(x, s.number(kLog2E), round), round);
  Value r = s.fma(k, s.number(-kLn2High), x);
  r = s.fma(k, s.number(-kLn2Low), r);
  Value p = s.polynomial(r, kPolynomial);
  return {k, s.fma(s.mul(r, r), p, r)};
}

Value seeker::expand::powerOfTwo(Scalars &s, Value k) {
  return s.addInt(s.shiftLeft(k, 20), s.integer(1023 << 20));
}

/// 2^k (1 + rest), also where that is subnormal or infinite; `mask` as
/// nanMask. Two factors, either of which is normal: the second one rounds.
static Value scale(Scalars &s, const Reduced &reduced, Value mask) {
  Value k = s.toInt(reduced.k);
  Value half = s.shiftRight(k, 1);
  Value first = s.fromHigh(powerOfTwo(s, half));
  Value second = s.fromHigh(s.orInt(powerOfTwo(s, s.subInt(k, half)), mask));
  Value e = s.add(reduced.rest, s.number(1));
  return s.mul(s.mul(e, first), second);
}

/// Below, exp is 0; above, infinite.
static constexpr double kLeast = -746, kMost = 710;

Value seeker::expand::expandExp(Scalars &s, Value x) {
  Value mask = s.nanMask(x);
  x = s.min(s.max(x, s.number(kLeast)), s.number(kMost));
  return scale(s, reduce(s, x), mask);
}

namespace {
/// A number and what it lost when it was rounded.
struct Rounded {
  Value value, lost; // lost: null for nothing
};
} // namespace

/// 1 + e for e in [0, 1].
static Rounded addOne(Scalars &s, Value e) {
  Value one = s.number(1);
  Value sum = s.add(e, one);
  return {sum, s.sub(e, s.sub(sum, one))};
}

/// base + power * rest, where base is not the smaller one.
static Rounded addScaled(Scalars &s, Value base, Value power, Value rest) {
  Value sum = s.fma(power, rest, base);
  return {sum, s.fma(power, rest, s.sub(base, sum))};
}

/// number / sum for a sum in [1, 2]. What the two have lost may be a whole unit
/// in the last place of the quotient, and is put right.
static Value divide(Scalars &s, Rounded number, Rounded sum) {
  Value quotient = s.div(number.value, sum.value);
  Value tooMuch = s.mul(quotient, sum.lost);
  if (number.lost)
    tooMuch = s.sub(tooMuch, number.lost);
  // -1 / sum, to 5 %.
  Value inverse = s.fma(sum.value, s.number(0.5), s.number(-1.457));
  return s.fma(tooMuch, inverse, quotient);
}

/// With e = exp(-|x|) it is 1 / (1 + e), or for a negative x e / (1 + e).
Value seeker::expand::expandSigmoid(Scalars &s, Value x) {
  Value one = s.number(1);
  Value mask = s.nanMask(x);
  Value negative = s.copySign(x, s.number(-1));
  Value e = scale(s, reduce(s, s.max(negative, s.number(kLeast))), mask);
  // 1 for x >= 0; below, less than e, which is 1 where that is not far below.
  Value step = s.min(s.fma(x, s.number(0x1p60), one), one);
  return divide(s, {s.max(e, step), {}}, addOne(s, e));
}

/// With e = exp(-2|x|) it is (1 - e) / (1 + e), with x's sign.
Value seeker::expand::expandTanh(Scalars &s, Value x) {
  Value mask = s.nanMask(x);
  Value negative = s.copySign(s.add(x, x), s.number(-1));
  // From here on, 1 - e is 1.
  Reduced reduced = reduce(s, s.max(negative, s.number(-44)));
  Value power = s.fromHigh(s.orInt(powerOfTwo(s, s.toInt(reduced.k)), mask));
  // (power - 1) + power * rest, over (power + 1) + power * rest.
  Value one = s.number(1);
  Rounded less = addScaled(s, s.sub(power, one), power, reduced.rest);
  Rounded sum = addScaled(s, s.add(power, one), power, reduced.rest);
  return s.copySign(divide(s, less, sum), x);
}
