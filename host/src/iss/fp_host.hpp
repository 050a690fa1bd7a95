// The host's FPU under RISC-V's rounding modes, with its flags; boxes and NaNs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Included by files that are compiled with -frounding-math -ftrapping-math.
#pragma once

#include "seeker/iss/fp.hpp"

#include <bit>
#include <cfenv>
#include <cmath>
#include <cstdint>

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

namespace seeker::iss::fp {

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

// By its bits, for a comparison raises flags.
template <class T> bool is_nan(T value) {
  using bits = typename traits<T>::bits;
  constexpr bits infinity = traits<T>::canonical_nan & ~traits<T>::quiet;
  return (std::bit_cast<bits>(value) & (~bits{0} >> 1)) > infinity;
}

template <class T> std::uint64_t box(T value) {
  auto bits = std::bit_cast<typename traits<T>::bits>(value);
  if (is_nan(value))
    bits = traits<T>::canonical_nan;
  if constexpr (sizeof(T) == 8)
    return bits;
  else
    return 0xFFFFFFFF00000000 | bits;
}

template <class T> bool is_signaling(T value) {
  return is_nan(value) &&
         !(std::bit_cast<typename traits<T>::bits>(value) & traits<T>::quiet);
}

constexpr std::uint8_t none = 0;

// Lane 0 or 1 of a pair, boxed; a pair of two lanes' low words.
inline std::uint64_t lane(std::uint64_t pair, int which) {
  return 0xFFFFFFFF00000000 | pair >> 32 * which;
}
inline std::uint64_t pair(std::uint64_t low, std::uint64_t high) {
  return (low & 0xFFFFFFFF) | high << 32;
}
inline bool is_pair(format fmt) {
  return fmt == format::packed || fmt == format::replicated;
}

#ifdef __SSE2__
// The control register by itself: <cfenv> also serves the x87, at ten times
// the cost.
inline constexpr unsigned sse_default = 0x1F80; // no traps, to nearest
inline void set_mode(rounding rm) {
  static constexpr unsigned modes[] = {0, 3, 1, 2, 0}; // as bits 14:13
  _mm_setcsr(sse_default | modes[static_cast<int>(rm)] << 13);
}
inline void reset_mode() { _mm_setcsr(sse_default); }
inline std::uint8_t host_flags() {
  const unsigned bits = _mm_getcsr();
  return static_cast<std::uint8_t>((bits >> 5 & 1) | (bits >> 3 & 2) |
                                   (bits >> 1 & 4) | (bits << 1 & 8) |
                                   (bits << 4 & 16));
}
template <class T> void opaque(T &value) { asm volatile("" : "+x"(value)); }
#else
inline void set_mode(rounding rm) {
  static constexpr int modes[] = {FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD,
                                  FE_UPWARD, FE_TONEAREST};
  std::fesetround(modes[static_cast<int>(rm)]);
  std::feclearexcept(FE_ALL_EXCEPT);
}
inline void reset_mode() { std::fesetround(FE_TONEAREST); }
inline std::uint8_t host_flags() {
  const int host = std::fetestexcept(FE_ALL_EXCEPT);
  return static_cast<std::uint8_t>((host & FE_INEXACT ? inexact : 0) |
                                   (host & FE_UNDERFLOW ? underflow : 0) |
                                   (host & FE_OVERFLOW ? overflow : 0) |
                                   (host & FE_DIVBYZERO ? divide_by_zero : 0) |
                                   (host & FE_INVALID ? invalid : 0));
}
template <class T> void opaque(T &value) { asm volatile("" : "+m"(value)); }
#endif

// Runs `f` on the operands with the host's FPU in mode `rm`; gives the flags
// that it raises. The operands are made opaque after the mode is set, the
// result before the flags are read: the compiler moves arithmetic past both
// otherwise.
template <class F, class... T>
auto in_mode(rounding rm, std::uint8_t &flags, F f, T... operands) {
  if (rm != rounding::nearest_even || host_flags() != 0)
    set_mode(rm);
  (opaque(operands), ...);
  auto value = f(operands...);
  opaque(value);
  flags = host_flags();
  if (rm != rounding::nearest_even)
    reset_mode();
  return value;
}

} // namespace seeker::iss::fp
