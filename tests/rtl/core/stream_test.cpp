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

} // namespace
