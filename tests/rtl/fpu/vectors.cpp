// Vectors in the form of Berkeley TestFloat's generator, as operations of the
// FPU.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "vectors.hpp"

#include <charconv>
#include <cstdio>
#include <vector>

namespace fpu {
namespace {

constexpr std::uint64_t box_bits = 0xffffffff00000000u;

unsigned digits(operand_type t) {
  return t == operand_type::f64 ? 16 : t == operand_type::boolean ? 1 : 8;
}

bool is_integer(operand_type t) {
  return t == operand_type::i32 || t == operand_type::ui32;
}

std::vector<vector_function> make_functions() {
  std::vector<vector_function> all;
  struct row {
    const char *name;
    opcode op;
    unsigned operands;
  };
  static constexpr row arithmetic[] = {
      {"add", opcode::add, 2}, {"sub", opcode::sub, 2},
      {"mul", opcode::mul, 2}, {"mulAdd", opcode::fmadd, 3},
      {"div", opcode::div, 2}, {"sqrt", opcode::sqrt, 1}};
  static constexpr const char *compare[] = {"le", "lt", "eq"};
  for (const operand_type t : {operand_type::f32, operand_type::f64}) {
    const std::string prefix = t == operand_type::f32 ? "f32_" : "f64_";
    for (const row &r : arithmetic)
      all.push_back({prefix + r.name, r.op, 0, false, r.operands, t, t});
    for (std::uint8_t i = 0; i < 3; ++i)
      all.push_back({prefix + compare[i], opcode::cmp, i, true, 2, t,
                     operand_type::boolean});
    all.push_back({prefix + "to_i32", opcode::to_integer, 0, false, 1, t,
                   operand_type::i32});
    all.push_back({prefix + "to_ui32", opcode::to_integer, 0, false, 1, t,
                   operand_type::ui32});
    const std::string name = prefix.substr(0, 3);
    all.push_back({"i32_to_" + name, opcode::from_integer, 0, false, 1,
                   operand_type::i32, t});
    all.push_back({"ui32_to_" + name, opcode::from_integer, 0, false, 1,
                   operand_type::ui32, t});
  }
  all.push_back({"f32_to_f64", opcode::convert, 0, false, 1, operand_type::f32,
                 operand_type::f64});
  all.push_back({"f64_to_f32", opcode::convert, 0, false, 1, operand_type::f64,
                 operand_type::f32});
  return all;
}

const std::vector<vector_function> &functions() {
  static const std::vector<vector_function> all = make_functions();
  return all;
}

std::string_view next_word(std::string_view &line) {
  const auto from = line.find_first_not_of(" \t\r");
  if (from == std::string_view::npos)
    return line = {};
  line.remove_prefix(from);
  const auto to = std::min(line.find_first_of(" \t\r"), line.size());
  const std::string_view word = line.substr(0, to);
  line.remove_prefix(to);
  return word;
}

bool read_hex(std::string_view word, unsigned most, std::uint64_t &value) {
  if (word.empty() || word.size() > most)
    return false;
  const auto [end, error] =
      std::from_chars(word.data(), word.data() + word.size(), value, 16);
  return error == std::errc() && end == word.data() + word.size();
}

} // namespace

std::optional<vector_function> find_function(std::string_view name) {
  for (const vector_function &f : functions())
    if (f.name == name)
      return f;
  return std::nullopt;
}

std::string function_names() {
  std::string text;
  for (const vector_function &f : functions())
    text += (text.empty() ? "" : " ") + f.name;
  return text;
}

std::optional<fp::rounding> find_rounding(std::string_view name) {
  static constexpr std::string_view names[] = {"rnear_even", "rminMag", "rmin",
                                               "rmax", "rnear_maxMag"};
  for (unsigned i = 0; i < std::size(names); ++i)
    if (names[i] == name)
      return static_cast<fp::rounding>(i);
  return std::nullopt;
}

std::optional<vector_line> parse_line(const vector_function &f, fp::rounding rm,
                                      std::string_view line,
                                      std::string &reason) {
  vector_line v;
  operation &o = v.op;
  o.op = f.op;
  o.rm = f.has_select ? f.select : static_cast<std::uint8_t>(rm);
  o.src_double = f.from == operand_type::f64;
  o.dst_double = f.to == operand_type::f64;
  o.is_unsigned = f.from == operand_type::ui32 || f.to == operand_type::ui32;

  std::uint64_t *const fields[] = {&o.a, &o.b, &o.c};
  for (unsigned i = 0; i < f.operands; ++i) {
    if (!read_hex(next_word(line), digits(f.from), *fields[i])) {
      reason = "operand " + std::to_string(i + 1) + " of " +
               std::to_string(f.operands) + " is not a hexadecimal number of " +
               std::to_string(digits(f.from)) + " digits";
      return std::nullopt;
    }
    if (f.from == operand_type::f32)
      *fields[i] |= box_bits;
  }
  if (!read_hex(next_word(line), digits(f.to), v.want.bits)) {
    reason = "the result is not a hexadecimal number of " +
             std::to_string(digits(f.to)) + " digits";
    return std::nullopt;
  }
  std::uint64_t flags = 0;
  if (!read_hex(next_word(line), 2, flags) || flags > 31) {
    reason = "the flags are not a hexadecimal number up to 1f";
    return std::nullopt;
  }
  v.want.flags = unsigned(flags);
  if (!next_word(line).empty()) {
    reason = "there is more on the line than " + std::to_string(f.operands) +
             " operands, result and flags";
    return std::nullopt;
  }
  return v;
}

bool agrees(const vector_function &f, const vector_line &line,
            const fp::outcome &got, bool exact_flags) {
  fp::outcome want = line.want;
  switch (f.to) {
  case operand_type::f64:
    if (fp::f64.is_nan(want.bits))
      want.bits = fp::f64.canonical_nan();
    break;
  case operand_type::f32:
    if (fp::f32.is_nan(want.bits))
      want.bits = fp::f32.canonical_nan();
    want.bits |= box_bits;
    break;
  case operand_type::i32:
  case operand_type::ui32:
    if (want.flags & fp::invalid)
      want.bits = expected(line.op).bits;
    else if (!exact_flags)
      want.flags |= expected(line.op).flags & fp::inexact;
    break;
  case operand_type::boolean:
    break;
  }
  return got == want;
}

std::string format_outcome(const vector_function &f, const fp::outcome &o) {
  char text[32];
  const std::uint64_t bits = f.to == operand_type::f32 || is_integer(f.to)
                                 ? o.bits & ~box_bits
                                 : o.bits;
  std::snprintf(text, sizeof text, "%0*llX %02X", int(digits(f.to)),
                static_cast<unsigned long long>(bits), o.flags);
  return text;
}

} // namespace fpu
