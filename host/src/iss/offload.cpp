// What the integer core hands over: FP instructions, hardware loops, streams'
// configurations.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "page.hpp"

namespace seeker::iss {
namespace {

constexpr std::uint8_t dynamic_rounding = 7;
constexpr std::uint32_t all_streams = 31;

// Whether the rounding mode concerns the instruction.
bool rounds(op code) {
  switch (code) {
  case op::fmadd:
  case op::fmsub:
  case op::fnmsub:
  case op::fnmadd:
  case op::fadd:
  case op::fsub:
  case op::fmul:
  case op::fdiv:
  case op::fsqrt:
  case op::fcvt_w:
  case op::fcvt_wu:
  case op::fcvt_from_w:
  case op::fcvt_from_wu:
  case op::fcvt_s_d:
  case op::fcvt_d_s:
  case op::vfsum:
  case op::vfcpka_s_d:
    return true;
  default:
    return false;
  }
}

// The packed operations have no rounding mode of their own.
bool is_packed(const instruction &i) {
  return i.fmt == format::packed || i.fmt == format::replicated;
}

bool is_access(const instruction &i) {
  return i.code >= op::flw && i.code <= op::fsd;
}

} // namespace

fp::rounding machine::rounding_of(const hart &h, const instruction &i) const {
  if (!rounds(i.code))
    return fp::rounding::nearest_even;
  const std::uint8_t mode =
      i.rm == dynamic_rounding || is_packed(i) ? h.frm : i.rm;
  if (mode > static_cast<std::uint8_t>(fp::rounding::nearest_away))
    throw trap{cause::illegal, i.word};
  return static_cast<fp::rounding>(mode);
}

void machine::issue_fp(hart &h, const instruction &i) {
  if (is_packed(i) && h.streams.empty()) // the DM core's FPU is scalar
    throw trap{cause::illegal, i.word};
  h.progress_cycle = cycle_;
  fp_operation o;
  o.i = i;
  o.rm = rounding_of(h, i);
  o.native = fp::is_native(i.code, o.rm);
  o.streams = h.streaming && !h.streams.empty();
  o.find_streams();
  o.operand = h.x[i.rs1];
  if (is_access(i))
    o.operand += static_cast<std::uint32_t>(i.imm);
  if (h.fp.idle() && !o.streams && h.chaining == 0) {
    compute(h, o, h.f[i.rs1], h.f[i.rs2], h.f[i.rs3]);
    return;
  }
  const bool writes_x = i.uses & use::x_rd;
  if (writes_x && h.fp.collects()) // no body gives anything to the integer core
    throw trap{cause::illegal, i.word};
  if (is_access(i))
    check_access(o);
  if (h.fp.idle() && execute_fp(h, o))
    return;
  h.fp.push(o);
  if (writes_x && i.rd != 0)
    h.awaited |= 1u << i.rd;
}

// Throws the trap of a load or store, which is executed later.
void machine::check_access(const fp_operation &o) {
  const bool loads = o.i.code == op::flw || o.i.code == op::fld;
  const std::uint32_t bytes =
      o.i.code == op::fld || o.i.code == op::fsd ? 8 : 4;
  if (o.operand & (bytes - 1))
    throw trap{loads ? cause::load_misaligned : cause::store_misaligned,
               o.operand};
  if (!memory_.find(o.operand, bytes, !loads) &&
      !read_register(memory_.canonical(o.operand) & ~7u))
    throw trap{loads ? cause::load_fault : cause::store_fault, o.operand};
}

void machine::issue_frep(hart &h, const instruction &i) {
  const std::uint32_t length = (static_cast<std::uint32_t>(i.imm) & 0xFFF) +
                               (config_.frep_length_minus_one ? 1 : 0);
  if (h.streams.empty() || !h.fp.may_loop(length))
    throw trap{cause::illegal, i.word};
  h.fp.push_loop(i, length, h.x[i.rs1]);
}

// The address is in the immediate, or in rs2: [4:0] the stream, [11:5] the
// register.
bool machine::configure_stream(hart &h, const instruction &i) {
  if (h.streams.empty())
    throw trap{cause::illegal, i.word};
  const std::uint32_t where =
      i.code == op::scfgwi ? static_cast<std::uint32_t>(i.imm) : h.x[i.rs2];
  const std::uint32_t which = where & 31, number = where >> 5 & 0x7F;
  const auto is_meant = [&](std::size_t n) {
    return which == all_streams || which == n;
  };
  for (std::size_t n = 0; n < h.streams.size(); ++n)
    if (is_meant(n) && !h.streams[n].accepts()) {
      h.waits_for = static_cast<wait_cause>(
          static_cast<std::size_t>(wait_cause::stream_config) + n);
      return false;
    }
  for (std::size_t n = 0; n < h.streams.size(); ++n)
    if (is_meant(n))
      h.streams[n].write(number, h.x[i.rs1]);
  return true;
}

std::uint32_t machine::read_stream(hart &h, const instruction &i) {
  if (h.streams.empty())
    throw trap{cause::illegal, i.word};
  const std::uint32_t where =
      i.code == op::scfgri ? static_cast<std::uint32_t>(i.imm) : h.x[i.rs2];
  const std::uint32_t which = where & 31;
  return which < h.streams.size() ? h.streams[which].read(where >> 5 & 0x7F)
                                  : 0;
}

} // namespace seeker::iss
