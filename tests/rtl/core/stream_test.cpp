// Streams and hardware loops on core_complex: kernels, their cycles, and jobs
// in all forms.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <iostream>

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t tcdm = core_bench::tcdm_base;
constexpr uint32_t x_at = tcdm + 0x1000, y_at = tcdm + 0x5008,
                   z_at = tcdm + 0x9010, out_at = tcdm + 0x100;

// mcycle around what follows, into out_at + 64 and + 68.
void begin(program &p) { p << csrr(s10, 0xb00); }
void end(program &p) {
  p << csrr(s11, 0xb00) << sub(s11, s11, s10);
  p.li(s9, out_at);
  p << sw(s11, s9, 64);
}
int measured(const core_bench &bench) { return int(bench.word(out_at + 64)); }

void fp_fence(program &p) { p << fmv_x_w(t6, 10) << mv(t6, t6); }

void fill(core_bench &bench, uint32_t at, uint32_t n, double scale) {
  for (uint32_t i = 0; i < n; ++i)
    bench.set_double(at + 8 * i, scale * (double(i % 17) - 6.5));
}

// The dot product as a programmer writes it: four accumulators by stagger, and
// their sum. Constants and zeros are there when it begins.
int dot_cycles(uint32_t n, int stall = 0) {
  program p;
  p.li(a0, x_at);
  p.li(a1, y_at);
  p.li(a2, n);
  p << addi(t0, a2, -1) << addi(t1, zero, 8);
  p << fcvt_d_w(4, zero) << fcvt_d_w(5, zero) << fcvt_d_w(6, zero)
    << fcvt_d_w(7, zero);
  begin(p);
  p << scfgwi(t0, ssr_bound, all_ssrs) << scfgwi(t1, ssr_stride, all_ssrs);
  p << scfgwi(a0, ssr_read, 0) << scfgwi(a1, ssr_read, 1) << ssr_enable();
  p << frep_o(t0, 1, 3, 0b1001) << fmadd_d(4, 0, 1, 4);
  p << fadd_d(4, 4, 5) << fadd_d(6, 6, 7) << fadd_d(10, 4, 6) << ssr_disable();
  fp_fence(p);
  end(p);
  p << fsd(10, s9, 0) << wfi();
  core_bench bench({.seed = n, .tcdm_stall = stall});
  fill(bench, x_at, n, 0.125);
  fill(bench, y_at, n, 0.7);
  bench.load(p);
  EXPECT_TRUE(bench.run());
  EXPECT_EQ(bench.state(), 1);
  double acc[4] = {};
  for (uint32_t i = 0; i < n; ++i)
    acc[i % 4] = std::fma(bench.as_double(x_at + 8 * i),
                          bench.as_double(y_at + 8 * i), acc[i % 4]);
  EXPECT_EQ(bench.as_double(out_at), (acc[0] + acc[1]) + (acc[2] + acc[3]));
  return measured(bench);
}

TEST(core_stream, dot_product) {
  for (uint32_t n : {64u, 512u, 1000u}) {
    int cycles = dot_cycles(n);
    std::cout << "  dot of " << n << ": " << cycles << " (" << n + 26 << ")\n";
    EXPECT_LE(cycles, int(n) + 26);
  }
  dot_cycles(77, 100);
}

// z = a * x + y: two read streams, one write stream.
TEST(core_stream, axpy) {
  constexpr uint32_t n = 256;
  program p;
  p.li(a0, x_at);
  p.li(a1, y_at);
  p.li(a3, z_at);
  p.li(a2, n);
  p.li(t2, 3);
  p << fcvt_d_w(10, t2);
  p << addi(t0, a2, -1) << addi(t1, zero, 8);
  begin(p);
  p << scfgwi(t0, ssr_bound, all_ssrs) << scfgwi(t1, ssr_stride, all_ssrs);
  p << scfgwi(a0, ssr_read, 0) << scfgwi(a1, ssr_read, 1)
    << scfgwi(a3, ssr_write, 2) << ssr_enable();
  p << frep_o(t0, 1) << fmadd_d(2, 10, 0, 1) << ssr_disable();
  fp_fence(p);
  end(p);
  p << wfi();
  core_bench bench;
  fill(bench, x_at, n, 0.125);
  fill(bench, y_at, n, 0.7);
  bench.load(p);
  ASSERT_TRUE(bench.run());
  for (uint32_t i = 0; i < n; ++i)
    EXPECT_EQ(bench.as_double(z_at + 8 * i),
              std::fma(3.0, bench.as_double(x_at + 8 * i),
                       bench.as_double(y_at + 8 * i)));
  std::cout << "  axpy of 256: " << measured(bench) << " (272)\n";
  EXPECT_LE(measured(bench), 272);
}

