// Mnemonics by the names of the decoder's enumerators, operands by what an
// instruction uses.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/iss/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace seeker::iss {
namespace {

// "... [Code = seeker::iss::op::addi]", by gcc and clang alike.
template <op Code> constexpr std::string_view name() {
  std::string_view text = __PRETTY_FUNCTION__;
  text = text.substr(text.find("Code = ") + 7);
  text = text.substr(0, text.find_first_of(";]"));
  return text.substr(text.rfind(':') + 1);
}

template <std::size_t... N> constexpr auto names(std::index_sequence<N...>) {
  return std::array{name<static_cast<op>(N)>()...};
}

constexpr auto enumerators =
    names(std::make_index_sequence<static_cast<std::size_t>(op::dmuser) + 1>());

// Where the pattern of a name differs from the enumerator's.
std::string scalar(const instruction &i, std::string name) {
  const std::string fmt = i.fmt == format::double_ ? "d" : "s";
  switch (i.code) {
  case op::flw:
  case op::fld:
  case op::fsw:
  case op::fsd:
  case op::fcvt_s_d:
  case op::fcvt_d_s:
  case op::fmv_x_w:
  case op::fmv_w_x:
    return name;
  case op::fcvt_from_w:
    return "fcvt." + fmt + ".w";
  case op::fcvt_from_wu:
    return "fcvt." + fmt + ".wu";
  default:
    return name + "." + fmt;
  }
}

std::string packed(const instruction &i, const std::string &name) {
  const std::string fmt = i.fmt == format::replicated ? ".r.s" : ".s";
  switch (i.code) {
  case op::fmadd:
    return "vfmac" + fmt;
  case op::fnmsub:
    return "vfmre" + fmt;
  case op::vfsum:
    return "vfsum.s";
  case op::vfcpka:
    return "vfcpka.s.s";
  case op::vfcpka_s_d:
    return "vfcpka.s.d";
  default:
    return "v" + name + fmt;
  }
}

} // namespace

std::string mnemonic(const instruction &i) {
  std::string name(enumerators[static_cast<std::size_t>(i.code)]);
  if (name.ends_with('_')) // and_ is no keyword of C++
    name.pop_back();
  std::replace(name.begin(), name.end(), '_', '.');
  if (!(i.uses & use::fp))
    return name;
  return i.fmt == format::packed || i.fmt == format::replicated
             ? packed(i, name)
             : scalar(i, name);
}

std::string listing_of(std::uint32_t word) {
  const instruction i = decode(word);
  std::string text = fmt::format("{:08x} {}", word, mnemonic(i));
  const char *separator = " ";
  const auto add = [&](std::uint8_t x, std::uint8_t f, std::uint8_t reg) {
    if (!(i.uses & (x | f)))
      return;
    text += fmt::format("{}{}{}", separator, i.uses & x ? 'x' : 'f', reg);
    separator = ", ";
  };
  add(use::x_rd, use::f_rd, i.rd);
  add(use::x_rs1, use::f_rs1, i.rs1);
  add(use::x_rs2, use::f_rs2, i.rs2);
  add(0, use::f_rs3, i.rs3);
  if (i.imm != 0)
    text += fmt::format("{}{}", separator, i.imm);
  return text;
}

} // namespace seeker::iss
