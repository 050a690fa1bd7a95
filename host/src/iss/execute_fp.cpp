// Floating-point instructions of the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "page.hpp"

#include "seeker/iss/fp.hpp"

namespace seeker::iss {
namespace {

constexpr std::uint64_t box_bits = 0xFFFFFFFF00000000;
constexpr std::uint8_t dynamic_rounding = 7;

bool uses_rounding(op code) {
  switch (code) {
  case op::fsgnj:
  case op::fsgnjn:
  case op::fsgnjx:
  case op::fmin:
  case op::fmax:
  case op::feq:
  case op::flt:
  case op::fle:
  case op::fclass:
  case op::fmv_x_w:
  case op::fmv_w_x:
  case op::flw:
  case op::fld:
  case op::fsw:
  case op::fsd:
    return false;
  default:
    return true;
  }
}

} // namespace

void machine::execute_fp(hart &h, const instruction &i) {
  auto rm = fp::rounding::nearest_even;
  if (uses_rounding(i.code)) {
    const std::uint8_t mode = i.rm == dynamic_rounding ? h.frm : i.rm;
    if (mode > static_cast<std::uint8_t>(fp::rounding::nearest_away))
      throw trap{cause::illegal, i.word};
    rm = static_cast<fp::rounding>(mode);
  }
  const std::uint64_t a = h.f[i.rs1], b = h.f[i.rs2], c = h.f[i.rs3];
  const std::uint32_t address = h.x[i.rs1] + static_cast<std::uint32_t>(i.imm);
  fp::result r;
  bool to_integer = false;
  switch (i.code) {
  case op::flw:
    h.f[i.rd] = box_bits | load(address, 4);
    return;
  case op::fld:
    h.f[i.rd] = load(address, 8);
    return;
  case op::fsw:
    store(address, 4, b & 0xFFFFFFFF);
    return;
  case op::fsd:
    store(address, 8, b);
    return;
  case op::fmv_x_w:
    h.x[i.rd] = static_cast<std::uint32_t>(a);
    return;
  case op::fmv_w_x:
    h.f[i.rd] = box_bits | h.x[i.rs1];
    return;
  case op::feq:
  case op::flt:
  case op::fle:
  case op::fclass:
    to_integer = true;
    [[fallthrough]];
  case op::fsgnj:
  case op::fsgnjn:
  case op::fsgnjx:
  case op::fmin:
  case op::fmax:
    r = fp::compare(i.code, i.fmt, a, b);
    break;
  case op::fcvt_w:
  case op::fcvt_wu:
    to_integer = true;
    r = fp::to_integer(i.fmt, rm, i.code == op::fcvt_wu, a);
    break;
  case op::fcvt_from_w:
  case op::fcvt_from_wu:
    r = fp::from_integer(i.fmt, rm, i.code == op::fcvt_from_wu, h.x[i.rs1]);
    break;
  case op::fcvt_s_d:
    r = fp::narrow(rm, a);
    break;
  case op::fcvt_d_s:
    r = fp::widen(a);
    break;
  default:
    r = fp::arithmetic(i.code, i.fmt, rm, a, b, c);
  }
  h.fflags |= r.flags;
  if (to_integer)
    h.x[i.rd] = static_cast<std::uint32_t>(r.bits);
  else
    h.f[i.rd] = r.bits;
}

} // namespace seeker::iss
