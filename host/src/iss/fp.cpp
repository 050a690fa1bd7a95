// IEEE-754 by the machine's own FPU, with RISC-V's NaNs, boxes and flags.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/iss/fp.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <bit>
#include <cfenv>
#include <cmath>
#include <limits>

// The rounding mode and the exception flags are inputs and outputs here; the
// file is compiled with -frounding-math -ftrapping-math.

namespace seeker::iss::fp {
namespace {

using rational = boost::multiprecision::cpp_rational;

template <class T> struct traits;
template <> struct traits<double> {
  using bits = std::uint64_t;
  static constexpr bits canonical_nan = 0x7FF8000000000000;
  static constexpr bits quiet = 0x0008000000000000;
};
template <> struct traits<float> {
  using bits = std::uint32_t;
  static constexpr bits canonical_nan = 0x7FC00000;
  static constexpr bits quiet = 0x00400000;
};

template <class T> T unbox(std::uint64_t reg) {
  if constexpr (sizeof(T) == 8)
    return std::bit_cast<double>(reg);
  else
    return std::bit_cast<float>(reg >> 32 == 0xFFFFFFFF
                                    ? static_cast<std::uint32_t>(reg)
                                    : traits<float>::canonical_nan);
}

template <class T> std::uint64_t box(T value) {
  auto bits = std::bit_cast<typename traits<T>::bits>(value);
  if (std::isnan(value))
    bits = traits<T>::canonical_nan;
  if constexpr (sizeof(T) == 8)
    return bits;
  else
    return 0xFFFFFFFF00000000 | bits;
}

template <class T> bool is_signaling(T value) {
  return std::isnan(value) &&
         !(std::bit_cast<typename traits<T>::bits>(value) & traits<T>::quiet);
}

std::uint8_t raised() {
  const int host = std::fetestexcept(FE_ALL_EXCEPT);
  return static_cast<std::uint8_t>((host & FE_INEXACT ? inexact : 0) |
                                   (host & FE_UNDERFLOW ? underflow : 0) |
                                   (host & FE_OVERFLOW ? overflow : 0) |
                                   (host & FE_DIVBYZERO ? divide_by_zero : 0) |
                                   (host & FE_INVALID ? invalid : 0));
}

int host_mode(rounding rm) {
  switch (rm) {
  case rounding::towards_zero:
    return FE_TOWARDZERO;
  case rounding::down:
    return FE_DOWNWARD;
  case rounding::up:
    return FE_UPWARD;
  default:
    return FE_TONEAREST;
  }
}

// Runs `f` with the host's FPU in mode `mode` and clear flags.
template <class F> auto in_mode(int mode, std::uint8_t &flags, F f) {
  if (std::fegetround() != mode)
    std::fesetround(mode);
  std::feclearexcept(FE_ALL_EXCEPT);
  volatile auto value = f();
  flags = raised();
  if (mode != FE_TONEAREST)
    std::fesetround(FE_TONEAREST);
  return static_cast<decltype(f())>(value);
}

// Where the value lies against a bound: `f(bound)` is the sign of exact -
// bound. Rounds to the nearer of the two neighbours, ties away from zero.
template <class T, class Compute, class Sign>
T ties_away(std::uint8_t &flags, Compute compute, Sign sign_of_difference) {
  std::uint8_t ignored = 0;
  const T low = in_mode(FE_DOWNWARD, ignored, compute);
  const T high = in_mode(FE_UPWARD, flags, compute);
  if (low == high || std::isnan(low) || (std::isinf(low) && std::isinf(high)))
    return high;
  using limits = std::numeric_limits<T>;
  const rational beyond =
      2 * rational(std::ldexp(T{1}, limits::max_exponent - 1));
  const auto exact = [&](T v) {
    return std::isinf(v) ? (v > 0 ? beyond : rational(-beyond)) : rational(v);
  };
  const int side = sign_of_difference((exact(low) + exact(high)) / 2);
  const bool away_is_high = high > 0;
  const T nearest = side > 0       ? high
                    : side < 0     ? low
                    : away_is_high ? high
                                   : low;
  flags = inexact;
  if (std::isinf(nearest))
    flags |= overflow;
  // Tiny after rounding as if the exponent had no lower bound: below the
  // smallest normal number by more than a quarter of the subnormal spacing.
  const rational edge =
      rational(limits::min()) - rational(limits::denorm_min()) / 4;
  const bool tiny = nearest >= 0 ? sign_of_difference(edge) < 0
                                 : sign_of_difference(-edge) > 0;
  if (tiny)
    flags |= underflow;
  return nearest;
}

constexpr std::uint8_t none = 0;

int sign(const rational &r) { return r.sign(); }

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

template <class T> result arithmetic_in(op code, rounding rm, T a, T b, T c) {
  result r;
  if (is_fused(code) &&
      ((std::isinf(a) && b == 0) || (a == 0 && std::isinf(b))))
    // Invalid even when the addend is a quiet NaN (RISC-V unprivileged, 11.6).
    return {box(std::numeric_limits<T>::quiet_NaN()), invalid};
  const auto f = [=] { return compute(code, a, b, c); };
  if (rm != rounding::nearest_away) {
    r.bits = box(in_mode(host_mode(rm), r.flags, f));
    return r;
  }
  const T nearest = in_mode(FE_TONEAREST, r.flags, f);
  const bool finite = std::isfinite(a) &&
                      (code == op::fsqrt || std::isfinite(b)) &&
                      (!is_fused(code) || std::isfinite(c));
  if (!(r.flags & inexact) || !finite) {
    r.bits = box(nearest);
    return r;
  }
  r.bits = box(ties_away<T>(r.flags, f, [=](const rational &bound) {
    return difference(code, a, b, c, bound);
  }));
  return r;
}

template <class T> std::uint32_t classify(T v) {
  const bool negative = std::signbit(v);
  switch (std::fpclassify(v)) {
  case FP_INFINITE:
    return negative ? 1u << 0 : 1u << 7;
  case FP_NORMAL:
    return negative ? 1u << 1 : 1u << 6;
  case FP_SUBNORMAL:
    return negative ? 1u << 2 : 1u << 5;
  case FP_ZERO:
    return negative ? 1u << 3 : 1u << 4;
  default:
    return is_signaling(v) ? 1u << 8 : 1u << 9;
  }
}

// Sign injection works on bits, NaNs included.
template <class T> std::uint64_t inject(op code, T a, T b) {
  using bits = typename traits<T>::bits;
  constexpr bits sign_bit = bits{1} << (sizeof(bits) * 8 - 1);
  const bits x = std::bit_cast<bits>(a);
  const bits y = std::bit_cast<bits>(b);
  const bits s = code == op::fsgnj    ? y & sign_bit
                 : code == op::fsgnjn ? ~y & sign_bit
                                      : (x ^ y) & sign_bit;
  const std::uint64_t value = (x & ~sign_bit) | s;
  return sizeof(T) == 8 ? value : 0xFFFFFFFF00000000 | value;
}

template <class T> result extremum(op code, T a, T b) {
  result r;
  if (is_signaling(a) || is_signaling(b))
    r.flags = invalid;
  const bool want_min = code == op::fmin;
  if (std::isnan(a) || std::isnan(b))
    r.bits = box(std::isnan(a) ? b : a);
  else if (a == b) // zeros of both signs: -0 is the smaller
    r.bits = box(std::signbit(a) == want_min ? a : b);
  else
    r.bits = box((a < b) == want_min ? a : b);
  return r;
}

template <class T> result compare_in(op code, T a, T b) {
  const bool unordered = std::isnan(a) || std::isnan(b);
  switch (code) {
  case op::fmin:
  case op::fmax:
    return extremum(code, a, b);
  case op::feq:
    return {!unordered && a == b,
            is_signaling(a) || is_signaling(b) ? invalid : none};
  case op::flt:
    return {!unordered && a < b, unordered ? invalid : none};
  case op::fle:
    return {!unordered && a <= b, unordered ? invalid : none};
  case op::fclass:
    return {classify(a), 0};
  default:
    return {inject(code, a, b), 0};
  }
}

template <class T> T round_to_integral(rounding rm, T a) {
  switch (rm) {
  case rounding::towards_zero:
    return std::trunc(a);
  case rounding::down:
    return std::floor(a);
  case rounding::up:
    return std::ceil(a);
  case rounding::nearest_away:
    return std::round(a);
  default:
    return std::nearbyint(a);
  }
}

template <class T> result to_integer_from(rounding rm, bool is_unsigned, T a) {
  const double low = is_unsigned ? 0 : -0x1p31;
  const double high = is_unsigned ? 0x1p32 : 0x1p31; // exclusive
  if (std::isnan(a))
    return {is_unsigned ? 0xFFFFFFFF : 0x7FFFFFFFu, invalid};
  const double whole = round_to_integral(rm, static_cast<double>(a));
  if (whole < low)
    return {is_unsigned ? 0 : 0x80000000u, invalid};
  if (whole >= high)
    return {is_unsigned ? 0xFFFFFFFF : 0x7FFFFFFFu, invalid};
  const std::uint32_t bits =
      is_unsigned
          ? static_cast<std::uint32_t>(whole)
          : static_cast<std::uint32_t>(static_cast<std::int32_t>(whole));
  return {bits, whole == static_cast<double>(a) ? none : inexact};
}

} // namespace

result arithmetic(op code, format fmt, rounding rm, std::uint64_t a,
                  std::uint64_t b, std::uint64_t c) {
  if (fmt == format::single)
    return arithmetic_in<float>(code, rm, unbox<float>(a), unbox<float>(b),
                                unbox<float>(c));
  return arithmetic_in<double>(code, rm, unbox<double>(a), unbox<double>(b),
                               unbox<double>(c));
}

result compare(op code, format fmt, std::uint64_t a, std::uint64_t b) {
  if (fmt == format::single)
    return compare_in<float>(code, unbox<float>(a), unbox<float>(b));
  return compare_in<double>(code, unbox<double>(a), unbox<double>(b));
}

result to_integer(format fmt, rounding rm, bool is_unsigned, std::uint64_t a) {
  if (fmt == format::single)
    return to_integer_from<float>(rm, is_unsigned, unbox<float>(a));
  return to_integer_from<double>(rm, is_unsigned, unbox<double>(a));
}

result from_integer(format fmt, rounding rm, bool is_unsigned,
                    std::uint32_t value) {
  const double exact =
      is_unsigned ? value
                  : static_cast<double>(static_cast<std::int32_t>(value));
  return fmt == format::double_
             ? result{box(exact), 0}
             : narrow(rm, std::bit_cast<std::uint64_t>(exact));
}

result narrow(rounding rm, std::uint64_t a) {
  const double wide = unbox<double>(a);
  result r;
  const auto f = [=] { return static_cast<float>(wide); };
  if (rm != rounding::nearest_away) {
    r.bits = box(in_mode(host_mode(rm), r.flags, f));
    return r;
  }
  const float nearest = in_mode(FE_TONEAREST, r.flags, f);
  if (!(r.flags & inexact) || !std::isfinite(wide)) {
    r.bits = box(nearest);
    return r;
  }
  r.bits = box(ties_away<float>(r.flags, f, [=](const rational &bound) {
    return sign(rational(wide) - bound);
  }));
  return r;
}

result widen(std::uint64_t a) {
  const float value = unbox<float>(a);
  return {box(static_cast<double>(value)),
          is_signaling(value) ? invalid : none};
}

} // namespace seeker::iss::fp
