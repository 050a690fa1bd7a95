// The natural logarithm.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// x = 2^k m with m in [sqrt(1/2), sqrt(2)); log m = 2 artanh(s) with
// s = (m - 1) / (m + 1).
#include "Functions.h"
#include <cmath>

using namespace mlir;
using namespace seeker::expand;

/// ln 2 in two parts; k times the first one is exact.
static constexpr double kLn2High = 0x1.62e42feep-1;
static constexpr double kLn2Low = 0x1.a39ef35793c76p-33;

/// (2 artanh(s) - 2 s) / s^3 in powers of s^2: minimax over |s| <= 0.1717 by
/// Remez's algorithm, relative to 2 s.
static constexpr double kPolynomial[] = {
    0x1.5555555555555p-1, 0x1.9999999999e06p-2, 0x1.249249242aaf5p-2,
    0x1.c71c7259aa48bp-3, 0x1.745cddff62da6p-3, 0x1.3b20b4df2023ep-3,
    0x1.0f5bf60389c50p-3, 0x1.0f6a9a2d749c7p-3};

/// The upper words of 1, of sqrt(1/2), and of infinity.
static constexpr int32_t kOne = 0x3ff00000, kRootHalf = 0x3fe6a09e,
                         kInfinity = 0x7ff00000;

Value seeker::expand::expandLog(Scalars &s, Value x) {
  // What is subnormal becomes normal first.
  Value tiny = s.lessMask(x, s.number(0x1p-1022));
  Value normal =
      s.mul(x, s.fromHigh(s.addInt(s.integer(kOne),
                                   s.andInt(tiny, s.integer(54 << 20)))));
  Value shifted = s.addInt(s.getHigh(normal), s.integer(kOne - kRootHalf));
  Value k = s.subInt(s.shiftRight(shifted, 20), s.integer(1023));
  Value m = s.subFromHigh(normal, s.shiftLeft(k, 20));
  Value power = s.toFloat(s.subInt(k, s.andInt(tiny, s.integer(54))));

  Value f = s.sub(m, s.number(1));
  Value t = s.div(f, s.add(f, s.number(2)));
  Value z = s.mul(t, t);
  Value rest = s.mul(z, s.polynomial(z, kPolynomial));
  // log(1 + f) = f - (f^2 / 2 - t (f^2 / 2 + rest)): the small parts first.
  Value half = s.mul(s.mul(f, s.number(0.5)), f);
  Value small = s.fma(power, s.number(kLn2Low), s.mul(t, s.add(half, rest)));
  Value log = s.fma(power, s.number(kLn2High), s.sub(f, s.sub(half, small)));

  // Adds 0, or what it is at 0, below 0, at infinity and at a NaN.
  Value zero = s.number(0);
  Value special =
      s.orInt(s.andInt(s.lessMask(x, zero), s.integer(kInfinity | 1 << 19)),
              s.andInt(s.equalMask(x, zero), s.integer(-(1 << 20))));
  special = s.orInt(special, s.andInt(s.equalMask(x, s.number(INFINITY)),
                                      s.integer(kInfinity)));
  return s.add(log, s.fromHigh(s.orInt(special, s.nanMask(x))));
}
