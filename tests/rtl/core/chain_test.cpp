// Chained registers: FIFOs through the FPU's pipes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t tcdm = core_bench::tcdm_base, data = tcdm + 0x100;
constexpr uint32_t x_at = tcdm + 0x1000, y_at = tcdm + 0x5008,
                   z_at = tcdm + 0x9010;
constexpr uint32_t chain = 0x7c3;

void run(core_bench &bench, const program &p) {
  bench.load(p);
  ASSERT_TRUE(bench.run());
  ASSERT_EQ(bench.state(), 1)
      << "cause " << bench.mcause() << " at " << std::hex << bench.pc();
}

void linear(program &p, uint32_t ssr, uint32_t reg, uint32_t at, uint32_t n) {
  p.li(t0, n - 1);
  p.li(t1, 8);
  p.li(t2, at);
  p << scfgwi(t0, ssr_bound, ssr) << scfgwi(t1, ssr_stride, ssr)
    << scfgwi(t2, reg, ssr);
}

void mask(program &p, uint32_t value) {
  p.li(t3, value);
  p << csrw(chain, t3);
}

// z = k * (x + y): four sums are under way in one register.
TEST(core_chain, hides_the_latency_in_one_register) {
  constexpr uint32_t n = 128;
  program p;
  linear(p, 0, ssr_read, x_at, n);
  linear(p, 1, ssr_read, y_at, n);
  linear(p, 2, ssr_write, z_at, n);
  p.li(a0, n / 4 - 1);
  p.li(a1, 3);
  p << fcvt_d_w(8, a1);
  mask(p, 1 << 3);
  p << ssr_enable() << csrr(s10, 0xb00) << frep_o(a0, 8);
  for (int i = 0; i < 4; ++i)
    p << fadd_d(3, 0, 1);
  for (int i = 0; i < 4; ++i)
    p << fmul_d(2, 8, 3);
  p << fmv_x_w(t6, 10) << mv(t6, t6) << csrr(s11, 0xb00);
  mask(p, 0);
  p.li(s0, data);
  p << ssr_disable() << sub(s11, s11, s10) << sw(s11, s0, 0) << fence()
    << wfi();
  core_bench bench;
  for (uint32_t i = 0; i < n; ++i) {
    bench.set_double(x_at + 8 * i, 0.5 * i);
    bench.set_double(y_at + 8 * i, 7.0 - i);
  }
  run(bench, p);
  for (uint32_t i = 0; i < n; ++i)
    EXPECT_EQ(bench.as_double(z_at + 8 * i), 3 * (0.5 * i + (7.0 - i)));
  EXPECT_LE(bench.word(data), 2 * n + 16);
}

// A register that is read and written by each: a stencil's accumulator.
TEST(core_chain, accumulates_four_values_in_one_register) {
  constexpr uint32_t taps = 27;
  for (int stall : {0, 90}) {
    program p;
    linear(p, 0, ssr_read, x_at, 4 * taps);
    linear(p, 2, ssr_write, z_at, 4);
    p.li(a0, taps - 3);
    p << fcvt_d_w(8, t1); // 8
    mask(p, 1 << 10);
    p << ssr_enable();
    for (int i = 0; i < 4; ++i)
      p << fmul_d(10, 8, 0);
    p << frep_o(a0, 4);
    for (int i = 0; i < 4; ++i)
      p << fmadd_d(10, 8, 0, 10);
    for (int i = 0; i < 4; ++i)
      p << fmadd_d(2, 8, 0, 10);
    p << fmv_x_w(t6, 9) << mv(t6, t6);
    mask(p, 0);
    p << ssr_disable() << fence() << wfi();
    core_bench bench({.seed = 2, .tcdm_stall = stall});
    for (uint32_t i = 0; i < 4 * taps; ++i)
      bench.set_double(x_at + 8 * i, 0.1 * i - 3);
    run(bench, p);
    for (uint32_t j = 0; j < 4; ++j) {
      double sum = 8 * bench.as_double(x_at + 8 * j);
      for (uint32_t t = 1; t < taps; ++t)
        sum = std::fma(8, bench.as_double(x_at + 8 * (4 * t + j)), sum);
      EXPECT_EQ(bench.as_double(z_at + 8 * j), sum) << j;
    }
  }
}

// Values arrive in the order of issue, whatever pipe makes them.
TEST(core_chain, keeps_program_order_between_pipes) {
  program p;
  p.li(s0, data);
  p.li(a0, 6);
  p << fld(4, s0, 0) << fld(5, s0, 8);
  mask(p, 1 << 3);
  // A slow one and a fast one each; then a load; each value once.
  p << fp(0x0d, 7, 3, 4, 5) << fp(0x11, 0, 3, 4, 4) << fadd_d(6, 3, 3)
    << fsd(3, s0, 16) << fmul_d(3, 4, 5) << fld(3, s0, 8) << fsd(3, s0, 24)
    << fsd(3, s0, 32) << fcvt_d_w(3, a0) << fadd_d(7, 3, 4);
  mask(p, 0);
  p << fsd(6, s0, 40) << fsd(7, s0, 48) << fsd(3, s0, 56) << fence() << wfi();
  core_bench bench({.seed = 4, .tcdm_stall = 50});
  bench.set_double(data, 6);
  bench.set_double(data + 8, 3);
  run(bench, p);
  EXPECT_EQ(bench.as_double(data + 40), 4.0) << "one value for both operands";
  EXPECT_EQ(bench.as_double(data + 16), 6.0);
  EXPECT_EQ(bench.as_double(data + 24), 18.0);
  EXPECT_EQ(bench.as_double(data + 32), 3.0);
  EXPECT_EQ(bench.as_double(data + 48), 12.0);
  EXPECT_EQ(bench.as_double(data + 56), 6.0) << "the last value stays";
}

