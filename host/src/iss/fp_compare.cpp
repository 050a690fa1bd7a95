// Comparisons, extrema, classes and signs, for f64, f32 and pairs of f32.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The host compares numbers only: it raises no flags here.
#include "fp_host.hpp"

#include <limits>

namespace seeker::iss::fp {
namespace {

template <class T> std::uint32_t classify(T v) {
  using bits = typename traits<T>::bits;
  constexpr bits infinity = traits<T>::canonical_nan & ~traits<T>::quiet;
  constexpr bits fraction = (traits<T>::quiet << 1) - 1;
  const bits value = std::bit_cast<bits>(v) & (~bits{0} >> 1);
  if (value > infinity)
    return is_signaling(v) ? 1u << 8 : 1u << 9;
  const bool negative = std::signbit(v);
  if (value == infinity)
    return negative ? 1u << 0 : 1u << 7;
  if (value > fraction)
    return negative ? 1u << 1 : 1u << 6;
  if (value != 0)
    return negative ? 1u << 2 : 1u << 5;
  return negative ? 1u << 3 : 1u << 4;
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
  if (is_nan(a) || is_nan(b))
    r.bits = box(is_nan(a) ? b : a);
  else if (a == b) // zeros of both signs: -0 is the smaller
    r.bits = box(std::signbit(a) == want_min ? a : b);
  else
    r.bits = box((a < b) == want_min ? a : b);
  return r;
}

template <class T> result compare_in(op code, T a, T b) {
  const bool unordered = is_nan(a) || is_nan(b);
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
  case op::fne:
    return {unordered || a != b,
            is_signaling(a) || is_signaling(b) ? invalid : none};
  case op::fge:
    return {!unordered && a >= b, unordered ? invalid : none};
  case op::fgt:
    return {!unordered && a > b, unordered ? invalid : none};
  case op::fclass:
    return {classify(a), 0};
  default:
    return {inject(code, a, b), 0};
  }
}

result single(op code, std::uint64_t a, std::uint64_t b) {
  return compare_in<float>(code, unbox<float>(a), unbox<float>(b));
}

bool gives_a_bit(op code) { return code >= op::feq && code <= op::fgt; }

} // namespace

result compare(op code, format fmt, std::uint64_t a, std::uint64_t b) {
  if (fmt == format::double_)
    return compare_in<double>(code, unbox<double>(a), unbox<double>(b));
  if (fmt == format::single)
    return single(code, a, b);
  const int high = fmt == format::replicated ? 0 : 1;
  const result low_lane = single(code, lane(a, 0), lane(b, 0));
  const result high_lane = single(code, lane(a, 1), lane(b, high));
  return {gives_a_bit(code) ? low_lane.bits | high_lane.bits << 1
                            : pair(low_lane.bits, high_lane.bits),
          static_cast<std::uint8_t>(low_lane.flags | high_lane.flags)};
}

} // namespace seeker::iss::fp
