// Arithmetic in IEEE-754 by the machine's own FPU, for f64, f32 and pairs of
// f32.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "fp_ties.hpp"

// The rounding mode and the exception flags are inputs and outputs here; the
// file is compiled with -frounding-math -ftrapping-math.

namespace seeker::iss::fp {
namespace {

template <class T> T compute(op code, T a, T b, T c) {
  switch (code) {
  case op::fadd:
    return a + b;
  case op::fsub:
    return a - b;
  case op::fmul:
    return a * b;
  case op::fdiv:
    return a / b;
  case op::fsqrt:
    return std::sqrt(a);
  case op::fmadd:
    return std::fma(a, b, c);
  case op::fmsub:
    return std::fma(a, b, -c);
  case op::fnmsub:
    return std::fma(-a, b, c);
  default:
    return std::fma(-a, b, -c);
  }
}

// The sign of the exact value of an operation on finite operands, less `bound`.
template <class T>
int difference(op code, T a, T b, T c, const rational &bound) {
  const auto r = [](T v) { return rational(v); };
  switch (code) {
  case op::fadd:
    return sign(r(a) + r(b) - bound);
  case op::fsub:
    return sign(r(a) - r(b) - bound);
  case op::fmul:
    return sign(r(a) * r(b) - bound);
  case op::fdiv:
    return sign(r(a) / r(b) - bound);
  case op::fsqrt:
    return bound.sign() < 0 ? 1 : sign(r(a) - bound * bound);
  case op::fmadd:
    return sign(r(a) * r(b) + r(c) - bound);
  case op::fmsub:
    return sign(r(a) * r(b) - r(c) - bound);
  case op::fnmsub:
    return sign(r(c) - r(a) * r(b) - bound);
  default:
    return sign(-r(a) * r(b) - r(c) - bound);
  }
}

bool is_fused(op code) {
  return code == op::fmadd || code == op::fmsub || code == op::fnmsub ||
         code == op::fnmadd;
}

template <class T>
result arithmetic_in(op code, rounding rm, std::uint8_t known, T a, T b, T c) {
  result r;
  if (is_fused(code) &&
      ((std::isinf(a) && b == 0) || (a == 0 && std::isinf(b))))
    // Invalid even when the addend is a quiet NaN (RISC-V unprivileged, 11.6).
    return {box(std::numeric_limits<T>::quiet_NaN()), invalid};
  const auto f = [code](T x, T y, T z) { return compute(code, x, y, z); };
  if (rm != rounding::nearest_away) {
    r.bits = box(in_mode(rm, known, r.flags, f, a, b, c));
    return r;
  }
  const T nearest = in_mode(rounding::nearest_even, 0, r.flags, f, a, b, c);
  const bool finite = std::isfinite(a) &&
                      (code == op::fsqrt || std::isfinite(b)) &&
                      (!is_fused(code) || std::isfinite(c));
  if (!(r.flags & inexact) || !finite) {
    r.bits = box(nearest);
    return r;
  }
  const auto side = [=](const rational &bound) {
    return difference(code, a, b, c, bound);
  };
  r.bits = box(ties_away<T>(r.flags, side, f, a, b, c));
  return r;
}

result single(op code, rounding rm, std::uint8_t known, std::uint64_t a,
              std::uint64_t b, std::uint64_t c) {
  return arithmetic_in<float>(code, rm, known, unbox<float>(a), unbox<float>(b),
                              unbox<float>(c));
}

} // namespace

result arithmetic(op code, format fmt, rounding rm, std::uint64_t a,
                  std::uint64_t b, std::uint64_t c, std::uint8_t known) {
  if (fmt == format::double_)
    return arithmetic_in<double>(code, rm, known, unbox<double>(a),
                                 unbox<double>(b), unbox<double>(c));
  if (fmt == format::single)
    return single(code, rm, known, a, b, c);
  const int high = fmt == format::replicated ? 0 : 1;
  const result low_lane =
      single(code, rm, known, lane(a, 0), lane(b, 0), lane(c, 0));
  const result high_lane =
      single(code, rm, known, lane(a, 1), lane(b, high), lane(c, 1));
  return {pair(low_lane.bits, high_lane.bits),
          static_cast<std::uint8_t>(low_lane.flags | high_lane.flags)};
}

result sum(rounding rm, std::uint64_t a, std::uint64_t c) {
  const result inner = single(op::fadd, rm, 0, lane(a, 0), lane(a, 1), 0);
  result outer = single(op::fadd, rm, 0, inner.bits, lane(c, 0), 0);
  outer.flags |= inner.flags;
  return outer;
}

} // namespace seeker::iss::fp
