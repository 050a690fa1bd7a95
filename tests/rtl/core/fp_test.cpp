// FP programs on core_complex: arithmetic through the queue, order of memory
// accesses.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t data = core_bench::tcdm_base + 0x100;

TEST(core_fp, dot_product) {
  constexpr int n = 64;
  program p;
  p.li(a0, core_bench::tcdm_base + 0x1000);
  p.li(a1, core_bench::tcdm_base + 0x2000);
  p.li(a2, n);
  p << fcvt_d_w(10, zero);
  p.label("loop");
  p << fld(1, a0, 0) << fld(2, a1, 0) << fmadd_d(10, 1, 2, 10)
    << addi(a0, a0, 8) << addi(a1, a1, 8) << addi(a2, a2, -1);
  p.branch(1, a2, zero, "loop");
  p.li(t0, data);
  p << fsd(10, t0, 0) << fence() << wfi();
  core_bench bench({.seed = 4, .tcdm_stall = 50});
  double expected = 0;
  for (uint32_t i = 0; i < n; ++i) {
    double x = 0.1 * i - 2, y = 1.0 / (i + 1);
    bench.set_double(core_bench::tcdm_base + 0x1000 + 8 * i, x);
    bench.set_double(core_bench::tcdm_base + 0x2000 + 8 * i, y);
    expected = std::fma(x, y, expected);
  }
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.as_double(data), expected);
}

TEST(core_fp, fence_waits_for_fp_stores) {
  program p;
  p.li(t0, core_bench::l3_base + 0x8000);
  p.li(t1, 1);
  p << fcvt_d_w(1, t1) << fcvt_d_w(2, t1);
  for (int i = 0; i < 4; ++i)
    p << fadd_d(1, 1, 2);
  p << fsd(1, t0, 0) << fence() << csrrwi(zero, 0x7c7, 1) << wfi();
  core_bench bench({.narrow_latency = 12});
  bench.load(p);
  while (bench.dumps.empty() && bench.cycle() < 1000)
    bench.step();
  EXPECT_EQ(bench.as_double(core_bench::l3_base + 0x8000), 5.0);
}

