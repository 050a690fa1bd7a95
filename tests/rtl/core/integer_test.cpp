// Integer programs on core_complex: directed ones, and random ones against a
// plain model.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"
#include "integer_reference.hpp"

#include <gtest/gtest.h>

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t data = core_bench::tcdm_base + 0x100;

TEST(core_integer, sums_in_a_loop) {
  program p;
  p.li(t0, 100);
  p.li(t1, 0);
  p.label("loop");
  p << add(t1, t1, t0) << addi(t0, t0, -1);
  p.branch(1, t0, zero, "loop");
  p.li(t2, data);
  p << sw(t1, t2, 0) << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.word(data), 5050u);
  EXPECT_EQ(bench.state(), 1);
}

TEST(core_integer, calls_and_returns_through_the_stack) {
  program p;
  p.li(sp, core_bench::tcdm_base + 0x1000);
  p.li(a0, 10);
  p.jal(ra, "fib");
  p.li(t0, data);
  p << sw(a0, t0, 0) << wfi();
  p.label("fib");
  p.li(t0, 2);
  p.branch(4, a0, t0, "leaf");
  p << addi(sp, sp, -12) << sw(ra, sp, 0) << sw(s0, sp, 4) << sw(a0, sp, 8)
    << addi(a0, a0, -1);
  p.jal(ra, "fib");
  p << mv(s0, a0) << lw(a0, sp, 8) << addi(a0, a0, -2);
  p.jal(ra, "fib");
  p << add(a0, a0, s0) << lw(ra, sp, 0) << lw(s0, sp, 4) << addi(sp, sp, 12);
  p.label("leaf");
  p << jalr(zero, ra, 0);
  core_bench bench({.seed = 3, .fetch_stall = 40, .tcdm_stall = 90});
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.word(data), 55u);
}

TEST(core_integer, alias_leads_to_the_own_tcdm) {
  program p;
  p.li(t0, 0x18000100);
  p.li(t1, data);
  p.li(t2, 77);
  p << sw(t2, t0, 0) << lw(t3, t1, 0) << addi(t3, t3, 1) << sw(t3, t1, 4)
    << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.word(data + 4), 78u);
}

TEST(core_integer, load_reserved_and_store_conditional) {
  for (uint32_t base : {data, core_bench::l3_base + 0x8000}) {
    program p;
    p.li(t0, base);
    p.li(t1, 5);
    p << amo(2, a0, zero, t0) << amo(3, a1, t1, t0) << amo(3, a2, t1, t0);
    p.li(t2, data + 64);
    p << sw(a0, t2, 0) << sw(a1, t2, 4) << sw(a2, t2, 8) << wfi();
    core_bench bench({.seed = 1, .tcdm_stall = 60, .narrow_stall = 60});
    bench.set_word(base, 41);
    bench.load(p);
    ASSERT_TRUE(bench.run());
    EXPECT_EQ(bench.word(data + 64), 41u);
    EXPECT_EQ(bench.word(data + 68), 0u) << "first store conditional succeeds";
    EXPECT_EQ(bench.word(data + 72), 1u) << "without a reservation it fails";
    EXPECT_EQ(bench.word(base), 5u);
  }
}

TEST(core_integer, fence_i_flushes_and_runs_new_code) {
  program p;
  p.la(t0, "patched");
  p.li(t1, addi(a0, zero, 42));
  p << sw(t1, t0, 0) << fence_i();
  p.label("patched");
  p << addi(a0, zero, 1);
  p.li(t2, data);
  p << sw(a0, t2, 0) << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.word(data), 42u);
  EXPECT_EQ(bench.flushes, 1);
}

// A random program: straight pieces with forward branches, in a counted loop.
// x1 counts, x2 points into the TCDM, x3 into L3; the rest is free.
class generator {
public:
  explicit generator(uint64_t seed) : random_(seed) {}

