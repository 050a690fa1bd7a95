// Streams and hardware loops (Xssr, Xfrep), and what happens when they are used
// wrongly.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "bench.hpp"

#include <cmath>
#include <numeric>

namespace seeker::iss {
namespace {

using namespace rv;

constexpr std::uint32_t ssr_csr = 0x7C0, chain_csr = 0x7C3;
constexpr std::uint32_t all = 31;
enum ft : std::uint32_t { ft0, ft1, ft2, ft3, ft4, ft5, ft6, ft7, fa0 = 10 };

enum cfg : std::uint32_t {
  status = 0,
  repeat = 1,
  bound0 = 2,
  stride0 = 6,
  idx_cfg = 10,
  idx_base = 11,
  read_indirect = 16,
  write_indirect = 20,
  read = 24,
  write = 28,
};

class streams : public program_of_hart_0 {
public:
  void configure(std::uint32_t ssr, std::uint32_t reg, std::uint32_t value) {
    li(t0, value);
    *this << scfgwi(t0, reg, ssr);
  }
  void enable() { *this << csrrsi(zero, ssr_csr, 1); }
  void disable() { *this << csrrc(zero, ssr_csr, t6); }
  streams() { *this << addi(t6, zero, 1); }
};

std::vector<double> counting(std::size_t count, double from = 1) {
  std::vector<double> values(count);
  std::iota(values.begin(), values.end(), from);
  return values;
}

TEST(Streams, FeedADotProduct) {
  bench b;
  b.put(tcdm, counting(100));
  b.put(tcdm + 0x1000, counting(100, 2));
  streams p;
  p.configure(all, bound0, 99);
  p.configure(all, stride0, 8);
  p.configure(0, read, tcdm);
  p.configure(1, read, tcdm + 0x1000);
  p.enable();
  p.li(t1, 99);
  p << fcvt_d_w(fa0, zero) << frep_o(t1, 1) << fmadd_d(fa0, ft0, ft1, fa0);
  p.disable();
  p.finish();
  b.run(p);
  ASSERT_TRUE(b.m.done());
  double expected = 0;
  for (int n = 1; n <= 100; ++n)
    expected += n * (n + 1);
  EXPECT_EQ(b.f(fa0), expected);
}

// Two loops with relative strides, each datum twice, written with a gap.
TEST(Streams, WalkLoopsRepeatAndWrite) {
  bench b;
  b.put(tcdm, counting(8));
  streams p;
  p.configure(0, bound0, 1);
  p.configure(0, bound0 + 1, 2);
  p.configure(0, stride0, 8);
  p.configure(0, stride0 + 1, 8); // rows of 2, 16 bytes apart: 16 - 8
  p.configure(0, repeat, 1);
  p.configure(0, read + 1, tcdm);
  p.configure(1, bound0, 11);
  p.configure(1, stride0, 16);
  p.configure(1, write, tcdm + 0x800);
  p.enable();
  p.li(t1, 11);
  p << frep_o(t1, 1) << fadd_d(ft1, ft0, ft3);
  p.disable();
  p.finish();
  b.run(p);
  ASSERT_TRUE(b.m.done());
  const std::vector<double> got = b.get(tcdm + 0x800, 24);
  for (std::size_t n = 0; n < 12; ++n) {
    EXPECT_EQ(got[2 * n], static_cast<double>(n / 2 + 1)) << n;
    EXPECT_EQ(got[2 * n + 1], 0) << n;
  }
}

TEST(Streams, GatherAndScatterByIndices) {
  bench b;
  b.put(tcdm, counting(64, 0));
  b.put(tcdm + 0x400, std::vector<std::uint16_t>{3, 1, 60, 7, 9});
  b.put(tcdm + 0x500, std::vector<std::uint16_t>{0, 2, 1, 4, 3});
  streams p;
  for (std::uint32_t ssr : {0u, 1u}) {
    p.configure(ssr, bound0, 4);
    p.configure(ssr, stride0, 8);
    p.configure(ssr, idx_cfg, 1); // 16 bits
  }
  p.configure(0, idx_base, tcdm);
  p.configure(1, idx_base, tcdm + 0x800);
  p.configure(0, read_indirect, tcdm + 0x400);
  p.configure(1, write_indirect, tcdm + 0x500);
  p.enable();
  p.li(t1, 4);
  p << frep_o(t1, 1) << fadd_d(ft1, ft0, ft3);
  p.disable();
  p.finish();
  b.run(p);
  ASSERT_TRUE(b.m.done());
  EXPECT_EQ(b.get(tcdm + 0x800, 5), (std::vector<double>{3, 60, 1, 9, 7}));
}

TEST(Streams, TakeASecondJobWhileOneRuns) {
  bench b;
  b.put(tcdm, counting(20));
  streams p;
  p.configure(0, bound0, 9);
  p.configure(0, stride0, 8);
  p.configure(0, read, tcdm);
  p.configure(0, read, tcdm + 80);
  p.enable();
  p.li(t1, 19);
  p << fcvt_d_w(fa0, zero) << frep_o(t1, 1) << fadd_d(fa0, ft0, fa0);
  p << scfgri(a0, status, 0);
  p.finish();
  b.run(p);
  ASSERT_TRUE(b.m.done());
  EXPECT_EQ(b.f(fa0), 210);
  EXPECT_EQ(b.h().x[a0] >> 31, 1u);
}

// The FP queue waits for a job that the integer core starts later.
TEST(Streams, LetTheIntegerCoreRunAhead) {
  bench b;
  b.put(tcdm, counting(4));
  streams p;
  p.enable();
  p << addi(t1, zero, 3) << fcvt_d_w(fa0, zero) << frep_o(t1, 1)
    << fadd_d(fa0, ft0, fa0);
  p.configure(0, bound0, 3);
  p.configure(0, stride0, 8);
  p.configure(0, read, tcdm);
  p << fcvt_w_d(a0, fa0);
  p.finish();
  b.run(p);
  ASSERT_TRUE(b.m.done());
  EXPECT_EQ(b.h().x[a0], 10u);
}

TEST(Streams, GiveOneDatumToARegisterThatIsNamedTwice) {
  bench b;
  b.put(tcdm, counting(2));
  streams p;
  p.configure(0, bound0, 1);
  p.configure(0, stride0, 8);
  p.configure(0, read, tcdm);
  p.enable();
  p << fmul_d(ft3, ft0, ft0) << fadd_d(ft4, ft0, ft3);
  p.finish();
  b.run(p);
  EXPECT_EQ(b.f(ft3), 1);
  EXPECT_EQ(b.f(ft4), 3);
}

TEST(Loops, NestAndStagger) {
  bench b;
  streams p;
  p << addi(t1, zero, 2) << addi(t2, zero, 1) << addi(t3, zero, 1)
    << fcvt_d_w(ft3, t3);
  for (std::uint32_t reg : {4u, 5u, 6u, 7u})
    p << fcvt_d_w(reg, zero);
  // 3 times: ft4 += 1; twice: ft5, ft6 += 1 by turns.
  p << frep_o(t1, 2) << fadd_d(ft4, ft4, ft3) << frep_o(t2, 1, 1, 0b0011)
    << fadd_d(ft5, ft5, ft3);
  p.finish();
  b.run(p);
  ASSERT_TRUE(b.m.done());
  EXPECT_EQ(b.f(ft4), 3);
  EXPECT_EQ(b.f(ft5), 3);
  EXPECT_EQ(b.f(ft6), 3);
  EXPECT_EQ(b.f(ft7), 0);
}

// As newer releases encode it: imm12 is the length itself.
TEST(Loops, TakeTheLengthAsItIsWhereTheConfigurationSaysSo) {
  config::configuration newer = small();
  newer.frep_length_minus_one = false;
  machine m(newer, bytes(boot));
  streams p;
  p << addi(t1, zero, 4) << addi(t3, zero, 1) << fcvt_d_w(ft3, t3)
    << fcvt_d_w(ft4, zero) << fcvt_d_w(ft5, zero);
  p << i_type(0x0B, 0, 1, t1, 1) << fadd_d(ft4, ft4, ft3)
    << fadd_d(ft5, ft5, ft3);
  p.finish();
  const std::vector<std::uint32_t> words = p.assemble();
  m.write(program_base, bytes(words));
  m.start(program_base, tohost);
  m.run(10'000);
  ASSERT_TRUE(m.done());
  EXPECT_EQ(std::bit_cast<double>(m.harts()[0].f[ft4]), 5);
  EXPECT_EQ(std::bit_cast<double>(m.harts()[0].f[ft5]), 1);
}

// Both loops begin and end with the same instructions.
TEST(Loops, NestPerfectly) {
  bench b;
  streams p;
  p << addi(t1, zero, 4) << addi(t2, zero, 2) << addi(t3, zero, 1)
    << fcvt_d_w(ft3, t3) << fcvt_d_w(ft4, zero) << fcvt_d_w(ft5, zero);
  p << frep_o(t1, 2) << frep_o(t2, 2) << fadd_d(ft4, ft4, ft3)
    << fadd_d(ft5, ft5, ft3);
  p.finish();
  b.run(p);
  EXPECT_EQ(b.f(ft4), 15);
  EXPECT_EQ(b.f(ft5), 15);
}

// A store in a body goes to the address that it had when it was issued.
TEST(Loops, KeepTheAddressOfAStore) {
  bench b;
  streams p;
  p.li(a1, tcdm);
  p << addi(t1, zero, 2) << addi(t3, zero, 1) << fcvt_d_w(ft3, t3)
    << fcvt_d_w(ft4, zero);
  p << frep_o(t1, 2) << fadd_d(ft4, ft4, ft3) << fsd(ft4, a1, 8);
  p.finish();
  b.run(p);
  EXPECT_EQ(b.get(tcdm, 3), (std::vector<double>{0, 3, 0}));
}

// Its handler and what follows are outside of the loop.
TEST(Loops, AreDroppedByATrapInTheirBody) {
  bench b;
  streams p;
  p.la(t1, "handler");
  p << csrw(0x305, t1) << addi(t1, zero, 5) << addi(t3, zero, 1)
    << fcvt_d_w(ft3, t3) << fcvt_d_w(ft4, zero);
  p << frep_o(t1, 2) << fadd_d(ft4, ft4, ft3) << ebreak();
  p.label("handler");
  p << fadd_d(ft4, ft4, ft3) << fcvt_w_d(a0, ft4);
  p.finish();
  b.run(p);
  ASSERT_TRUE(b.m.done());
  EXPECT_EQ(b.h().x[a0], 2u);
}

struct illegal_body {
  std::string name;
  std::vector<std::uint32_t> words; // the last one traps
};

class IllegalBodies : public testing::TestWithParam<illegal_body> {};

TEST_P(IllegalBodies, Trap) {
  bench b;
  streams p;
  p << addi(t1, zero, 2);
  for (std::uint32_t word : GetParam().words)
    p << word;
  const std::uint32_t where = p.here() - 4;
  p.finish();
  b.run(p);
  EXPECT_FALSE(b.m.done());
  EXPECT_EQ(b.h().now, hart::state::trapped);
  EXPECT_EQ(b.h().mcause, 2u);
  EXPECT_EQ(b.h().mepc, where);
  EXPECT_EQ(b.h().mtval, GetParam().words.back());
}

INSTANTIATE_TEST_SUITE_P(
    , IllegalBodies,
    testing::Values(
        illegal_body{"Long", {frep_o(t1, 33)}},
        illegal_body{"Deep", {frep_o(t1, 3), frep_o(t1, 2), frep_o(t1, 1)}},
        illegal_body{"Beyond",
                     {frep_o(t1, 2), fadd_d(ft3, ft3, ft3), frep_o(t1, 2)}},
        illegal_body{"Mode", {frep_o(t1, 2), csrrsi(zero, ssr_csr, 1)}},
        illegal_body{"ToInteger", {frep_o(t1, 2), feq_d(a0, ft3, ft4)}}),
    [](const auto &info) { return info.param.name; });

struct hang {
  std::string name;
  std::vector<std::uint32_t> words;
  wait_cause why;
};

class Hangs : public testing::TestWithParam<hang> {};

TEST_P(Hangs, AreNamed) {
  bench b;
  streams p;
  p << addi(t1, zero, 2);
  p.li(t2, tcdm);
  p.enable();
  for (std::uint32_t word : GetParam().words)
    p << word;
  p.finish();
  b.run(p);
  EXPECT_FALSE(b.m.done());
  EXPECT_EQ(b.h().now, hart::state::running);
  EXPECT_EQ(b.m.waits_for(b.h()), GetParam().why);
  EXPECT_EQ(b.m.run(1000), 0u);
  EXPECT_GT(b.m.quiet_cycles(b.h()), 50'000u);
}

constexpr auto numbered(wait_cause first, int n) {
  return static_cast<wait_cause>(static_cast<int>(first) + n);
}

INSTANTIATE_TEST_SUITE_P(
    , Hangs,
    testing::Values(hang{"NoData",
                         {fadd_d(ft3, ft1, ft4), fmv_x_w(a0, ft3), mv(a1, a0)},
                         numbered(wait_cause::stream_data, 1)},
                    hang{"NoRoom",
                         {fadd_d(ft2, ft3, ft4), fmv_x_w(a0, ft3), mv(a1, a0)},
                         numbered(wait_cause::stream_room, 2)},
                    hang{"ThirdJob",
                         {scfgwi(t1, bound0, 1), scfgwi(t2, write, 1),
                          scfgwi(t2, write, 1), scfgwi(t2, write, 1)},
                         numbered(wait_cause::stream_config, 1)},
                    hang{"HalfABody",
                         {frep_o(t1, 2), fadd_d(ft3, ft3, ft4), csrr(a0, 3)},
                         wait_cause::frep_body},
                    hang{"StoreConflict",
                         {fsd(ft0, t2, 8), lw(a0, t2, 12)},
                         numbered(wait_cause::stream_data, 0)}),
    [](const auto &info) { return info.param.name; });

TEST(Chaining, MakesAQueueOfARegister) {
  bench b;
  streams p;
  p << addi(t1, zero, 8) << csrw(chain_csr, t1); // ft3
  for (std::uint32_t n : {1, 2, 3})
    p << addi(a0, zero, static_cast<std::int32_t>(n)) << fcvt_d_w(ft3, a0);
  p << fadd_d(ft4, ft3, ft7) << fadd_d(ft5, ft3, ft7) << fmul_d(ft6, ft3, ft3)
    << csrw(chain_csr, zero) << fadd_d(ft7, ft3, ft7);
  p.finish();
  b.run(p);
  ASSERT_TRUE(b.m.done());
  EXPECT_EQ(b.f(ft4), 1);
  EXPECT_EQ(b.f(ft5), 2);
  EXPECT_EQ(b.f(ft6), 9);
  EXPECT_EQ(b.f(ft7), 3);
}

} // namespace
} // namespace seeker::iss
