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

// fadd, fsub, fmul, fdiv, fsqrt and the fused four.
result arithmetic(op code, format fmt, rounding rm, std::uint64_t a,
                  std::uint64_t b, std::uint64_t c);

// The same in nearest_even, with the flags left in the host's FPU, where they
// stay as they do in fflags: to read them after each operation takes longer
// than the operation. What the host does not raise is added to `flags`.
using native_function = std::uint64_t(op code, format fmt, std::uint64_t a,
                                      std::uint64_t b, std::uint64_t c,
                                      std::uint8_t &flags);
extern native_function *const native; // as fast as the host can
bool is_native(op code, rounding rm);
// The flags that the host's FPU holds; makes it hold none but those in `known`.
// All other functions here but compare() leave any behind.
std::uint8_t raised();
void forget_but(std::uint8_t known);

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
