// IEEE-754 arithmetic as RISC-V's F and D want it, by the machine's own FPU,
// and on pairs of f32.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Operands and results are the 64-bit contents of FP registers: an f32 is boxed
// in ones, and one that is not boxed counts as the canonical NaN. Rounding to
// nearest, ties away, which this machine's FPU lacks, is done with exact
// rationals. Tininess is detected after rounding.
#pragma once

#include "seeker/iss/decode.hpp"

#include <cstdint>

namespace seeker::iss::fp {

// Exception flags, as bits of fflags.
inline constexpr std::uint8_t inexact = 1;
inline constexpr std::uint8_t underflow = 2;
inline constexpr std::uint8_t overflow = 4;
inline constexpr std::uint8_t divide_by_zero = 8;
inline constexpr std::uint8_t invalid = 16;

enum class rounding : std::uint8_t {
  nearest_even = 0,
  towards_zero = 1,
  down = 2,
  up = 3,
  nearest_away = 4,
};

struct result {
  std::uint64_t bits = 0;
  std::uint8_t flags = 0;
  bool operator==(const result &) const = default;
};

// fadd, fsub, fmul, fdiv, fsqrt and the fused four. Flags in `known` may be
// reported whether they are raised or not: it is faster so.
result arithmetic(op code, format fmt, rounding rm, std::uint64_t a,
                  std::uint64_t b, std::uint64_t c, std::uint8_t known = 0);

// vfsum: both lanes of `a` and the low one of `c`, rounded twice; an f32.
result sum(rounding rm, std::uint64_t a, std::uint64_t c);

// fsgnj*, fmin, fmax, comparisons, fclass; comparisons and classes are
// integers, those of pairs a bit a lane.
result compare(op code, format fmt, std::uint64_t a, std::uint64_t b);

// fcvt_w, fcvt_wu: to an integer register.
result to_integer(format fmt, rounding rm, bool is_unsigned, std::uint64_t a);

// fcvt_from_w, fcvt_from_wu.
result from_integer(format fmt, rounding rm, bool is_unsigned,
                    std::uint32_t value);

// fcvt_s_d, fcvt_d_s.
result narrow(rounding rm, std::uint64_t a);
result widen(std::uint64_t a);

} // namespace seeker::iss::fp