// Values that nobody read are given up when chaining ends; the register has the
// last one and is an ordinary one again.
TEST(core_chain, ends_with_values_left) {
  program p;
  p.li(s0, data);
  p << fld(4, s0, 0);
  mask(p, 0x18);
  for (int i = 1; i <= 3; ++i) {
    p.li(a0, uint32_t(i));
    p << fcvt_d_w(3, a0);
  }
  mask(p, 0);
  p << fadd_d(5, 3, 3) << fsd(3, s0, 8) << fadd_d(3, 3, 3) << fsd(3, s0, 16)
    << csrr(a1, chain) << sw(a1, s0, 24) << fence() << wfi();
  core_bench bench;
  run(bench, p);
  EXPECT_EQ(bench.as_double(data + 8), 3.0);
  EXPECT_EQ(bench.as_double(data + 16), 6.0);
  EXPECT_EQ(bench.word(data + 24), 0u);
}

// The register that joins may still await a value of before.
TEST(core_chain, begins_behind_a_write_under_way) {
  program p;
  p.li(s0, data);
  p.li(a0, 2);
  p.li(t3, 1 << 3);
  p << fcvt_d_w(4, a0) << fcvt_d_w(5, a0) << fp(0x0d, 7, 3, 4, 5)
    << csrw(chain, t3) << fadd_d(3, 4, 5) << fsd(3, s0, 0);
  mask(p, 0);
  p << fence() << wfi();
  core_bench bench;
  run(bench, p);
  EXPECT_EQ(bench.as_double(data), 4.0);
}

// Random kernels: pushes and pops of two chained registers against queues.
TEST(core_chain, random_pushes_and_pops) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    std::mt19937_64 random(seed);
    const auto pick = [&](uint32_t n) { return uint32_t(random() % n); };
    program p;
    p.li(s0, data);
    std::array<double, 32> f{};
    for (uint32_t r = 8; r < 16; ++r) {
      f[r] = r;
      p << fld(r, s0, int32_t(8 * (r - 8)));
    }
    const uint32_t chained[] = {3, 20};
    mask(p, 1 << 3 | 1 << 20);
    std::deque<double> fifo[2];
    std::array<double, 2> last{};
    for (int i = 0; i < 120; ++i) {
      uint32_t c = pick(2), rd = 8 + pick(8), a = 8 + pick(8), b = 8 + pick(8);
      // Results leave the FPU one behind the other: a register with values
      // that have no place yet is read before the other one.
      if (fifo[1 - c].size() >= 2)
        c = 1 - c;
      bool push = fifo[c].empty() || (fifo[c].size() < 4 && pick(2));
      if (push) {
        double value = 0;
        switch (pick(4)) {
        case 0:
          p << fadd_d(chained[c], a, b);
          value = f[a] + f[b];
          break;
        case 1:
          p << fp(0x11, 1, chained[c], a, a); // fneg
          value = -f[a];
          break;
        case 2:
          p << fcvt_d_w(chained[c], s0);
          value = data;
          break;
        default:
          p << fld(chained[c], s0, 16);
          value = 10;
        }
        fifo[c].push_back(value);
        last[c] = value;
      } else if (fifo[c].size() == 1 && pick(3) == 0) {
        // Reads and writes it.
        double value = fifo[c].front() + f[a];
        p << fadd_d(chained[c], chained[c], a);
        fifo[c] = {value};
        last[c] = value;
      } else {
        p << fadd_d(rd, chained[c], a);
        f[rd] = fifo[c].front() + f[a];
        fifo[c].pop_front();
      }
      for (uint32_t r = 8; r < 16; ++r)
        if (std::fabs(f[r]) > 1e12) {
          p << fld(r, s0, int32_t(8 * (r - 8)));
          f[r] = r;
        }
    }
    for (int c : {fifo[1].size() >= 2, fifo[1].size() < 2})
      for (; !fifo[c].empty(); fifo[c].pop_front())
        p << fadd_d(8, chained[c], 8), f[8] += fifo[c].front();
    mask(p, 0);
    p << fsd(3, s0, 128) << fsd(20, s0, 136);
    for (uint32_t r = 8; r < 16; ++r)
      p << fsd(r, s0, int32_t(64 + 8 * (r - 8)));
    p << fence() << wfi();
    core_bench bench({.seed = seed, .tcdm_stall = int(seed % 3) * 60});
    for (uint32_t r = 8; r < 16; ++r)
      bench.set_double(data + 8 * (r - 8), r);
    bench.load(p);
    ASSERT_TRUE(bench.run(20000)) << "seed " << seed;
    for (uint32_t r = 8; r < 16; ++r)
      ASSERT_EQ(bench.as_double(data + 64 + 8 * (r - 8)), f[r])
          << "f" << r << " seed " << seed;
    for (uint32_t c = 0; c < 2; ++c) {
      if (last[c] != 0) {
        ASSERT_EQ(bench.as_double(data + 128 + 8 * c), last[c])
            << "seed " << seed;
      }
    }
  }
}

} // namespace
