// The FPU against exact arithmetic: every operation, mode and format, and its
// timing.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SEEKER_FPU_CASES sets the number of random cases over all operations,
// SEEKER_SEED the seed.
#include "fpu_bench.hpp"
#include "fpu_cases.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

namespace fpu {
namespace {

std::uint64_t from_environment(const char *name, std::uint64_t otherwise) {
  const char *text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 0) : otherwise;
}

constexpr bool has_packed_form(opcode op) {
  return op <= opcode::cmp || op == opcode::move_from_integer ||
         op == opcode::convert;
}

class fpu_pipeline : public testing::Test {
protected:
  bench bench_;
  unsigned reported_ = 0;
  std::uint64_t checked_ = 0;

  const bench::on_result compare_ = [this](const operation &o,
                                           const fp::outcome &got) {
    ++checked_;
    const fp::outcome want = expected(o);
    if (got == want || ++reported_ > 10)
      return;
    ADD_FAILURE() << to_string(o) << std::hex << "\n  got  " << got.bits
                  << " flags " << got.flags << "\n  want " << want.bits
                  << " flags " << want.flags;
  };
};

class fpu_operation : public fpu_pipeline,
                      public testing::WithParamInterface<unsigned> {};

TEST_P(fpu_operation, matches_exact_arithmetic) {
  const auto op = static_cast<opcode>(GetParam());
  const std::uint64_t seed = from_environment("SEEKER_SEED", 1);
  const std::uint64_t cases =
      from_environment("SEEKER_FPU_CASES", 270000) / opcodes;
  RecordProperty("seed", std::to_string(seed));
  case_source source(seed * opcodes + GetParam());
  for (std::uint64_t i = 0; i < cases; ++i) {
    bench_.set_back_pressure(i % 2000 < 500 ? 96 : 0);
    bench_.submit(source.make(op, has_packed_form(op) && i % 3 == 0), compare_);
  }
  bench_.drain(compare_);
  EXPECT_EQ(checked_, cases);
  EXPECT_EQ(reported_, 0u) << "seed " << seed;
  EXPECT_EQ(bench_.protocol_error(), "");
}

std::string operation_name(const testing::TestParamInfo<unsigned> &info) {
  operation o;
  o.op = static_cast<opcode>(info.param);
  const std::string text = to_string(o);
  return text.substr(0, text.find(' '));
}

INSTANTIATE_TEST_SUITE_P(all, fpu_operation, testing::Range(0u, opcodes),
                         operation_name);

// All units at once, results out of order, with and without back-pressure.
TEST_F(fpu_pipeline, mixed_operations_keep_their_tags) {
  case_source source(7);
  std::mt19937 random(3);
  constexpr unsigned cases = 20000;
  for (unsigned i = 0; i < cases; ++i) {
    bench_.set_back_pressure(i % 1000 < 300 ? 128 : 0);
    auto op = static_cast<opcode>(random() % opcodes);
    if ((op == opcode::div || op == opcode::sqrt) && random() % 8 != 0)
      op = opcode::fmadd;
    bench_.submit(source.make(op, false), compare_);
  }
  bench_.drain(compare_);
  EXPECT_EQ(checked_, cases);
  EXPECT_EQ(bench_.protocol_error(), "");
}

TEST_F(fpu_pipeline, latencies_are_the_configured_ones) {
  const auto latency = [&](opcode op) {
    unsigned cycles = 0;
    operation o;
    o.op = op;
    o.a = o.b = o.c = 0x3ff0000000000000u;
    bench_.single(o, &cycles);
    return cycles;
  };
  for (const opcode op :
       {opcode::fmadd, opcode::fmsub, opcode::fnmsub, opcode::fnmadd,
        opcode::add, opcode::sub, opcode::mul})
    EXPECT_EQ(latency(op), 3u) << static_cast<int>(op);
  for (const opcode op :
       {opcode::sgnj, opcode::minmax, opcode::cmp, opcode::classify,
        opcode::move_to_integer, opcode::move_from_integer})
    EXPECT_EQ(latency(op), 1u) << static_cast<int>(op);
  for (const opcode op :
       {opcode::convert, opcode::to_integer, opcode::from_integer})
    EXPECT_EQ(latency(op), 2u) << static_cast<int>(op);
  EXPECT_EQ(latency(opcode::sum), 7u);
  EXPECT_LE(latency(opcode::div), 34u);
  EXPECT_LE(latency(opcode::sqrt), 34u);
}

TEST_F(fpu_pipeline, one_multiply_add_a_cycle) {
  case_source source(11);
  const std::uint64_t before = bench_.cycles();
  for (unsigned i = 0; i < 1000; ++i)
    bench_.submit(source.make(opcode::fmadd, false), compare_);
  EXPECT_EQ(bench_.cycles() - before, 1000u);
  bench_.drain(compare_);
}

// Sums that go round among other operations, the pipe full and held back.
TEST_F(fpu_pipeline, sums_go_round) {
  case_source source(13);
  for (unsigned i = 0; i < 20000; ++i) {
    bench_.set_back_pressure(i % 400 < 200 ? 200 : 0);
    const bool is_sum = i % 1000 < 500 || i % 3 == 0;
    bench_.submit(source.make(is_sum ? opcode::sum : opcode::fmadd, false),
                  compare_);
  }
  bench_.drain(compare_);
  EXPECT_EQ(checked_, 20000u);
  EXPECT_EQ(bench_.protocol_error(), "");
}

// Conversions of infinities in all modes: an infinity stays one.
TEST_F(fpu_pipeline, infinity_narrows_to_infinity) {
  for (std::uint8_t rm = 0; rm < 5; ++rm)
    for (const std::uint64_t sign : {std::uint64_t(0), fp::f64.sign_bit()}) {
      operation o;
      o.op = opcode::convert;
      o.dst_double = false;
      o.rm = rm;
      o.a = fp::f64.infinity() | sign;
      const fp::outcome got = bench_.single(o);
      EXPECT_EQ(got.bits, 0xffffffff7f800000u | (sign >> 32));
      EXPECT_EQ(got.flags, 0u);
    }
}

} // namespace
} // namespace fpu
