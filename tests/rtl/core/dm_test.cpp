// core_complex as the DM core: Xdma instructions go to the DMA, packed SIMD
// traps.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t data = core_bench::tcdm_base + 0x100;

uint32_t dma(uint32_t funct7, uint32_t rd, uint32_t rs1, uint32_t rs2) {
  return r_type(0x2b, 0, funct7, rd, rs1, rs2);
}

TEST(dm_core, sends_dma_instructions_and_takes_their_results) {
  program p;
  p.li(s0, data);
  p.li(t0, 100);
  p.li(t1, 7);
  std::vector<uint32_t> instrs = {dma(0, 0, t0, t1),    dma(1, 0, t0, t1),
                                  dma(6, 0, t0, t1),    dma(7, 0, t0, 0),
                                  dma(3, a0, t0, t1),   dma(2, a1, t0, 2),
                                  dma(5, a2, 0, t1),    dma(4, a3, 0, 0),
                                  dma(3, zero, t0, t1), dma(8, 0, t0, t1)};
  for (uint32_t i : instrs)
    p << i;
  // The bench's DMA answers with rs1 + 3 rs2 as it saw them.
  p << sw(a0, s0, 0) << sw(a2, s0, 4) << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.state(), 1);
  EXPECT_EQ(bench.dma_instrs, instrs);
  EXPECT_EQ(bench.word(data), 121u);
}

TEST(dm_core, says_that_it_polls_the_dma) {
  program p;
  p.label("again");
  p << r_type(0x2b, 0, 4, t0, 0, 2); // dmstati: busy
  p << addi(t1, zero, 1);
  p.branch(1, t1, zero, "again");
  core_bench bench;
  bench.load(p);
  for (int i = 0; i < 100; ++i)
    bench.step();
  for (int i = 0; i < 20; ++i) {
    bench.step();
    EXPECT_EQ(bench.wait(), 11);
  }
  for (int i = 0; i < 1000; ++i)
    bench.step();
  EXPECT_EQ(bench.quiet(), 6 + 10); // the bench ticks in every cycle
}

TEST(dm_core, has_scalar_fp_but_no_packed_simd) {
  program p;
  p.la(t6, "handler");
  p << csrw(0x305, t6);
  p.li(s0, data);
  p.li(t0, 21);
  p << fcvt_d_w(1, t0) << fadd_d(1, 1, 1) << fsd(1, s0, 0) << fence();
  uint32_t at = p.here();
  p << r_type(0x33, 0, 0x41, 1, 2, 3) << wfi();
  p.label("handler");
  p << csrr(t0, 0x342) << csrr(t1, 0x341) << sw(t0, s0, 8) << sw(t1, s0, 12)
    << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.as_double(data), 42.0);
  EXPECT_EQ(bench.word(data + 8), 2u);
  EXPECT_EQ(bench.word(data + 12), at);
}

} // namespace
