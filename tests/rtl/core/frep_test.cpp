// Hardware loops on core_complex: cycles, memory accesses in bodies, traps,
// interrupts. Built for both encodings of a body's length.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

#include <iostream>

#ifdef SEEKER_FREP_LENGTH_AS_IT_IS
#define core_frep core_frep_length // the suite's name
#endif

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t tcdm = core_bench::tcdm_base;
constexpr uint32_t data = tcdm + 0x100, far = core_bench::l3_base + 0x8000;

void run(core_bench &bench, const program &p) {
  bench.load(p);
  ASSERT_TRUE(bench.run());
  ASSERT_EQ(bench.state(), 1)
      << "cause " << bench.mcause() << " at " << std::hex << bench.pc();
}

// Distances of what left the FP queue: of the last n.
std::vector<int> distances(const core_bench &bench, size_t n) {
  std::vector<int> out;
  for (size_t i = bench.fp_left.size() - n + 1; i < bench.fp_left.size(); ++i)
    out.push_back(int(bench.fp_left[i] - bench.fp_left[i - 1]));
  return out;
}

TEST(core_frep, issues_one_a_cycle_while_the_core_runs_on) {
  program p;
  p.li(t0, 99);
  p.li(s0, data);
  p << frep_o(t0, 4);
  for (uint32_t i = 0; i < 4; ++i)
    p << fadd_d(8 + i, 1, 2);
  p << csrr(a0, 0xb00);
  for (int i = 0; i < 50; ++i)
    p << addi(a1, a1, 1);
  p << csrr(a2, 0xb00) << fmv_x_w(t6, 8) << mv(t6, t6) << csrr(a3, 0xb00)
    << sub(a2, a2, a0) << sub(a3, a3, a0) << sw(a2, s0, 0) << sw(a3, s0, 4)
    << wfi();
  core_bench bench;
  run(bench, p);
  EXPECT_EQ(bench.word(data), 51u);
  EXPECT_NEAR(double(bench.word(data + 4)), 400, 8);
  // Nothing between the 400 and the move behind them.
  for (int d : distances(bench, 400))
    ASSERT_EQ(d, 1);
}

TEST(core_frep, same_destination_takes_the_latency) {
  program p;
  p.li(t0, 20);
  p << frep_o(t0, 1) << fadd_d(8, 1, 2) << wfi();
  core_bench bench;
  run(bench, p);
  for (int d : distances(bench, 20))
    EXPECT_EQ(d, 4);
}

TEST(core_frep, stagger_hides_the_latency) {
  program p;
  p.li(t0, 39);
  p.li(s0, data);
  for (uint32_t i = 0; i < 4; ++i)
    p << fcvt_d_w(8 + i, zero);
  p.li(t1, 1);
  p << fcvt_d_w(2, t1) << frep_o(t0, 1, 3, 0b0011) << fadd_d(8, 8, 2);
  for (uint32_t i = 0; i < 4; ++i)
    p << fsd(8 + i, s0, int32_t(8 * i));
  p << wfi();
  core_bench bench;
  run(bench, p);
  for (uint32_t i = 0; i < 4; ++i)
    EXPECT_EQ(bench.as_double(data + 8 * i), 10.0);
}

// A packed accumulator is rd, also as a source.
TEST(core_frep, stagger_moves_a_packed_accumulator) {
  program p;
  p.li(t0, 1);
  p.li(s0, data);
  p << fld(1, s0, 0) << fld(8, s0, 8) << fld(9, s0, 16) << frep_o(t0, 1, 1, 1)
    << vf(0b1001000, 8, 1, 1) << fsd(8, s0, 24) << fsd(9, s0, 32) << wfi();
  core_bench bench;
  const auto pair = [](float low, float high) {
    uint32_t l, h;
    std::memcpy(&l, &low, 4);
    std::memcpy(&h, &high, 4);
    return uint64_t(h) << 32 | l;
  };
  bench.set_dword(data, pair(2, 3));
  bench.set_dword(data + 8, pair(10, 20));
  bench.set_dword(data + 16, pair(100, 200));
  run(bench, p);
  EXPECT_EQ(bench.dword(data + 24), pair(14, 29));
  EXPECT_EQ(bench.dword(data + 32), pair(104, 209));
}

// The perfect nest ran a wrong number of times in the public cluster.
TEST(core_frep, nests) {
  for (uint32_t before : {0u, 1u})
    for (uint32_t after : {0u, 2u}) {
      program p;
      p.li(t0, 4); // 5 times
      p.li(t1, 6); // 7 times
      p.li(s0, data);
      p.li(t2, 1);
      p << fcvt_d_w(2, t2);
      for (uint32_t r = 8; r < 12; ++r)
        p << fcvt_d_w(r, zero);
      p << frep_o(t0, before + 2 + after);
      for (uint32_t i = 0; i < before; ++i)
        p << fadd_d(8, 8, 2);
      p << frep_o(t1, 2) << fadd_d(9, 9, 2) << fadd_d(10, 10, 2);
      for (uint32_t i = 0; i < after; ++i)
        p << fadd_d(11, 11, 2);
      for (uint32_t r = 8; r < 12; ++r)
        p << fsd(r, s0, int32_t(8 * (r - 8)));
      p << wfi();
      core_bench bench;
      run(bench, p);
      EXPECT_EQ(bench.as_double(data), 5.0 * before);
      EXPECT_EQ(bench.as_double(data + 8), 35.0);
      EXPECT_EQ(bench.as_double(data + 16), 35.0);
      EXPECT_EQ(bench.as_double(data + 24), 5.0 * after);
    }
}

