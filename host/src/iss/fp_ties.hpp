// Rounding to nearest, ties away, which the host's FPU lacks, by exact
// rationals.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "fp_host.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <limits>

namespace seeker::iss::fp {

using rational = boost::multiprecision::cpp_rational;

inline int sign(const rational &r) { return r.sign(); }

// Where the value lies against a bound: `f(bound)` is the sign of exact -
// bound. Rounds to the nearer of the two neighbours, ties away from zero.
template <class T, class Compute, class Sign, class... Operands>
T ties_away(std::uint8_t &flags, Sign sign_of_difference, Compute compute,
            Operands... operands) {
  std::uint8_t ignored = 0;
  const T low = in_mode(rounding::down, ignored, compute, operands...);
  const T high = in_mode(rounding::up, flags, compute, operands...);
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

} // namespace seeker::iss::fp