// Every packed f32 instruction once, with the bits that the encoding table
// gives it, on (1.5, -2) and (4, 0.25), rd holding (10, 20).
TEST(core_fp, packed_singles) {
  struct row {
    uint32_t f7, f3, rs2;
    float low, high;
  };
  // rs2 is f2 unless the instruction has a code there.
  static constexpr row rows[] = {
      {0b1000001, 0, 2, 5.5f, -1.75f},  // vfadd.s
      {0b1000001, 4, 2, 5.5f, 2.0f},    // vfadd.r.s
      {0b1000010, 0, 2, -2.5f, -2.25f}, // vfsub.s
      {0b1000011, 0, 2, 6.0f, -0.5f},   // vfmul.s
      {0b1000011, 4, 2, 6.0f, -8.0f},   // vfmul.r.s
      {0b1000100, 0, 2, 0.375f, -8.0f}, // vfdiv.s
      {0b1001000, 0, 2, 16.0f, 19.5f},  // vfmac.s
      {0b1001000, 4, 2, 16.0f, 12.0f},  // vfmac.r.s
      {0b1001001, 0, 2, 4.0f, 20.5f},   // vfmre.s
      {0b1000101, 0, 2, 1.5f, -2.0f},   // vfmin.s
      {0b1000110, 0, 2, 4.0f, 0.25f},   // vfmax.s
      {0b1001101, 0, 2, 1.5f, 2.0f},    // vfsgnj.s
      {0b1001110, 0, 2, -1.5f, -2.0f},  // vfsgnjn.s
      {0b1001111, 0, 2, 1.5f, -2.0f},   // vfsgnjx.s
      {0b1011000, 0, 2, 1.5f, 4.0f},    // vfcpka.s.s
  };
  program p;
  p.li(t0, data);
  p << fld(1, t0, 0) << fld(2, t0, 8);
  int32_t at = 24;
  for (const row &r : rows) {
    p << fld(3, t0, 16) << r_type(0x33, r.f3, r.f7, 3, 1, r.rs2)
      << fsd(3, t0, at);
    at += 8;
  }
  // vfsum.s: a boxed single; vfsqrt.s of (4, 0.25).
  p << fld(3, t0, 16) << r_type(0x33, 0, 0b1000111, 3, 1, 0b11100)
    << fsd(3, t0, at) << r_type(0x33, 0, 0b1000111, 3, 2, 0)
    << fsd(3, t0, at + 8);
  // Comparisons give a bit a lane: (1.5, -2) against (4, 0.25) and
  // (1.5, 1.5).
  const uint32_t compare[] = {0b1010000, 0b1010001, 0b1010010,
                              0b1010011, 0b1010100, 0b1010101};
  for (int i = 0; i < 6; ++i)
    p << r_type(0x33, 0, compare[i], a0, 1, 2) << sw(a0, t0, at + 16 + 8 * i)
      << r_type(0x33, 4, compare[i], a0, 1, 1) << sw(a0, t0, at + 20 + 8 * i);
  // vfcpka.s.d of two doubles.
  p << fld(4, t0, int32_t(at + 80)) << fld(5, t0, int32_t(at + 88))
    << vf(0b1011010, 3, 4, 5) << fsd(3, t0, at + 96);
  p << fence() << wfi();

  core_bench bench({.seed = 5});
  bench.set_double(data + uint32_t(at) + 80, 0.1);
  bench.set_double(data + uint32_t(at) + 88, -3.5);
  const auto pair = [](float low, float high) {
    return uint64_t(std::bit_cast<uint32_t>(high)) << 32 |
           std::bit_cast<uint32_t>(low);
  };
  const auto set = [&](uint32_t addr, uint64_t value) {
    bench.set_double(addr, std::bit_cast<double>(value));
  };
  const auto get = [&](uint32_t addr) {
    return std::bit_cast<uint64_t>(bench.as_double(addr));
  };
  set(data, pair(1.5f, -2.0f));
  set(data + 8, pair(4.0f, 0.25f));
  set(data + 16, pair(10.0f, 20.0f));
  bench.load(p);
  ASSERT_TRUE(bench.run());
  uint32_t addr = data + 24;
  for (const row &r : rows) {
    EXPECT_EQ(get(addr), pair(r.low, r.high))
        << std::hex << r.f7 << ' ' << r.f3;
    addr += 8;
  }
  EXPECT_EQ(get(addr), 0xffffffff00000000u |
                           std::bit_cast<uint32_t>(10.0f + (1.5f - 2.0f)));
  EXPECT_EQ(get(addr + 8), pair(2.0f, 0.5f));
  EXPECT_EQ(get(addr + 96), pair(0.1f, -3.5f));
  // eq, ne, lt, ge, le, gt; the replicated ones compare (1.5, -2) with 1.5.
  const uint32_t plain[] = {0, 3, 3, 0, 3, 0};
  const uint32_t replicated[] = {1, 2, 2, 1, 3, 0};
  for (int i = 0; i < 6; ++i)
    EXPECT_EQ(get(addr + 16 + 8 * i), uint64_t(replicated[i]) << 32 | plain[i])
        << i;
}

// FP and integer accesses to a few words, in program order whatever stalls:
// every value is checked against a model that executes one after the other.
struct hart_state {
  std::array<uint32_t, 32> x{};
  std::array<uint64_t, 32> f{};
  std::array<uint8_t, 64> tcdm{}, l3{};
};

class fp_generator {
public:
  explicit fp_generator(uint64_t seed) : random_(seed) {}

  program make(int length) {
    program p;
    p.li(s0, data);
    p.li(s1, core_bench::l3_base + 0x8000);
    for (uint32_t r = 0; r < 32; ++r) {
      p << fld(r, s0, int32_t(r % 8) * 8);
    }
    for (uint32_t r = a0; r <= a7; ++r)
      p.li(r, state.x[r] = pick(1000));
    for (uint32_t r = 0; r < 32; ++r) {
      std::memcpy(&state.f[r], &state.tcdm[r % 8 * 8], 8);
    }
    for (int i = 0; i < length; ++i)
      p << one();
    p.li(s0, data + 0x100);
    for (uint32_t r = 0; r < 32; ++r)
      p << fsd(r, s0, int32_t(r) * 8);
    for (uint32_t r = a0; r <= a7; ++r)
      p << sw(r, s0, int32_t(0x100 + r * 4));
    p << wfi();
    return p;
  }

  hart_state state;

private:
  uint32_t pick(uint32_t n) { return uint32_t(random_() % n); }
  double d(uint32_t r) const { return std::bit_cast<double>(state.f[r]); }
  void set(uint32_t r, double v) {
    state.f[r] =
        std::isnan(v) ? 0x7ff8000000000000 : std::bit_cast<uint64_t>(v);
  }