void run(core_bench &bench, const program &p) {
  bench.load(p);
  ASSERT_TRUE(bench.run());
  ASSERT_EQ(bench.state(), 1)
      << "cause " << bench.mcause() << " at " << std::hex << bench.pc();
}

// A stream of n words from `at`, of one loop.
void linear(program &p, uint32_t ssr, uint32_t reg, uint32_t at, uint32_t n) {
  p.li(t0, n - 1);
  p.li(t1, 8);
  p.li(t2, at);
  p << scfgwi(t0, ssr_bound, ssr) << scfgwi(t1, ssr_stride, ssr)
    << scfgwi(t2, reg, ssr);
}

// Queued instructions see the mode that holds in program order, whatever the
// integer core has done since.
TEST(core_stream, mode_changes_in_order_with_fp_instructions) {
  program p;
  linear(p, 0, ssr_read, x_at, 4);
  p.li(a0, 7);
  p << fcvt_d_w(0, a0) << fcvt_d_w(3, zero);
  for (int i = 0; i < 3; ++i)
    p << fadd_d(3, 3, 3); // keeps the queue filled
  p << fadd_d(3, 3, 0) << ssr_enable() << fadd_d(4, 3, 0) << fadd_d(5, 4, 0)
    << ssr_disable() << fadd_d(6, 5, 0) << ssr_enable() << fadd_d(7, 6, 0)
    << ssr_disable();
  p.li(s0, out_at);
  for (uint32_t r = 3; r <= 7; ++r)
    p << fsd(r, s0, int32_t(8 * r));
  p << csrr(a1, 0x7c0) << sw(a1, s0, 0) << ssr_enable() << csrr(a1, 0x7c0)
    << sw(a1, s0, 4) << ssr_disable() << wfi();
  core_bench bench;
  for (uint32_t i = 0; i < 4; ++i)
    bench.set_double(x_at + 8 * i, 100.0 * (i + 1));
  run(bench, p);
  const double expected[] = {7, 107, 307, 314, 614};
  for (uint32_t i = 0; i < 5; ++i)
    EXPECT_EQ(bench.as_double(out_at + 24 + 8 * i), expected[i]) << i;
  EXPECT_EQ(bench.word(out_at), 0u);
  EXPECT_EQ(bench.word(out_at + 4), 1u);
}

TEST(core_stream, one_pop_an_instruction_and_stream) {
  program p;
  linear(p, 0, ssr_read, x_at, 4);
  p << ssr_enable() << fmul_d(3, 0, 0) << fmadd_d(4, 0, 0, 0) << ssr_disable();
  p.li(s0, out_at);
  p << fsd(3, s0, 0) << fsd(4, s0, 8) << wfi();
  core_bench bench;
  for (uint32_t i = 0; i < 4; ++i)
    bench.set_double(x_at + 8 * i, 3.0 + i);
  run(bench, p);
  EXPECT_EQ(bench.as_double(out_at), 9.0);
  EXPECT_EQ(bench.as_double(out_at + 8), 20.0);
}