// Loads and stores in a body have the address that they were issued with;
// integer accesses to their places come after the last iteration.
TEST(core_frep, memory_in_a_body) {
  for (uint32_t base : {data, far}) {
    program p;
    p.li(t0, 9);
    p.li(s0, base);
    p.li(t1, 1);
    p << fcvt_d_w(2, t1) << frep_o(t0, 3) << fld(8, s0, 0) << fadd_d(8, 8, 2)
      << fsd(8, s0, 0) << mv(s1, s0) << addi(s0, s0, 64) << lw(a0, s1, 4)
      << sw(zero, s1, 0) << sw(a0, s1, 8) << fence() << wfi();
    core_bench bench({.seed = 3, .tcdm_stall = 60, .narrow_stall = 60});
    bench.set_double(base, 5);
    run(bench, p);
    EXPECT_EQ(bench.as_double(base), 15.0);
    EXPECT_EQ(bench.word(base + 8), 0x402e0000u) << "upper word of 15.0";
  }
}

// More accesses in a body than the record of those under way has places.
TEST(core_frep, many_accesses_in_a_body) {
  program p;
  p.li(t0, 2);
  p.li(s0, data);
  p << frep_o(t0, 32);
  for (int32_t i = 0; i < 16; ++i)
    p << fld(uint32_t(8 + i % 4), s0, 8 * i)
      << fsd(uint32_t(8 + i % 4), s0, 8 * i + 128);
  for (int32_t i = 0; i < 16; ++i)
    p << lw(a0, s0, 8 * i + 128) << sw(a0, s0, 256 + 4 * i);
  p << fence() << wfi();
  core_bench bench({.seed = 9, .tcdm_stall = 100});
  for (uint32_t i = 0; i < 16; ++i)
    bench.set_dword(data + 8 * i, 0x1000 + i);
  run(bench, p);
  for (uint32_t i = 0; i < 16; ++i) {
    EXPECT_EQ(bench.dword(data + 128 + 8 * i), 0x1000 + i);
    EXPECT_EQ(bench.word(data + 256 + 4 * i), 0x1000 + i);
  }
}

// Integer instructions may stand between those of a body: they run once.
TEST(core_frep, integer_instructions_in_a_body) {
  program p;
  p.li(t0, 9);
  p.li(s0, data);
  p.li(t1, 1);
  p << fcvt_d_w(2, t1) << fcvt_d_w(8, zero) << fcvt_d_w(9, zero)
    << frep_o(t0, 2) << fadd_d(8, 8, 2) << addi(a0, a0, 1) << fadd_d(9, 9, 2)
    << addi(a0, a0, 1) << fsd(8, s0, 0) << fsd(9, s0, 8) << sw(a0, s0, 16)
    << wfi();
  core_bench bench;
  run(bench, p);
  EXPECT_EQ(bench.as_double(data), 10.0);
  EXPECT_EQ(bench.as_double(data + 8), 10.0);
  EXPECT_EQ(bench.word(data + 16), 2u);
}

struct bad_body {
  const char *name;
  std::vector<uint32_t> instrs;
  uint32_t at; // the instruction that traps
};

TEST(core_frep, bad_bodies_trap) {
  const bad_body bodies[] = {
      {"empty", {frep_o(t0, 0)}, 0},
      {"too long", {frep_o(t0, 33)}, 0},
      {"integer result", {frep_o(t0, 2), fadd_d(8, 1, 2), feq_d(a0, 1, 2)}, 2},
      {"move to integer", {frep_o(t0, 1), fmv_x_w(a0, 1)}, 1},
      {"mode", {frep_o(t0, 1), ssr_enable()}, 1},
      {"inner too long", {frep_o(t0, 2), frep_o(t0, 3)}, 1},
      {"third level", {frep_o(t0, 3), frep_o(t0, 2), frep_o(t0, 1)}, 2},
  };
  for (const bad_body &b : bodies) {
    program p;
    p.li(t0, 3);
    for (size_t i = 0; i < b.instrs.size(); ++i) {
      if (i == b.at)
        p.label("bad");
      p << b.instrs[i];
    }
    p << wfi();
    core_bench bench;
    bench.load(p);
    ASSERT_TRUE(bench.run()) << b.name;
    EXPECT_EQ(bench.state(), 2) << b.name;
    EXPECT_EQ(bench.mcause(), 2) << b.name;
    EXPECT_EQ(bench.pc(), p.address("bad")) << b.name;
  }
}

