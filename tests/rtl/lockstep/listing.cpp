// Mnemonics by the names of the decoder's enumerators, operands by what an
// instruction uses.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace seeker::lockstep {
namespace {

// "... [Code = seeker::iss::op::addi]", by gcc and clang alike.
template <iss::op Code> constexpr std::string_view name() {
  std::string_view text = __PRETTY_FUNCTION__;
  text = text.substr(text.find("Code = ") + 7);
  text = text.substr(0, text.find_first_of(";]"));
  return text.substr(text.rfind(':') + 1);
}

template <std::size_t... N> constexpr auto names(std::index_sequence<N...>) {
  return std::array{name<static_cast<iss::op>(N)>()...};
}

constexpr auto enumerators = names(
    std::make_index_sequence<static_cast<std::size_t>(iss::op::dmuser) + 1>());

// Where the pattern of a name differs from the enumerator's.
std::string scalar(const iss::instruction &i, std::string name) {
  const std::string fmt = i.fmt == iss::format::double_ ? "d" : "s";
  switch (i.code) {
  case iss::op::flw:
  case iss::op::fld:
  case iss::op::fsw:
  case iss::op::fsd:
  case iss::op::fcvt_s_d:
  case iss::op::fcvt_d_s:
  case iss::op::fmv_x_w:
  case iss::op::fmv_w_x:
    return name;
  case iss::op::fcvt_from_w:
    return "fcvt." + fmt + ".w";
  case iss::op::fcvt_from_wu:
    return "fcvt." + fmt + ".wu";
  default:
    return name + "." + fmt;
  }
}

std::string packed(const iss::instruction &i, const std::string &name) {
  const std::string fmt = i.fmt == iss::format::replicated ? ".r.s" : ".s";
  switch (i.code) {
  case iss::op::fmadd:
    return "vfmac" + fmt;
  case iss::op::fnmsub:
    return "vfmre" + fmt;
  case iss::op::vfsum:
    return "vfsum.s";
  case iss::op::vfcpka:
    return "vfcpka.s.s";
  case iss::op::vfcpka_s_d:
    return "vfcpka.s.d";
  default:
    return "v" + name + fmt;
  }
}

} // namespace

std::string mnemonic(const iss::instruction &i) {
  std::string name(enumerators[static_cast<std::size_t>(i.code)]);
  if (name.ends_with('_')) // and_ is no keyword of C++
    name.pop_back();
  std::replace(name.begin(), name.end(), '_', '.');
  if (!(i.uses & iss::use::fp))
    return name;
  return i.fmt == iss::format::packed || i.fmt == iss::format::replicated
             ? packed(i, name)
             : scalar(i, name);
}

std::string listing_of(std::uint32_t word) {
  const iss::instruction i = iss::decode(word);
  std::string text = fmt::format("{:08x} {}", word, mnemonic(i));
  const char *separator = " ";
  const auto add = [&](std::uint8_t x, std::uint8_t f, std::uint8_t reg) {
    if (!(i.uses & (x | f)))
      return;
    text += fmt::format("{}{}{}", separator, i.uses & x ? 'x' : 'f', reg);
    separator = ", ";
  };
  add(iss::use::x_rd, iss::use::f_rd, i.rd);
  add(iss::use::x_rs1, iss::use::f_rs1, i.rs1);
  add(iss::use::x_rs2, iss::use::f_rs2, i.rs2);
  add(0, iss::use::f_rs3, i.rs3);
  if (i.imm != 0)
    text += fmt::format("{}{}", separator, i.imm);
  return text;
}

std::string listing_of(const program &p) {
  std::string text = fmt::format("program of seed {}\n", p.seed);
  for (std::size_t hart = 0; hart < p.harts.size(); ++hart)
    for (std::size_t n = 0; n < p.harts[hart].size(); ++n) {
      const phase &part = p.harts[hart][n];
      if (part.chunks.empty())
        continue;
      text += fmt::format("hart {}, phase {}, {} times\n", hart, n, part.times);
      for (const chunk &c : part.chunks) {
        text += fmt::format("  {}\n", c.what);
        for (std::uint32_t word : c.words)
          text += fmt::format("    {}\n", listing_of(word));
      }
    }
  return text;
}

} // namespace seeker::lockstep