// Stores pop, loads push, integer results come from streams; short and long
// pipes deliver to a stream in program order.
TEST(core_stream, every_kind_of_instruction) {
  program p;
  linear(p, 0, ssr_read, x_at, 8);
  linear(p, 2, ssr_write, z_at, 6);
  p.li(s0, out_at);
  p.li(s1, y_at);
  p << fcvt_d_w(8, zero) << ssr_enable();
  p << fsd(0, s0, 0) << fld(2, s1, 0) << fmadd_d(2, 0, 0, 8)
    << fp(0x11, 0, 2, 0, 0) << fcvt_d_w(2, s0) << fp(0x0d, 7, 2, 0, 0)
    << fld(2, s1, 8) << feq_d(a0, 0, 0) << fcvt_w_d(a1, 0) << ssr_disable()
    << fmv_x_w(t6, 10) << mv(t6, t6);
  p << sw(a0, s0, 8) << sw(a1, s0, 12) << fence() << wfi();
  for (int stall : {0, 120}) {
    core_bench bench({.seed = 5, .tcdm_stall = stall});
    for (uint32_t i = 0; i < 8; ++i)
      bench.set_double(x_at + 8 * i, 2.0 + i);
    bench.set_double(y_at, -1);
    bench.set_double(y_at + 8, -2);
    run(bench, p);
    EXPECT_EQ(bench.as_double(out_at), 2.0);
    const double expected[] = {-1, 9, 4, double(out_at), 1, -2};
    for (uint32_t i = 0; i < 6; ++i)
      EXPECT_EQ(bench.as_double(z_at + 8 * i), expected[i]) << i;
    EXPECT_EQ(bench.word(out_at + 8), 1u);
    EXPECT_EQ(bench.word(out_at + 12), 7u);
  }
}

// C = A * B with A repeated, four columns at a time: 3-D and 4-D streams.
TEST(core_stream, matrix_product) {
  constexpr uint32_t m = 6, n = 8, k = 10;
  program p;
  const auto configure = [&](uint32_t ssr, std::vector<uint32_t> counts,
                             std::vector<int32_t> strides) {
    int32_t inner = 0;
    for (uint32_t l = 0; l < counts.size(); ++l) {
      p.li(t0, counts[l] - 1);
      p.li(t1, uint32_t(strides[l] - inner));
      inner += strides[l] * int32_t(counts[l] - 1);
      p << scfgwi(t0, ssr_bound + l, ssr) << scfgwi(t1, ssr_stride + l, ssr);
    }
  };
  configure(0, {k, n / 4, m}, {8, 0, 8 * k});
  configure(1, {4, k, n / 4, m}, {8, 8 * n, 32, 0});
  configure(2, {m * n}, {8});
  p.li(t0, 3);
  p << scfgwi(t0, ssr_repeat, 0);
  p.li(t0, x_at);
  p.li(t1, y_at);
  p.li(t2, z_at);
  p << scfgwi(t0, ssr_read + 2, 0) << scfgwi(t1, ssr_read + 3, 1)
    << scfgwi(t2, ssr_write, 2) << ssr_enable();
  p.li(a0, m * n / 4);
  p.li(a1, k - 2);
  p.label("tile");
  for (uint32_t c = 0; c < 4; ++c)
    p << fmul_d(8 + c, 0, 1);
  p << frep_o(a1, 4);
  for (uint32_t c = 0; c < 4; ++c)
    p << fmadd_d(8 + c, 0, 1, 8 + c);
  for (uint32_t c = 0; c < 4; ++c)
    p << fp(0x11, 0, 2, 8 + c, 8 + c);
  p << addi(a0, a0, -1);
  p.branch(1, a0, zero, "tile");
  p << ssr_disable() << fmv_x_w(t6, 10) << mv(t6, t6) << fence() << wfi();
  core_bench bench({.seed = 8, .tcdm_stall = 40});
  fill(bench, x_at, m * k, 0.5);
  fill(bench, y_at, k * n, 0.25);
  run(bench, p);
  for (uint32_t i = 0; i < m; ++i)
    for (uint32_t j = 0; j < n; ++j) {
      double sum = 0;
      for (uint32_t l = 0; l < k; ++l)
        sum = std::fma(bench.as_double(x_at + 8 * (i * k + l)),
                       bench.as_double(y_at + 8 * (l * n + j)), sum);
      // The columns of a tile lie side by side in C.
      EXPECT_EQ(bench.as_double(z_at + 8 * (i * n + j)), sum) << i << ' ' << j;
    }
}

