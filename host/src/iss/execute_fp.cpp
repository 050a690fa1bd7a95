// The FP subsystem: operands from registers, streams and chains, and results.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "host_flags.hpp"
#include "page.hpp"

#include "seeker/iss/fp.hpp"

namespace seeker::iss {
namespace {

constexpr std::uint64_t box_bits = 0xFFFFFFFF00000000;

wait_cause numbered(wait_cause first, std::size_t which) {
  return static_cast<wait_cause>(static_cast<std::size_t>(first) + which);
}

// What takes a rounding mode.
fp::result rounded(const fp_operation &o, std::uint64_t a, std::uint64_t b,
                   std::uint64_t c) {
  const instruction &i = o.i;
  switch (i.code) {
  case op::vfcpka_s_d: {
    const fp::result high = fp::narrow(o.rm, b);
    fp::result r = fp::narrow(o.rm, a);
    r.bits = high.bits << 32 | (r.bits & 0xFFFFFFFF);
    r.flags |= high.flags;
    return r;
  }
  case op::vfsum:
    return fp::sum(o.rm, a, c);
  case op::fcvt_w:
  case op::fcvt_wu:
    return fp::to_integer(i.fmt, o.rm, i.code == op::fcvt_wu, a);
  case op::fcvt_from_w:
  case op::fcvt_from_wu:
    return fp::from_integer(i.fmt, o.rm, i.code == op::fcvt_from_wu, o.operand);
  case op::fcvt_s_d:
    return fp::narrow(o.rm, a);
  case op::fcvt_d_s:
    return fp::widen(a);
  default:
    return fp::arithmetic(i.code, i.fmt, o.rm, a, b, c);
  }
}

} // namespace

// Whether every stream and chain that the operation reads has a datum, and the
// stream that it writes has room; else the reason.
bool machine::operands_ready(hart &h, const fp_operation &o) {
  const auto has = [&](std::uint8_t bit, std::uint8_t reg) {
    if (!(o.i.uses & bit))
      return true;
    if (o.streams && reg < stream_registers) {
      h.fp_waits_for = numbered(wait_cause::stream_data, reg);
      return h.streams[reg].has_data();
    }
    h.fp_waits_for = wait_cause::fp_result;
    return !(h.chaining >> reg & 1) || !h.chains[reg].empty();
  };
  if (!has(use::f_rs1, o.i.rs1) || !has(use::f_rs2, o.i.rs2) ||
      !has(use::f_rs3, o.i.rs3))
    return false;
  if (!(o.i.uses & use::f_rd) || !o.streams || o.i.rd >= stream_registers)
    return true;
  h.fp_waits_for = numbered(wait_cause::stream_room, o.i.rd);
  return h.streams[o.i.rd].has_room();
}

// The same as execute_fp() below, for what loops over streams are made of:
// native operations without an observer or chains. The simulator's speed is
// this.
[[gnu::always_inline]] inline bool
machine::execute_natively(hart &h, const fp_operation &o) {
  const instruction &i = o.i;
  const auto stream_of = [&](std::uint8_t bit, std::uint8_t reg) {
    return o.in_streams & bit ? h.streams.data() + reg : nullptr;
  };
  if (o.in_streams == 0) {
    h.f[i.rd] =
        fp::native(i.code, i.fmt, h.f[i.rs1], h.f[i.rs2], h.f[i.rs3], h.fflags);
    return true;
  }
  stream *const one = stream_of(use::f_rs1, i.rs1);
  stream *const two = stream_of(use::f_rs2, i.rs2);
  stream *const three = stream_of(use::f_rs3, i.rs3);
  stream *const to = stream_of(use::f_rd, i.rd);
  if ((one && !one->has_data()) || (two && !two->has_data()) ||
      (three && !three->has_data()) || (to && !to->has_room()))
    return operands_ready(h, o); // says what is missing
  const std::uint64_t a = one ? one->pop() : h.f[i.rs1];
  const std::uint64_t b = !two ? h.f[i.rs2] : two == one ? a : two->pop();
  const std::uint64_t c = !three         ? h.f[i.rs3]
                          : three == one ? a
                          : three == two ? b
                                         : three->pop();
  const std::uint64_t value = fp::native(i.code, i.fmt, a, b, c, h.fflags);
  if (to)
    written(static_cast<std::uint32_t>(config_.tcdm.base) + to->push(value), 8);
  else
    h.f[i.rd] = value;
  return true;
}

void machine::run_fp(hart &h) {
  const bool natively = !observer_ && h.chaining == 0;
  while (cycle_ < until_) {
    const fp_operation *head = h.fp.head();
    if (!head || !(natively && head->native ? execute_natively(h, *head)
                                            : execute_fp(h, *head)))
      return;
    // An operation's first execution was counted when it was issued.
    h.progress_cycle = cycle_;
    if (h.fp.done())
      ++cycle_;
  }
}

// The operation's turn has come; false when it must wait.
bool machine::execute_fp(hart &h, const fp_operation &o) {
  if (!o.streams && h.chaining == 0) {
    compute(h, o, h.f[o.i.rs1], h.f[o.i.rs2], h.f[o.i.rs3]);
    return true;
  }
  if (!operands_ready(h, o))
    return false;
  // A register that is named twice gives one datum.
  const instruction &i = o.i;
  const bool one = i.uses & use::f_rs1, two = i.uses & use::f_rs2;
  std::uint64_t a = 0, b = 0, c = 0;
  if (one)
    a = take_operand(h, o, i.rs1);
  if (two)
    b = one && i.rs2 == i.rs1 ? a : take_operand(h, o, i.rs2);
  if (i.uses & use::f_rs3)
    c = one && i.rs3 == i.rs1   ? a
        : two && i.rs3 == i.rs2 ? b
                                : take_operand(h, o, i.rs3);
  compute(h, o, a, b, c);
  return true;
}

std::uint64_t machine::take_operand(hart &h, const fp_operation &o,
                                    std::uint8_t reg) {
  if (o.streams && reg < stream_registers)
    return h.streams[reg].pop();
  if (h.chaining >> reg & 1) {
    h.f[reg] = h.chains[reg].front();
    h.chains[reg].pop_front();
  }
  return h.f[reg];
}

void machine::give_result(hart &h, const fp_operation &o, std::uint64_t value) {
  const std::uint8_t reg = o.i.rd;
  if (o.streams && reg < stream_registers) {
    const std::uint32_t address =
        static_cast<std::uint32_t>(config_.tcdm.base) +
        h.streams[reg].push(value);
    written(address, 8);
    if (observer_)
      observer_->store(h.id, address, 8, value);
    return;
  }
  if (observer_) {
    const flags_of_nobody theirs(h);
    observer_->write_f(h.id, reg, value);
  }
  if (h.chaining >> reg & 1)
    h.chains[reg].push_back(value);
  else
    h.f[reg] = value;
}

void machine::compute(hart &h, const fp_operation &o, std::uint64_t a,
                      std::uint64_t b, std::uint64_t c) {
  const instruction &i = o.i;
  std::uint64_t bits = 0;
  switch (i.code) {
  case op::flw:
    bits = box_bits | load(o.operand, 4);
    break;
  case op::fld:
    bits = load(o.operand, 8);
    break;
  case op::fsw:
    store(h, o.operand, 4, b & 0xFFFFFFFF);
    return;
  case op::fsd:
    store(h, o.operand, 8, b);
    return;
  case op::fmv_x_w:
    bits = a;
    break;
  case op::fmv_w_x:
    bits = box_bits | o.operand;
    break;
  case op::vfcpka:
    bits = b << 32 | (a & 0xFFFFFFFF);
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
  case op::fclass: {
    const fp::result r = fp::compare(i.code, i.fmt, a, b);
    bits = r.bits;
    h.fflags |= r.flags;
    break;
  }
  default:
    if (o.native) {
      bits = fp::native(i.code, i.fmt, a, b, c, h.fflags);
    } else {
      const flags_of_nobody rounds(h);
      const fp::result r = rounded(o, a, b, c);
      bits = r.bits;
      h.fflags |= r.flags;
    }
  }
  if (i.uses & use::f_rd) {
    give_result(h, o, bits);
    return;
  }
  h.awaited &= ~(1u << i.rd);
  if (i.rd == 0)
    return;
  h.x[i.rd] = static_cast<std::uint32_t>(bits);
  if (observer_)
    observer_->write_x(h.id, i.rd, h.x[i.rd]);
}

} // namespace seeker::iss
