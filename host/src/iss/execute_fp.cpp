// The FP subsystem: operands from registers, streams and chains, and results.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "page.hpp"

#include "seeker/iss/fp.hpp"

namespace seeker::iss {
namespace {

constexpr std::uint64_t box_bits = 0xFFFFFFFF00000000;

wait_cause numbered(wait_cause first, std::size_t which) {
  return static_cast<wait_cause>(static_cast<std::size_t>(first) + which);
}

} // namespace

// Whether every stream and chain that the operation reads has a datum, and the
// stream that it writes has room; else the reason.
bool machine::operands_ready(hart &h, const fp_operation &o) {
  const auto has = [&](std::uint8_t bit, std::uint8_t reg) {
    if (!(o.i.uses & bit))
      return true;
    if (o.streams && reg < h.streams.size()) {
      h.fp_waits_for = numbered(wait_cause::stream_data, reg);
      return h.streams[reg].has_data();
    }
    h.fp_waits_for = wait_cause::fp_result;
    return !(h.chaining >> reg & 1) || !h.chains[reg].empty();
  };
  if (!has(use::f_rs1, o.i.rs1) || !has(use::f_rs2, o.i.rs2) ||
      !has(use::f_rs3, o.i.rs3))
    return false;
  if (!(o.i.uses & use::f_rd) || !o.streams || o.i.rd >= h.streams.size())
    return true;
  h.fp_waits_for = numbered(wait_cause::stream_room, o.i.rd);
  return h.streams[o.i.rd].has_room();
}

// The operation's turn has come; false when it must wait.
bool machine::execute_fp(hart &h, const fp_operation &o) {
  if (!o.streams && h.chaining == 0) {
    compute(h, o, h.f[o.i.rs1], h.f[o.i.rs2], h.f[o.i.rs3]);
    return true;
  }
  if (!operands_ready(h, o))
    return false;
  std::array<std::uint64_t, 3> operands{};
  const std::array<std::uint8_t, 3> bits = {use::f_rs1, use::f_rs2, use::f_rs3};
  const std::array<std::uint8_t, 3> fields = {o.i.rs1, o.i.rs2, o.i.rs3};
  for (std::size_t n = 0; n < operands.size(); ++n) {
    if (!(o.i.uses & bits[n]))
      continue;
    // A register that is named twice gives one datum.
    std::size_t same = 0;
    while (!(o.i.uses & bits[same]) || fields[same] != fields[n])
      ++same;
    operands[n] = same < n ? operands[same] : take_operand(h, o, fields[n]);
  }
  compute(h, o, operands[0], operands[1], operands[2]);
  return true;
}

std::uint64_t machine::take_operand(hart &h, const fp_operation &o,
                                    std::uint8_t reg) {
  if (o.streams && reg < h.streams.size())
    return h.streams[reg].pop();
  if (h.chaining >> reg & 1) {
    h.f[reg] = h.chains[reg].front();
    h.chains[reg].pop_front();
  }
  return h.f[reg];
}

void machine::give_result(hart &h, const fp_operation &o, std::uint64_t value) {
  const std::uint8_t reg = o.i.rd;
  if (o.streams && reg < h.streams.size()) {
    const std::uint32_t address =
        static_cast<std::uint32_t>(config_.tcdm.base) +
        h.streams[reg].push(value);
    written(address, 8);
    if (observer_)
      observer_->store(h.id, address, 8, value);
    return;
  }
  if (observer_)
    observer_->write_f(h.id, reg, value);
  if (h.chaining >> reg & 1)
    h.chains[reg].push_back(value);
  else
    h.f[reg] = value;
}

void machine::compute(hart &h, const fp_operation &o, std::uint64_t a,
                      std::uint64_t b, std::uint64_t c) {
  const instruction &i = o.i;
  fp::result r;
  switch (i.code) {
  case op::flw:
    r.bits = box_bits | load(o.operand, 4);
    break;
  case op::fld:
    r.bits = load(o.operand, 8);
    break;
  case op::fsw:
    store(h, o.operand, 4, b & 0xFFFFFFFF);
    return;
  case op::fsd:
    store(h, o.operand, 8, b);
    return;
  case op::fmv_x_w:
    r.bits = a;
    break;
  case op::fmv_w_x:
    r.bits = box_bits | o.operand;
    break;
  case op::vfcpka:
    r.bits = b << 32 | (a & 0xFFFFFFFF);
    break;
  case op::vfcpka_s_d: {
    const fp::result high = fp::narrow(o.rm, b);
    r = fp::narrow(o.rm, a);
    r.bits = high.bits << 32 | (r.bits & 0xFFFFFFFF);
    r.flags |= high.flags;
    break;
  }
  case op::vfsum:
    r = fp::sum(o.rm, a, c);
    break;
  case op::fsgnj:
  case op::fsgnjn:
  case op::fsgnjx:
  case op::fmin:
  case op::fmax:
  case op::feq:
  case op::flt:
  case op::fle:
  case op::fne:
  case op::fge:
  case op::fgt:
  case op::fclass:
    r = fp::compare(i.code, i.fmt, a, b);
    break;
  case op::fcvt_w:
  case op::fcvt_wu:
    r = fp::to_integer(i.fmt, o.rm, i.code == op::fcvt_wu, a);
    break;
  case op::fcvt_from_w:
  case op::fcvt_from_wu:
    r = fp::from_integer(i.fmt, o.rm, i.code == op::fcvt_from_wu, o.operand);
    break;
  case op::fcvt_s_d:
    r = fp::narrow(o.rm, a);
    break;
  case op::fcvt_d_s:
    r = fp::widen(a);
    break;
  default:
    r = fp::arithmetic(i.code, i.fmt, o.rm, a, b, c, h.fflags);
  }
  h.fflags |= r.flags;
  if (i.uses & use::f_rd) {
    give_result(h, o, r.bits);
  } else {
    h.awaited &= ~(1u << i.rd);
    if (i.rd == 0)
      return;
    h.x[i.rd] = static_cast<std::uint32_t>(r.bits);
    if (observer_)
      observer_->write_x(h.id, i.rd, h.x[i.rd]);
  }
}

} // namespace seeker::iss