TEST(core_stream, gather_and_scatter) {
  constexpr uint32_t n = 200, indices = tcdm + 0x800;
  for (uint32_t size : {0u, 1u, 2u}) {
    program p;
    p.li(t0, size);
    p.li(t1, n - 1);
    p.li(t2, x_at);
    p.li(t3, z_at);
    p.li(t4, indices);
    p << scfgwi(t0, ssr_idx_cfg, 0) << scfgwi(t0, ssr_idx_cfg, 1)
      << scfgwi(t1, ssr_bound, 0) << scfgwi(t1, ssr_bound, 1)
      << scfgwi(t2, ssr_idx_base, 0) << scfgwi(t3, ssr_idx_base, 1)
      << scfgwi(t4, ssr_read_indirect, 0) << scfgwi(t4, ssr_write_indirect, 1)
      << ssr_enable();
    begin(p);
    p << frep_o(t1, 1) << fp(0x11, 0, 1, 0, 0) << ssr_disable();
    fp_fence(p);
    end(p);
    p << fence() << wfi();
    core_bench bench;
    fill(bench, x_at, 256, 1.5);
    for (uint32_t i = 0; i < n; ++i) {
      uint32_t index = i * 37 % 251, at = indices + (i << size);
      uint64_t word = bench.dword(at & ~7u);
      word &= ~(((uint64_t(1) << (8 << size)) - 1) << 8 * (at & 7));
      bench.set_dword(at & ~7u, word | uint64_t(index) << 8 * (at & 7));
    }
    run(bench, p);
    for (uint32_t i = 0; i < n; ++i) {
      uint32_t index = i * 37 % 251;
      EXPECT_EQ(bench.as_double(z_at + 8 * index),
                bench.as_double(x_at + 8 * index));
    }
    const double expected[] = {1.125, 1.25, 1.5};
    double cycles = double(measured(bench)) / n;
    std::cout << "  gather and scatter, indices of " << (1 << size)
              << " bytes: " << cycles << " (" << expected[size] << ")\n";
    EXPECT_NEAR(cycles, expected[size], 0.1);
  }
}

// It never answered in the public cluster.
TEST(core_stream, configuration_reads_answer) {
  program p;
  p.li(s0, out_at);
  p.li(t0, 77);
  p.li(t1, ssr_bound << 5 | 1);
  p << scfgwi(t0, ssr_bound + 1, 1) << scfgri(a0, ssr_bound + 1, 1)
    << scfgw(t0, t1) << scfgr(a1, t1) << scfgri(a2, ssr_status, 2)
    << scfgri(a3, ssr_bound, 7);
  for (uint32_t i = 0; i < 4; ++i)
    p << sw(a0 + i, s0, int32_t(4 * i));
  p << wfi();
  core_bench bench;
  run(bench, p);
  EXPECT_EQ(bench.word(out_at), 77u);
  EXPECT_EQ(bench.word(out_at + 4), 77u);
  EXPECT_EQ(bench.word(out_at + 8) >> 31, 1u);
  EXPECT_EQ(bench.word(out_at + 12), 0u);
}

// A read job behind the write job that runs on the same streamer: it hung.
TEST(core_stream, a_read_waits_for_its_streamers_write) {
  program p;
  linear(p, 0, ssr_write, z_at, 4);
  p << scfgwi(t2, ssr_read, 0);
  p.li(a0, 5);
  p << fcvt_d_w(8, a0) << ssr_enable();
  for (int i = 0; i < 4; ++i)
    p << fadd_d(0, 8, 8);
  p << fcvt_d_w(9, zero);
  for (int i = 0; i < 4; ++i)
    p << fadd_d(9, 9, 0);
  p.li(s0, out_at);
  p << ssr_disable() << fsd(9, s0, 0) << wfi();
  core_bench bench;
  run(bench, p);
  EXPECT_EQ(bench.as_double(out_at), 40.0);
}

