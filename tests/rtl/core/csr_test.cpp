// CSRs of core_complex: read, write, set, clear, counters, barrier, dump, fcsr
// behind the FPU.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t data = core_bench::tcdm_base + 0x100;

TEST(core_csr, write_set_clear_and_read_back) {
  struct {
    uint32_t csr, ones; // what reads after writing ones
  } csrs[] = {{0x340, ~0u},        {0x341, ~3u},       {0x342, 0x8000001f},
              {0x343, ~0u},        {0x305, ~3u},       {0x304, 0x180888},
              {0x7c0, 1},          {0x7c3, ~0u},       {0x800, ~0u},
              {0x300, 0x80007888}, {0x002, 7},         {0x001, 0x1f},
              {0x003, 0xff},       {0x301, 0x40801129}};
  for (auto c : csrs) {
    program p;
    p.li(s0, data);
    p.li(t0, ~0u);
    p << csrw(c.csr, t0) << csrr(a0, c.csr) << sw(a0, s0, 0)
      << csrrc(a1, c.csr, t0) << csrr(a2, c.csr) << sw(a1, s0, 4)
      << sw(a2, s0, 8) << csrrsi(a3, c.csr, 9) << csrr(a4, c.csr)
      << sw(a4, s0, 12) << csrw(0x304, zero) << wfi();
    core_bench bench;
    bench.load(p);
    ASSERT_TRUE(bench.run()) << std::hex << c.csr;
    uint32_t fixed = c.csr == 0x300 ? 0x80007800 : c.csr == 0x301 ? c.ones : 0;
    EXPECT_EQ(bench.word(data), c.ones) << std::hex << c.csr;
    EXPECT_EQ(bench.word(data + 4), c.ones) << std::hex << c.csr;
    EXPECT_EQ(bench.word(data + 8), fixed) << std::hex << c.csr;
    EXPECT_EQ(bench.word(data + 12), fixed | (c.ones & 9)) << std::hex << c.csr;
  }
}

TEST(core_csr, hart_id_and_identification) {
  program p;
  p.li(s0, data);
  int32_t at = 0;
  for (uint32_t csr : {0xf14u, 0xf11u, 0xf12u, 0xf13u}) {
    p << csrr(a0, csr) << sw(a0, s0, at);
    at += 4;
  }
  p << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.word(data), 5u);
  EXPECT_EQ(bench.word(data + 4), 0u);
}

TEST(core_csr, counters_count_and_can_be_set) {
  program p;
  p.li(s0, data);
  p << csrr(a0, 0xb02) << nop() << nop() << csrr(a1, 0xb02) << csrr(a2, 0xb00)
    << nop() << nop() << csrr(a3, 0xb00) << sub(a1, a1, a0) << sub(a3, a3, a2)
    << sw(a1, s0, 0) << sw(a3, s0, 4);
  p.li(t0, ~0u);
  p << csrw(0xb80, zero) << csrw(0xb00, t0) << csrr(a0, 0xb80)
    << csrr(a1, 0xb80) << sw(a0, s0, 8) << sw(a1, s0, 12) << csrw(0xb82, t0)
    << csrr(a0, 0xb82) << sw(a0, s0, 16) << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.word(data), 3u);
  EXPECT_EQ(bench.word(data + 4), 3u);
  EXPECT_EQ(bench.word(data + 8), 0u);
  EXPECT_EQ(bench.word(data + 12), 1u) << "the carry into the upper half";
  EXPECT_EQ(bench.word(data + 16), ~0u);
}

TEST(core_csr, barrier_waits_for_release_and_for_earlier_stores) {
  program p;
  p.li(s0, core_bench::l3_base + 0x8000);
  p.li(t0, 9);
  p << fcvt_d_w(1, t0) << fsd(1, s0, 8) << sw(t0, s0, 0) << csrr(a0, 0x7c2)
    << csrrw(a1, 0x7c2, t0) << wfi();
  core_bench bench({.narrow_latency = 20});
  bench.barrier_delay = 30;
  bench.load(p);
  while (bench.barriers == 0 && bench.cycle() < 1000)
    bench.step();
  EXPECT_EQ(bench.word(core_bench::l3_base + 0x8000), 9u);
  EXPECT_EQ(bench.as_double(core_bench::l3_base + 0x8008), 9.0);
  EXPECT_GT(bench.cycle(), 50u);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.barriers, 2);
}

TEST(core_csr, dump_reports_hart_cycle_and_value) {
  program p;
  p.li(t0, 0x1234);
  p << csrw(0x7c7, t0) << csrrwi(a0, 0x7c7, 7) << csrr(a1, 0x7c7) << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  ASSERT_EQ(bench.dumps.size(), 2u) << "a read prints nothing";
  EXPECT_EQ(bench.dumps[0].hart, 5u);
  EXPECT_EQ(bench.dumps[0].value, 0x1234u);
  EXPECT_EQ(bench.dumps[1].value, 7u);
  EXPECT_EQ(bench.dumps[1].cycle, bench.dumps[0].cycle + 1);
}

// Defect 4 of the public cluster: flags of queued instructions were missed.
TEST(core_csr, reads_of_the_flags_wait_for_the_fpu) {
  for (uint32_t csr : {0x001u, 0x003u}) {
    program p;
    p.li(s0, data);
    p.li(t0, 1);
    p.li(t1, 3);
    p << fcvt_d_w(1, t0) << fcvt_d_w(2, t1) << fcvt_d_w(3, zero);
    for (int i = 0; i < 10; ++i)
      p << fadd_d(2, 2, 1);
    p << fdiv_d(4, 1, 2) << csrr(a0, csr) << fdiv_d(5, 1, 3) << csrr(a1, csr)
      << csrrwi(a2, csr, 0) << csrr(a3, csr) << sw(a0, s0, 0) << sw(a1, s0, 4)
      << sw(a3, s0, 8) << wfi();
    core_bench bench;
    bench.load(p);
    ASSERT_TRUE(bench.run());
    EXPECT_EQ(bench.word(data), 1u) << "inexact: 1 / 13";
    EXPECT_EQ(bench.word(data + 4), 9u) << "and divided by zero";
    EXPECT_EQ(bench.word(data + 8), 0u);
  }
}

// An instruction in the queue keeps the rounding mode under which it was
// issued.
TEST(core_csr, writing_frm_does_not_reach_queued_instructions) {
  program p;
  p.li(s0, data);
  p.li(t0, 1);
  p.li(t1, 10);
  p << fcvt_d_w(1, t0) << fcvt_d_w(2, t1);
  for (int i = 0; i < 6; ++i)
    p << fadd_d(3, 1, 2);
  p << csrrwi(zero, 0x002, 2) << fdiv_d(4, 1, 2) << csrrwi(zero, 0x002, 3)
    << fdiv_d(5, 1, 2) << csrrwi(zero, 0x002, 0) << fsd(4, s0, 0)
    << fsd(5, s0, 8) << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.dword(data + 8), bench.dword(data) + 1) << "down and up";
}

} // namespace
