// Arithmetic in IEEE-754 by the machine's own FPU, for f64, f32 and pairs of
// f32.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "fp_ties.hpp"

// The rounding mode and the exception flags are inputs and outputs here; the
// file is compiled with -frounding-math -ftrapping-math.

namespace seeker::iss::fp {
namespace {

// Inlined wherever it is used: that decides whether there is an instruction for
// the fused four.
template <class T>
[[gnu::always_inline]] inline T compute(op code, T a, T b, T c) {
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

// Invalid even when the addend is a quiet NaN (RISC-V unprivileged, 11.6).
template <class T> bool is_invalid_product(op code, T a, T b) {
  return is_fused(code) &&
         ((std::isinf(a) && b == 0) || (a == 0 && std::isinf(b)));
}

template <class T> std::uint64_t canonical() {
  return box(std::numeric_limits<T>::quiet_NaN());
}

template <class T> result arithmetic_in(op code, rounding rm, T a, T b, T c) {
  result r;
  if (is_invalid_product(code, a, b))
    return {canonical<T>(), invalid};
  const auto f = [code](T x, T y, T z) { return compute(code, x, y, z); };
  if (rm != rounding::nearest_away) {
    r.bits = box(in_mode(rm, r.flags, f, a, b, c));
    return r;
  }
  const T nearest = in_mode(rounding::nearest_even, r.flags, f, a, b, c);
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

result single(op code, rounding rm, std::uint64_t a, std::uint64_t b,
              std::uint64_t c) {
  return arithmetic_in<float>(code, rm, unbox<float>(a), unbox<float>(b),
                              unbox<float>(c));
}

} // namespace

result arithmetic(op code, format fmt, rounding rm, std::uint64_t a,
                  std::uint64_t b, std::uint64_t c) {
  if (fmt == format::double_)
    return arithmetic_in<double>(code, rm, unbox<double>(a), unbox<double>(b),
                                 unbox<double>(c));
  if (fmt == format::single)
    return single(code, rm, a, b, c);
  const int high = fmt == format::replicated ? 0 : 1;
  const result low_lane = single(code, rm, lane(a, 0), lane(b, 0), lane(c, 0));
  const result high_lane =
      single(code, rm, lane(a, 1), lane(b, high), lane(c, 1));
  return {pair(low_lane.bits, high_lane.bits),
          static_cast<std::uint8_t>(low_lane.flags | high_lane.flags)};
}

bool is_native(op code, rounding rm) {
  return rm == rounding::nearest_even &&
         ((code >= op::fmadd && code <= op::fsqrt));
}

namespace {

template <class T>
[[gnu::always_inline]] inline std::uint64_t
native_in(op code, std::uint64_t x, std::uint64_t y, std::uint64_t z,
          std::uint8_t &flags) {
  const T a = unbox<T>(x), b = unbox<T>(y), c = unbox<T>(z);
  const T value = compute(code, a, b, c);
  if (is_nan(value)) {
    if (is_invalid_product(code, a, b))
      flags |= invalid;
    return canonical<T>();
  }
  return box(value);
}

[[gnu::always_inline]] inline std::uint64_t
native_anywhere(op code, format fmt, std::uint64_t a, std::uint64_t b,
                std::uint64_t c, std::uint8_t &flags) {
  if (fmt == format::double_)
    return native_in<double>(code, a, b, c, flags);
  if (fmt == format::single)
    return native_in<float>(code, a, b, c, flags);
  const int high = fmt == format::replicated ? 0 : 1;
  const std::uint64_t low_lane =
      native_in<float>(code, lane(a, 0), lane(b, 0), lane(c, 0), flags);
  const std::uint64_t high_lane =
      native_in<float>(code, lane(a, 1), lane(b, high), lane(c, 1), flags);
  return pair(low_lane, high_lane);
}

std::uint64_t native_plain(op code, format fmt, std::uint64_t a,
                           std::uint64_t b, std::uint64_t c,
                           std::uint8_t &flags) {
  return native_anywhere(code, fmt, a, b, c, flags);
}

#ifdef __x86_64__
[[gnu::target("fma")]] std::uint64_t
native_fma(op code, format fmt, std::uint64_t a, std::uint64_t b,
           std::uint64_t c, std::uint8_t &flags) {
  return native_anywhere(code, fmt, a, b, c, flags);
}
#endif

} // namespace

#ifdef __x86_64__
native_function *const native =
    __builtin_cpu_supports("fma") ? native_fma : native_plain;
#else
native_function *const native = native_plain;
#endif

std::uint8_t raised() { return host_flags(); }

void forget_but(std::uint8_t known) {
  if (host_flags() & ~known)
    reset_mode();
}

result sum(rounding rm, std::uint64_t a, std::uint64_t c) {
  const result inner = single(op::fadd, rm, lane(a, 0), lane(a, 1), 0);
  result outer = single(op::fadd, rm, inner.bits, lane(c, 0), 0);
  outer.flags |= inner.flags;
  return outer;
}

} // namespace seeker::iss::fp