// Configuration goes on while a job runs, and waits when one is queued.
TEST(core_stream, jobs_in_a_row) {
  constexpr uint32_t jobs = 6, n = 16;
  program p;
  p.li(t0, n - 1);
  p.li(t1, 8);
  p.li(a0, x_at);
  p.li(a2, jobs * n - 1);
  p << scfgwi(t0, ssr_bound, 0) << scfgwi(t1, ssr_stride, 0) << ssr_enable()
    << fcvt_d_w(8, zero);
  begin(p);
  p << frep_o(a2, 1, 3, 0b0001) << fp(0x11, 0, 12, 0, 0);
  for (uint32_t j = 0; j < jobs; ++j)
    p << scfgwi(a0, ssr_read, 0) << addi(a0, a0, 8 * n);
  fp_fence(p);
  end(p);
  p << ssr_disable() << fsd(12, s9, 0) << fsd(15, s9, 8) << wfi();
  core_bench bench;
  fill(bench, x_at, jobs * n, 1);
  run(bench, p);
  EXPECT_EQ(bench.as_double(out_at + 8),
            bench.as_double(x_at + 8 * (jobs * n - 1)));
  EXPECT_LE(measured(bench), int(jobs * n) + 12) << "no pause between jobs";
}

// More FP stores in a body than the record of them holds, then an instruction
// that waits for a stream: as soon as the stores are sent, the integer core's
// own accesses go on, and it starts the stream.
TEST(core_stream, a_late_job_after_a_body_with_many_stores) {
  constexpr uint32_t stores = 12;
  program p;
  p.li(s0, out_at);
  p.li(a0, 1);
  p << fcvt_d_w(8, a0);
  p << frep_o(a0, stores);
  for (uint32_t n = 0; n < stores; ++n)
    p << fsd(8, s0, int32_t(8 * n));
  p << ssr_enable() << fadd_d(9, 0, 8);
  p << sw(a0, s0, 8) << lw(a1, s0, 8) << sw(a1, s0, 24) << fence();
  linear(p, 0, ssr_read, x_at, 1);
  p << ssr_disable() << fsd(9, s0, 0) << wfi();
  core_bench bench;
  bench.set_double(x_at, 2.0);
  run(bench, p);
  EXPECT_EQ(bench.as_double(out_at), 3.0);
  EXPECT_EQ(bench.word(out_at + 8), 1u);
  EXPECT_EQ(bench.word(out_at + 24), 1u);
  EXPECT_EQ(bench.as_double(out_at + 8 * (stores - 1)), 1.0);
}

// What was pushed is in memory when a barrier or a fence lets pass.
TEST(core_stream, fence_and_barrier_wait_for_pushed_data) {
  for (uint32_t wait : {fence(), csrr(zero, 0x7c2)}) {
    program p;
    linear(p, 2, ssr_write, z_at, 4);
    p << fcvt_d_w(8, t1) << ssr_enable();
    for (int i = 0; i < 4; ++i)
      p << fadd_d(2, 8, 8);
    p << ssr_disable() << fmv_x_w(t6, 10) << mv(t6, t6) << wait;
    p.li(t3, z_at);
    p.li(s0, out_at);
    p << lw(a0, t3, 28) << sw(a0, s0, 0) << wfi();
    core_bench bench({.seed = 11, .tcdm_stall = 240});
    run(bench, p);
    EXPECT_EQ(bench.word(out_at), 0x40300000u) << "upper word of 16.0";
  }
}

// Encodings that are nobody's trap.
TEST(core_stream, illegal_encodings) {
  const uint32_t words[] = {i_type(0x2b, 1, a0, 2, 0),     // scfgri, rs1 2
                            i_type(0x2b, 2, 2, a0, 0),     // scfgwi, rd 2
                            r_type(0x2b, 1, 1, a0, 1, a1), // scfgr, funct7 1
                            r_type(0x2b, 2, 1, 1, a0, a1), // scfgw, funct7 1
                            i_type(0x2b, 3, 0, 0, 0),
                            i_type(0x2b, 0, 0, 0, 0),
                            i_type(0x0b, 0, 0, a0, 0)}; // frep.i
  for (uint32_t word : words) {
    program p;
    p << word << wfi();
    core_bench bench;
    bench.load(p);
    ASSERT_TRUE(bench.run());
    EXPECT_EQ(bench.state(), 2) << std::hex << word;
    EXPECT_EQ(bench.mcause(), 2) << std::hex << word;
  }
}

} // namespace