  uint32_t one() {
    uint32_t rd = pick(32), r1 = pick(32), r2 = pick(32), r3 = pick(32);
    uint32_t xd = a0 + pick(8), xs = a0 + pick(8);
    bool far = pick(4) == 0;
    uint32_t base = far ? s1 : s0;
    auto &memory = far ? state.l3 : state.tcdm;
    uint32_t at = pick(16) * 4, at8 = at & ~7u;
    switch (pick(14)) {
    case 0:
      std::memcpy(&state.f[rd], &memory[at8], 8);
      return fld(rd, base, int32_t(at8));
    case 1:
    case 2:
      std::memcpy(&memory[at8], &state.f[r2], 8);
      return fsd(r2, base, int32_t(at8));
    case 3: {
      uint32_t low;
      std::memcpy(&low, &memory[at], 4);
      state.f[rd] = 0xffffffff00000000 | low;
      return flw(rd, base, int32_t(at));
    }
    case 4:
      std::memcpy(&memory[at], &state.f[r2], 4);
      return fsw(r2, base, int32_t(at));
    case 5:
      std::memcpy(&state.x[xd], &memory[at], 4);
      return lw(xd, base, int32_t(at));
    case 6:
      std::memcpy(&memory[at], &state.x[xs], 4);
      return sw(xs, base, int32_t(at));
    case 7:
      std::memcpy(&memory[at + 1], &state.x[xs], 1);
      return store(0, xs, base, int32_t(at + 1));
    case 8:
      set(rd, d(r1) + d(r2));
      return fadd_d(rd, r1, r2);
    case 9:
      set(rd, std::fma(d(r1), d(r2), d(r3)));
      return fmadd_d(rd, r1, r2, r3);
    case 10:
      state.f[rd] = std::bit_cast<uint64_t>(double(int32_t(state.x[xs])));
      return fcvt_d_w(rd, xs);
    case 11:
      state.x[xd] = d(r1) == d(r2);
      return feq_d(xd, r1, r2);
    case 12:
      state.x[xd] = uint32_t(state.f[r1]);
      return fmv_x_w(xd, r1);
    default:
      state.x[xd] += state.x[xs];
      return add(xd, xd, xs);
    }
  }

  std::mt19937_64 random_;
};

class core_fp_random : public testing::TestWithParam<int> {};

TEST_P(core_fp_random, keeps_program_order) {
  for (uint64_t i = 0; i < 60; ++i) {
    uint64_t seed = uint64_t(GetParam()) * 1000 + i;
    fp_generator generator(seed);
    std::mt19937_64 random(seed + 7);
    core_bench bench({.seed = seed,
                      .fetch_stall = int(seed % 3) * 30,
                      .tcdm_stall = int(seed % 4) * 60,
                      .narrow_stall = int(seed % 5) * 40,
                      .narrow_latency = 1 + int(seed % 12)});
    for (uint32_t w = 0; w < 8; ++w) {
      double value = double(int64_t(random() % 2000)) / 8 - 100;
      std::memcpy(&generator.state.tcdm[w * 8], &value, 8);
      bench.set_double(data + w * 8, value);
    }
    bench.load(generator.make(300));
    ASSERT_TRUE(bench.run()) << "seed " << seed;
    ASSERT_EQ(bench.state(), 1) << "seed " << seed;
    const hart_state &s = generator.state;
    for (uint32_t r = 0; r < 32; ++r)
      ASSERT_EQ(bench.dword(data + 0x100 + r * 8), s.f[r])
          << "f" << r << " seed " << seed;
    for (uint32_t r = a0; r <= a7; ++r)
      ASSERT_EQ(bench.word(data + 0x200 + r * 4), s.x[r])
          << "x" << r << " seed " << seed;
    for (uint32_t w = 0; w < 8; ++w) {
      uint64_t near_word, far_word;
      std::memcpy(&near_word, &s.tcdm[w * 8], 8);
      std::memcpy(&far_word, &s.l3[w * 8], 8);
      ASSERT_EQ(bench.dword(data + w * 8), near_word) << "seed " << seed;
      ASSERT_EQ(bench.dword(core_bench::l3_base + 0x8000 + w * 8), far_word)
          << "seed " << seed;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(seeds, core_fp_random, testing::Range(0, 4));

} // namespace
