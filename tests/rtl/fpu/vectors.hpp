// Vectors in the form of Berkeley TestFloat's generator, as operations of the
// FPU.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A line is operands, result and flags in hexadecimal, separated by blanks; the
// function's name says how many operands and of which type. Flags are
// SoftFloat's bits: inexact 1, underflow 2, overflow 4, infinite 8, invalid 16.
#pragma once

#include "fpu_bench.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace fpu {

enum class operand_type : std::uint8_t { f32, f64, i32, ui32, boolean };

struct vector_function {
  std::string name;
  opcode op;
  std::uint8_t select; // of minmax and cmp, in place of a rounding mode
  bool has_select;
  unsigned operands;
  operand_type from, to;
};

// nullopt: no such function, or none that the FPU has.
std::optional<vector_function> find_function(std::string_view name);
std::string function_names();

// rnear_even, rminMag, rmin, rmax, rnear_maxMag.
std::optional<fp::rounding> find_rounding(std::string_view name);

struct vector_line {
  operation op;
  fp::outcome want;
};

// nullopt, and the reason, if the line is not one of this function.
std::optional<vector_line> parse_line(const vector_function &f, fp::rounding rm,
                                      std::string_view line,
                                      std::string &reason);

// Whether the FPU's answer is right by the line. What the standard leaves open,
// and SoftFloat's specialisations differ in, is RISC-V's: any NaN wanted is met
// by the canonical one; an invalid conversion to integer by RISC-V's result. A
// conversion to integer always signals inexact; vectors made without -exact do
// not have that flag (exact_flags = false).
bool agrees(const vector_function &f, const vector_line &line,
            const fp::outcome &got, bool exact_flags);

// As the line has it: result and flags in hexadecimal.
std::string format_outcome(const vector_function &f, const fp::outcome &o);

} // namespace fpu
