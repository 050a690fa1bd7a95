// The error function.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Up to 1 it is x times a polynomial in x^2; from there on, with t = |x|, it is
// 1 - exp(-t^2) 3 / (1 + 2 t) q(u), u = (t - 2) / (t + 2). Both are computed.
#include "Exponential.h"
#include "Functions.h"

using namespace mlir;
using namespace seeker::expand;

/// erf(x) / x - 1 in powers of x^2: minimax over |x| <= 1 by Remez's
/// algorithm, off by 2^-68 of erf(x).
static constexpr double kSmall[] = {
    0x1.06eba8214db69p-3,   -0x1.812746b0379e7p-2,  0x1.ce2f21a042bddp-4,
    -0x1.b82ce3128899bp-6,  0x1.565bcd0e64ab6p-8,   -0x1.c02db3fed8f53p-11,
    0x1.f9a326bfb7004p-14,  -0x1.f4d255e146454p-17, 0x1.b9e64d07d9541p-20,
    -0x1.5f6d6b5335635p-23, 0x1.fc41173b2cff1p-27,  -0x1.4e55cd7caf33cp-30,
    0x1.7ecbfd3995c40p-34,  -0x1.2929031f4dfbcp-38};

/// q(u): minimax over t in [0.99, 6] by Remez's algorithm, with the weight that
/// it has in erf(x); off by 2^-68 of erf(x).
static constexpr double kLarge[] = {
    0x1.b3e012d89f71ap-2,   -0x1.fa9d3ac955d98p-6,  -0x1.c55fa8feedadap-5,
    0x1.bff8281bd8d3fp-5,   -0x1.281d0e4113022p-6,  -0x1.5f02f008893e5p-9,
    0x1.7d193b65ae83dp-9,   0x1.bc5d80a35a134p-12,  -0x1.fd31679bf048dp-12,
    -0x1.3d9be44fd405fp-13, 0x1.2079c0f372cd7p-14,  0x1.a633b4104ec02p-15,
    -0x1.b3af6be0c1928p-22, -0x1.8bf9032f18724p-17, -0x1.2aebb45db03c7p-18};

Value seeker::expand::expandErf(Scalars &s, Value x) {
  Value one = s.number(1), two = s.number(2);
  Value mask = s.nanMask(x);
  // From 6 on, it is 1.
  Value t = s.min(s.abs(x), s.number(6));
  Value square = s.mul(t, t);
  Value small = s.fma(t, s.polynomial(square, kSmall), t);

  Reduced reduced = reduce(s, s.sub(s.number(-0.0), square));
  Value power = s.fromHigh(s.orInt(powerOfTwo(s, s.toInt(reduced.k)), mask));
  Value exp = s.fma(power, reduced.rest, power);
  Value u = s.div(s.sub(t, two), s.add(t, two));
  Value q =
      s.div(s.mul(s.number(3), s.polynomial(u, kLarge)), s.fma(t, two, one));
  Value large = s.sub(one, s.mul(exp, q));

  // 0 up to 1, and 1 from the next number on.
  Value isLarge =
      s.min(s.max(s.mul(s.sub(t, one), s.number(0x1p60)), s.number(0)), one);
  Value erf = s.fma(large, isLarge, s.mul(small, s.sub(one, isLarge)));
  return s.copySign(erf, x);
}
