// Conversions between f64, f32 and integers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "fp_ties.hpp"

namespace seeker::iss::fp {
namespace {

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
  const auto f = [](double value) { return static_cast<float>(value); };
  if (rm != rounding::nearest_away) {
    r.bits = box(in_mode(rm, r.flags, f, wide));
    return r;
  }
  const float nearest = in_mode(rounding::nearest_even, r.flags, f, wide);
  if (!(r.flags & inexact) || !std::isfinite(wide)) {
    r.bits = box(nearest);
    return r;
  }
  const auto side = [=](const rational &bound) {
    return sign(rational(wide) - bound);
  };
  r.bits = box(ties_away<float>(r.flags, side, f, wide));
  return r;
}

result widen(std::uint64_t a) {
  const float value = unbox<float>(a);
  return {box(static_cast<double>(value)),
          is_signaling(value) ? invalid : none};
}

} // namespace seeker::iss::fp