  program make(int length) {
    program p;
    p.li(2, data + 0x400);
    p.li(3, core_bench::l3_base + 0x10000);
    for (uint32_t r = 4; r < 32; ++r)
      p.li(r, interesting());
    p.li(1, 3);
    p.label("loop");
    std::vector<std::pair<int, std::string>> open;
    for (int i = 0; i < length; ++i) {
      std::erase_if(open, [&](auto &o) {
        if (o.first > i)
          return false;
        p.label(o.second);
        return true;
      });
      if (pick(12) == 0 && i + 8 < length) {
        std::string name = "skip" + std::to_string(i);
        static constexpr uint32_t kinds[] = {0, 1, 4, 5, 6, 7};
        open.emplace_back(i + 2 + int(pick(6)), name);
        if (pick(4) == 0)
          p.jal(destination(), name);
        else
          p.branch(kinds[pick(6)], source(), source(), name);
      } else {
        p << instruction();
      }
    }
    for (auto &o : open)
      p.label(o.second);
    p << addi(1, 1, -1);
    p.branch(0, 1, zero, "end");
    p.jal(zero, "loop");
    p.label("end");
    p.li(2, data);
    for (uint32_t r = 3; r < 32; ++r)
      p << sw(r, 2, int32_t(4 * r));
    p << wfi();
    return p;
  }

private:
  uint32_t pick(uint32_t n) { return uint32_t(random_() % n); }
  uint32_t source() { return pick(32); }
  uint32_t destination() { return pick(16) == 0 ? 0 : 4 + pick(28); }
  uint32_t interesting() {
    switch (pick(4)) {
    case 0:
      return uint32_t(random_());
    case 1:
      return pick(64);
    case 2:
      return 0u - pick(64);
    default:
      return 1u << pick(32);
    }
  }
  uint32_t instruction() {
    uint32_t base = 2 + pick(2), f3;
    switch (pick(10)) {
    case 0:
    case 1:
    case 2: {
      f3 = pick(8);
      bool alt = (f3 == 0 || f3 == 5) && pick(2);
      return r_type(0x33, f3, alt ? 0x20 : 0, destination(), source(),
                    source());
    }
    case 3:
    case 4: {
      f3 = pick(8);
      int32_t imm = int32_t(pick(4096)) - 2048;
      if (f3 == 1 || f3 == 5)
        imm = int32_t(pick(32) | (f3 == 5 && pick(2) ? 0x400 : 0));
      return i_type(0x13, f3, destination(), source(), imm);
    }
    case 5: {
      static constexpr uint32_t kinds[] = {0, 1, 2, 4, 5};
      f3 = kinds[pick(5)];
      return load(f3, destination(), base, offset(f3));
    }
    case 6:
      f3 = pick(3);
      return store(f3, source(), base, offset(f3));
    case 7:
      return muldiv(pick(8), destination(), source(), source());
    case 8: {
      static constexpr uint32_t kinds[] = {0, 1, 4, 8, 12, 16, 20, 24, 28};
      return amo(kinds[pick(9)], destination(), source(), base, pick(4));
    }
    default:
      return pick(4) ? lui(destination(), uint32_t(random_())) : fence();
    }
  }
  int32_t offset(uint32_t f3) {
    return int32_t(pick(64) & ~((1u << (f3 & 3)) - 1)) - 32;
  }

  std::mt19937_64 random_;
};

class core_random : public testing::TestWithParam<int> {};

TEST_P(core_random, agrees_with_the_reference) {
  bool stalls = GetParam() % 2;
  for (uint64_t seed = 0; seed < 40; ++seed) {
    uint64_t s = uint64_t(GetParam()) * 1000 + seed;
    program p = generator(s).make(150);
    integer_reference reference;
    std::vector<uint32_t> words = p.assemble();
    for (size_t i = 0; i < words.size(); ++i)
      reference.memory[p.base() + uint32_t(i) * 4] = words[i];
    reference.run();

    int chance = stalls ? int(s % 5) * 40 : 0;
    core_bench bench({.seed = s,
                      .fetch_stall = chance / 2,
                      .tcdm_stall = chance,
                      .narrow_stall = chance,
                      .muldiv_stall = chance,
                      .narrow_latency = 1 + int(s % 9),
                      .muldiv_latency = 1 + int(s % 6)});
    bench.load(p);
    ASSERT_TRUE(bench.run(200000)) << "seed " << s;
    ASSERT_EQ(bench.state(), 1) << "seed " << s << " pc " << bench.pc();
    EXPECT_EQ(bench.retired, reference.executed + 1) << "seed " << s;
    for (auto [addr, value] : reference.memory)
      ASSERT_EQ(bench.word(addr), value)
          << "seed " << s << " address " << std::hex << addr;
  }
}

INSTANTIATE_TEST_SUITE_P(seeds, core_random, testing::Range(0, 6));

} // namespace
