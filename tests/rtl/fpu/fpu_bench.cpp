// Drives a Verilated FPU with a stream of operations and collects their
// results.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "fpu_bench.hpp"

#include "Vfpu_model.h"

#include <cstdio>

namespace fpu {
namespace {

constexpr unsigned tags = 256;
constexpr std::uint64_t box_bits = 0xffffffff00000000u;

constexpr const char *names[opcodes] = {
    "fmadd", "fmsub",  "fnmsub", "fnmadd", "add", "sub",      "mul",
    "div",   "sqrt",   "sgnj",   "minmax", "cmp", "classify", "mv_xf",
    "mv_fx", "cvt_ff", "cvt_fi", "cvt_if", "sum"};

std::uint64_t unboxed(std::uint64_t x) {
  return (x & box_bits) == box_bits ? x & 0xffffffffu : fp::f32.canonical_nan();
}

// One lane on the format's own bits.
fp::outcome lane(const operation &o, fp::format f, std::uint64_t a,
                 std::uint64_t b, std::uint64_t c) {
  const auto rm = static_cast<fp::rounding>(o.rm);
  const std::uint64_t sign = f.sign_bit();
  switch (o.op) {
  case opcode::fmadd:
    return fp::fma(f, a, b, c, rm);
  case opcode::fmsub:
    return fp::fma(f, a, b, c ^ sign, rm);
  case opcode::fnmsub:
    return fp::fma(f, a ^ sign, b, c, rm);
  case opcode::fnmadd:
    return fp::fma(f, a ^ sign, b, c ^ sign, rm);
  case opcode::add:
    return fp::add(f, a, b, rm);
  case opcode::sub:
    return fp::sub(f, a, b, rm);
  case opcode::mul:
    return fp::mul(f, a, b, rm);
  case opcode::div:
    return fp::div(f, a, b, rm);
  case opcode::sqrt:
    return fp::sqrt(f, a, rm);
  case opcode::sgnj:
    return {(a & ~sign) | ((o.rm == 0 ? b : o.rm == 1 ? ~b : a ^ b) & sign), 0};
  case opcode::minmax:
    return o.rm == 0 ? fp::min(f, a, b) : fp::max(f, a, b);
  case opcode::cmp:
    switch (o.rm) {
    case 0:
      return fp::le(f, a, b);
    case 1:
      return fp::lt(f, a, b);
    case 2:
      return fp::eq(f, a, b);
    case 3: {
      const fp::outcome equal = fp::eq(f, a, b);
      return {!equal.bits, equal.flags};
    }
    case 4:
      return fp::le(f, b, a);
    default:
      return fp::lt(f, b, a);
    }
  case opcode::classify:
    return fp::classify(f, a);
  default:
    return {0, 0};
  }
}

fp::outcome packed(const operation &o) {
  const std::uint64_t b = o.replicate ? (o.b << 32) | (o.b & 0xffffffffu) : o.b;
  if (o.op == opcode::move_from_integer)
    return {(o.b << 32) | (o.a & 0xffffffffu), 0};
  const fp::outcome low =
      lane(o, fp::f32, o.a & 0xffffffffu, b & 0xffffffffu, o.c & 0xffffffffu);
  const fp::outcome high = lane(o, fp::f32, o.a >> 32, b >> 32, o.c >> 32);
  const int shift = o.op == opcode::cmp ? 1 : 32;
  return {low.bits | (high.bits << shift), low.flags | high.flags};
}

} // namespace

std::string to_string(const operation &o) {
  char text[160];
  std::snprintf(text, sizeof text,
                "%s src=%c dst=%c rm=%u%s%s%s a=%016llx b=%016llx c=%016llx",
                names[static_cast<unsigned>(o.op)], o.src_double ? 'd' : 's',
                o.dst_double ? 'd' : 's', unsigned(o.rm),
                o.is_unsigned ? " unsigned" : "", o.is_packed ? " packed" : "",
                o.replicate ? " replicate" : "",
                static_cast<unsigned long long>(o.a),
                static_cast<unsigned long long>(o.b),
                static_cast<unsigned long long>(o.c));
  return text;
}

fp::outcome expected(const operation &o) {
  const auto rm = static_cast<fp::rounding>(o.rm);
  if (o.is_packed && o.op == opcode::convert) {
    const fp::outcome low = fp::convert(fp::f64, fp::f32, o.a, rm);
    const fp::outcome high = fp::convert(fp::f64, fp::f32, o.b, rm);
    return {high.bits << 32 | low.bits, high.flags | low.flags};
  }
  if (o.is_packed && o.op != opcode::sum)
    return packed(o);
  const fp::format src = o.src_double ? fp::f64 : fp::f32;
  const fp::format dst = o.dst_double ? fp::f64 : fp::f32;
  const auto in = [&](std::uint64_t x) {
    return o.src_double ? x : unboxed(x);
  };
  const auto boxed = [&](fp::outcome r, bool is_double) {
    return is_double ? r : fp::outcome{r.bits | box_bits, r.flags};
  };
  switch (o.op) {
  case opcode::move_to_integer:
    return {o.a & 0xffffffffu, 0};
  case opcode::move_from_integer:
    return boxed({o.dst_double ? o.a : o.a & 0xffffffffu, 0}, o.dst_double);
  case opcode::convert:
    return boxed(fp::convert(src, dst, in(o.a), rm), o.dst_double);
  case opcode::to_integer:
    return fp::to_integer(src, in(o.a), rm, o.is_unsigned);
  case opcode::from_integer:
    return boxed(fp::from_integer(dst, std::uint32_t(o.a), rm, o.is_unsigned),
                 o.dst_double);
  case opcode::sum: {
    const fp::outcome pair = fp::add(fp::f32, o.a & 0xffffffffu, o.a >> 32, rm);
    const fp::outcome whole =
        fp::add(fp::f32, pair.bits, o.c & 0xffffffffu, rm);
    return boxed({whole.bits, whole.flags | pair.flags}, false);
  }
  case opcode::cmp:
  case opcode::classify:
    return lane(o, src, in(o.a), in(o.b), 0);
  default:
    return boxed(lane(o, src, in(o.a), in(o.b), in(o.c)), o.src_double);
  }
}

bench::bench() : dut_(std::make_unique<Vfpu_model>()), slots_(tags) {
  dut_->clk_i = 0;
  dut_->rst_ni = 0;
  dut_->in_valid_i = 0;
  dut_->out_ready_i = 1;
  for (int i = 0; i < 4; ++i) {
    dut_->clk_i = !dut_->clk_i;
    dut_->eval();
  }
  dut_->rst_ni = 1;
}

bench::~bench() { dut_->final(); }

bool bench::step(const on_result &done) {
  random_ = random_ * 1664525u + 1013904223u;
  dut_->out_ready_i = (random_ >> 24) >= back_pressure_;
  dut_->clk_i = 0;
  dut_->eval();

  const bool accepted = dut_->in_valid_i && dut_->in_ready_o;
  if (dut_->out_valid_o) {
    if (held_ && (dut_->result_o != held_result_ ||
                  dut_->flags_o != held_flags_ || dut_->tag_o != held_tag_))
      error_ = "a result changed while it was held";
    held_ = !dut_->out_ready_i;
    held_result_ = dut_->result_o;
    held_flags_ = dut_->flags_o;
    held_tag_ = dut_->tag_o;
  } else if (held_) {
    error_ = "a result was withdrawn";
    held_ = false;
  }
  if (dut_->out_valid_o && dut_->out_ready_i) {
    slot &s = slots_[dut_->tag_o % tags];
    if (!s.busy)
      error_ = "a result for a tag that is not in flight";
    s.busy = false;
    --in_flight_;
    done(s.op, {dut_->result_o, dut_->flags_o});
  }
  if (in_flight_ != 0 && !dut_->busy_o && !accepted && !held_ &&
      !dut_->out_valid_o)
    error_ = "not busy with operations in flight";

  dut_->clk_i = 1;
  dut_->eval();
  ++cycles_;
  return accepted;
}

void bench::submit(const operation &o, const on_result &done) {
  for (int waited = 0; slots_[next_tag_].busy; ++waited) {
    if (waited == 100000) {
      error_ = "no result within 100000 cycles";
      return;
    }
    step(done);
  }
  slots_[next_tag_] = {true, o};
  ++in_flight_;
  dut_->in_valid_i = 1;
  dut_->op_i = static_cast<std::uint8_t>(o.op);
  dut_->src_fmt_i = o.src_double;
  dut_->dst_fmt_i = o.dst_double;
  dut_->rm_i = o.rm;
  dut_->is_unsigned_i = o.is_unsigned;
  dut_->is_packed_i = o.is_packed;
  dut_->replicate_i = o.replicate;
  dut_->a_i = o.a;
  dut_->b_i = o.b;
  dut_->c_i = o.c;
  dut_->tag_i = next_tag_;
  next_tag_ = (next_tag_ + 1) % tags;
  for (int waited = 0; !step(done); ++waited)
    if (waited == 100000) {
      error_ = "not accepted within 100000 cycles";
      break;
    }
  dut_->in_valid_i = 0;
}

void bench::drain(const on_result &done) {
  for (int waited = 0; in_flight_ != 0; ++waited) {
    if (waited == 100000) {
      error_ = "no result within 100000 cycles";
      return;
    }
    step(done);
  }
}

fp::outcome bench::single(const operation &o, unsigned *latency) {
  fp::outcome result{};
  const on_result keep = [&](const operation &, const fp::outcome &r) {
    result = r;
  };
  drain(keep);
  submit(o, keep);
  const std::uint64_t accepted = cycles_;
  drain(keep);
  if (latency)
    *latency = unsigned(cycles_ - accepted);
  return result;
}

} // namespace fpu
