// exp, sigmoid and tanh for arguments that are neither large nor a NaN.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As in Exponential.cpp, exp(x) = P (1 + R) with P = 2^k. Here P is normal, so
// that the FPU alone makes it, and quotients are what one f32 division gives,
// refined by Newton's method: the FPU divides slowly, one number at a time.
#include "Exponential.h"
#include "Functions.h"

using namespace mlir;
using namespace seeker::expand;

/// 2^(k + shift) as the FPU makes it: k is added where the exponent is in the
/// lower word of 1.5 * 2^52.
static Value makePower(Scalars &s, Value k, int shift = 0) {
  return s.powerFromLow(
      s.fma(k, s.number(0x1p20), s.number(0x1.8p52 + (1023 + shift) * 0x1p20)));
}

namespace {
/// y is 1 / (sum + lost) to 22 bits, and h = 1 - y (sum + lost).
struct Inverse {
  Value sum, lost, y, h;
};
} // namespace

/// Of a + b, which are added without loss; sum + lost is what they give.
static Inverse invertSum(Scalars &s, Value a, Value b) {
  Value sum = s.add(a, b);
  Value lost = s.sub(a, s.sub(sum, b));
  Value y = s.invertRoughly(sum);
  Value h = s.fma(s.neg(sum), y, s.number(1));
  return {sum, lost, y, s.fma(s.neg(lost), y, h)};
}

Value seeker::expand::expandExpQuickly(Scalars &s, Value x) {
  auto [k, rest] = reduce(s, x);
  Value power = makePower(s, k);
  return s.fma(power, rest, power);
}

/// With exp(-x) = P (1 + R) it is the inverse of (1 + P R) + P. The sum is
/// scaled, so that a large one is a number of f32 too.
Value seeker::expand::expandSigmoidQuickly(Scalars &s, Value x) {
  constexpr int kShift = -125;
  Value scale = s.number(0x1p-125);
  auto [k, rest] = reduce(s, s.neg(x));
  Value power = makePower(s, k, kShift);
  Inverse inverse = invertSum(s, s.fma(power, rest, scale), power);
  // 1 / (1 - h) = 1 + h + h^2 + ...
  Value h = inverse.h, y = inverse.y;
  return s.mul(s.fma(y, s.fma(h, h, h), y), scale);
}

/// M / (M + 2) with M = exp(2x) - 1 = P R + (P - 1); from 40 on it is 1.
Value seeker::expand::expandTanhQuickly(Scalars &s, Value x) {
  Value least = s.min(x, s.number(40));
  auto [k, rest] = reduce(s, s.add(least, least));
  Value power = makePower(s, k);
  Value less = s.sub(power, s.number(1));
  Value number = s.fma(power, rest, less);
  Value lost = s.fma(power, rest, s.sub(less, number));

  Inverse inverse = invertSum(s, number, s.number(2));
  Value quotient = s.mul(number, inverse.y);
  Value remainder = s.fma(s.neg(inverse.sum), quotient, number);
  remainder = s.add(s.fma(s.neg(inverse.lost), quotient, remainder), lost);
  Value y = s.fma(inverse.y, inverse.h, inverse.y);
  // -0 has lost its sign.
  return s.copySign(s.fma(remainder, y, quotient), x);
}
