// Mnemonics by the names of the decoder's enumerators, operands by what an
// instruction uses.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/listing.hpp"

#include "seeker/iss/decode.hpp"

#include <fmt/format.h>

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

constexpr auto mnemonics = names(
    std::make_index_sequence<static_cast<std::size_t>(iss::op::dmuser) + 1>());

std::string_view suffix(const iss::instruction &i) {
  if (!(i.uses & iss::use::fp))
    return "";
  switch (i.fmt) {
  case iss::format::double_:
    return ".d";
  case iss::format::packed:
    return " (pair)";
  case iss::format::replicated:
    return " (pair, one)";
  default:
    return ".s";
  }
}

} // namespace

std::string listing_of(std::uint32_t word) {
  const iss::instruction i = iss::decode(word);
  std::string text =
      fmt::format("{:08x} {}{}", word,
                  mnemonics[static_cast<std::size_t>(i.code)], suffix(i));
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