// What traps in a body ends it: the handler is outside of loops.
TEST(core_frep, a_trap_drops_the_body) {
  program p;
  p.la(t0, "handler");
  p << csrw(0x305, t0);
  p.li(t1, 1);
  p.li(s0, data);
  p.li(t0, 9);
  p << fcvt_d_w(2, t1) << fcvt_d_w(8, zero) << fcvt_d_w(9, zero)
    << frep_o(t0, 4) << fadd_d(8, 8, 2) << fld(10, s0, 4);
  p.label("handler");
  p << fadd_d(9, 9, 2) << csrr(a0, 0x342) << fsd(8, s0, 0) << fsd(9, s0, 8)
    << sw(a0, s0, 16) << csrr(a0, 0x001) << wfi();
  core_bench bench;
  run(bench, p);
  EXPECT_EQ(bench.as_double(data), 1.0);
  EXPECT_EQ(bench.as_double(data + 8), 1.0);
  EXPECT_EQ(bench.word(data + 16), 4u) << "misaligned load";
}

// What came of the body before the trap is done, whole loops inside it with all
// their iterations, however long the FPU takes; what it stored holds nobody up.
TEST(core_frep, a_trap_waits_for_what_is_queued_of_the_body) {
  for (const uint32_t bad : {ecall(), feq_d(a1, 1, 2), fld(10, s0, 4),
                             ssr_enable(), frep_o(t0, 33), lw(a1, t6, 0)}) {
    program p;
    p.la(t0, "handler");
    p << csrw(0x305, t0);
    p.li(t1, 1);
    p.li(t6, core_bench::device_base + 0xFFF0000); // nothing there
    p.li(s0, data);
    p.li(t0, 9);
    p.li(t2, 3);
    p << fcvt_d_w(2, t1) << fcvt_d_w(8, zero) << fcvt_d_w(9, zero)
      << frep_o(t0, 8) << fdiv_d(7, 2, 2) << fdiv_d(7, 7, 2) << frep_o(t2, 2)
      << fadd_d(8, 8, 7) << fsd(8, s0, 8) << bad;
    p.label("handler");
    p << csrr(a0, 0x342) << fadd_d(9, 9, 2) << lw(a1, s0, 12) << sw(a1, s0, 20)
      << fsd(8, s0, 0) << fsd(9, s0, 24) << fence() << wfi();
    core_bench bench({.seed = bad, .tcdm_stall = 100});
    run(bench, p);
    EXPECT_EQ(bench.as_double(data), 4.0) << std::hex << bad;
    EXPECT_EQ(bench.as_double(data + 8), 4.0);
    EXPECT_EQ(bench.word(data + 20), 0x40100000u) << "upper word of 4.0";
    EXPECT_EQ(bench.as_double(data + 24), 1.0);
  }
}

// A handler's FP instructions must not become part of a body.
TEST(core_frep, interrupts_wait_for_the_body) {
  program p;
  p.la(t0, "handler");
  p << csrw(0x305, t0);
  p.li(t0, 8);
  p << csrw(0x304, t0);
  p.li(t1, 1);
  p.li(s0, data);
  p << fcvt_d_w(2, t1) << fcvt_d_w(8, zero) << fcvt_d_w(9, zero);
  p.li(t0, 9);
  p << csrrsi(zero, 0x300, 8) << frep_o(t0, 3) << fadd_d(8, 8, 2);
  for (int i = 0; i < 40; ++i)
    p << nop();
  p << fadd_d(8, 8, 2) << fadd_d(8, 8, 2) << nop() << nop() << fsd(8, s0, 0)
    << fsd(9, s0, 8) << wfi();
  p.label("handler");
  p << csrw(0x304, zero) << fadd_d(9, 9, 2) << mret();
  core_bench bench;
  bench.load(p);
  for (int i = 0; i < 60; ++i)
    bench.step();
  bench.irq.msip = true;
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.as_double(data), 30.0);
  EXPECT_EQ(bench.as_double(data + 8), 1.0);
}

// Instructions with an integer result are handed over when the queue is empty;
// those that programs wait with queue up.
TEST(core_frep, integer_results_and_the_queue) {
  program p;
  p.li(t0, 49);
  p.li(s0, data);
  p << frep_o(t0, 1) << fadd_d(8, 1, 2) << csrr(a0, 0xb00) << fmv_x_w(a4, 8)
    << fcvt_w_d(a5, 8) << csrr(a1, 0xb00) << feq_d(a4, 1, 2) << csrr(a2, 0xb00)
    << sub(a1, a1, a0) << sub(a2, a2, a0) << sw(a1, s0, 0) << sw(a2, s0, 4)
    << wfi();
  core_bench bench;
  run(bench, p);
  EXPECT_EQ(bench.word(data), 3u);
  EXPECT_GT(bench.word(data + 4), 190u);
}

} // namespace
