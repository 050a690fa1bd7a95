// Cycles from issue to a dependent's issue, against the table of the public
// cluster.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The memories of the bench answer as the cluster's: TCDM the cycle after the
// grant, peripherals 5 and L3 8 cycles after it; the multiplier 3 after issue.
#include "core_bench.hpp"

#include <gtest/gtest.h>

#include <iostream>

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t data = core_bench::tcdm_base + 0x100;

struct row {
  const char *name;
  int expected;
  std::vector<uint32_t> setup, first, second;
  int narrow_latency = 5;
};

// Issue of `first` to issue of `second` on the integer side: mcycle is read
// just before and just after.
int integer_cycles(const row &r) {
  program p;
  p.li(s0, data);
  p.li(s1, core_bench::device_base);
  p.li(s2, core_bench::l3_base + 0x8000);
  p.li(t0, 7);
  p.li(t1, 3);
  for (uint32_t i : r.setup)
    p << i;
  for (int i = 0; i < 20; ++i)
    p << nop();
  p << csrr(s10, 0xb00);
  for (uint32_t i : r.first)
    p << i;
  for (uint32_t i : r.second)
    p << i;
  p << csrr(s11, 0xb00) << sub(s11, s11, s10) << sw(s11, s0, 64) << wfi();
  core_bench bench({.narrow_latency = r.narrow_latency});
  bench.set_word(data, 1);
  bench.load(p);
  EXPECT_TRUE(bench.run()) << r.name;
  return int(bench.word(data + 64)) - 2;
}

// The distance of the last two instructions that left the FP queue.
int fp_cycles(const row &r) {
  program p;
  p.li(s0, data);
  p.li(t0, 7);
  p << fcvt_d_w(1, t0) << fcvt_d_w(2, t0) << fcvt_d_w(3, t0);
  for (uint32_t i : r.setup)
    p << i;
  for (int i = 0; i < 20; ++i)
    p << nop();
  for (uint32_t i : r.first)
    p << i;
  for (uint32_t i : r.second)
    p << i;
  p << wfi();
  core_bench bench;
  bench.load(p);
  EXPECT_TRUE(bench.run()) << r.name;
  return int(bench.fp_left.back() - bench.fp_left[bench.fp_left.size() - 2]);
}

void check(const row &r, int measured) {
  std::cout << "  " << r.name << ": " << measured << " (" << r.expected
            << ")\n";
  EXPECT_NEAR(measured, r.expected, 1) << r.name;
}

TEST(core_timing, integer) {
  const row rows[] = {
      {"ALU", 1, {}, {add(a0, t0, t1)}, {add(a1, a0, a0)}},
      {"branch, not taken", 1, {}, {b_type(1, zero, zero, 8)}, {nop()}},
      {"branch, taken", 1, {}, {b_type(0, zero, zero, 4)}, {nop()}},
      {"jump", 1, {}, {j_type(ra, 4)}, {addi(ra, ra, 0)}},
      {"load TCDM", 4, {}, {lw(a0, s0, 0)}, {add(a1, a0, a0)}},
      {"load peripheral", 8, {}, {lw(a0, s1, 0)}, {add(a1, a0, a0)}, 5},
      {"load L3", 11, {}, {lw(a0, s2, 0)}, {add(a1, a0, a0)}, 8},
      {"AMO TCDM", 4, {}, {amo(0, a0, t0, s0)}, {add(a1, a0, a0)}},
      {"mul", 4, {}, {muldiv(0, a0, t0, t1)}, {add(a1, a0, a0)}},
      {"mul, same destination", 4, {}, {muldiv(0, a0, t0, t1)}, {mv(a0, t0)}},
      {"barrier", 2, {}, {csrr(zero, 0x7c2)}, {nop()}},
      {"feq to integer", 4, {}, {feq_d(a0, 1, 2)}, {add(a1, a0, a0)}},
      {"fclass to integer", 4, {}, {fp(0x71, 1, a0, 1, 0)}, {add(a1, a0, a0)}},
      {"fmv.x.w to integer", 5, {}, {fmv_x_w(a0, 1)}, {add(a1, a0, a0)}},
      {"fcvt.w.d to integer", 6, {}, {fcvt_w_d(a0, 1)}, {add(a1, a0, a0)}},
  };
  for (const row &r : rows)
    check(r, integer_cycles(r));
}

TEST(core_timing, independent_instructions_one_a_cycle) {
  const row rows[] = {
      {"loads", 8, {}, {}, {}},
      {"stores", 8, {}, {}, {}},
      {"multiplications", 8, {}, {}, {}},
      {"offloaded", 8, {}, {}, {}},
  };
  std::vector<std::function<uint32_t(uint32_t)>> make = {
      [](uint32_t i) { return lw(a0 + i, s0, int32_t(i) * 4); },
      [](uint32_t i) { return sw(t0, s0, int32_t(i) * 4); },
      [](uint32_t i) { return muldiv(0, a0 + i, t0, t1); },
      [](uint32_t i) { return fadd_d(4 + i, 1, 2); }};
  for (size_t k = 0; k < make.size(); ++k) {
    row r = rows[k];
    for (uint32_t i = 0; i < 8; ++i)
      r.first.push_back(make[k](i));
    int measured = integer_cycles(r) + 1;
    std::cout << "  8 " << r.name << ": " << measured << " (8)\n";
    EXPECT_EQ(measured, 8) << r.name;
  }
}

TEST(core_timing, floating_point) {
  const row rows[] = {
      {"fadd", 4, {}, {fadd_d(4, 1, 2)}, {fadd_d(5, 4, 4)}},
      {"fmul", 4, {}, {fmul_d(4, 1, 2)}, {fadd_d(5, 4, 4)}},
      {"fmadd", 4, {}, {fmadd_d(4, 1, 2, 3)}, {fmadd_d(5, 1, 2, 4)}},
      {"same destination", 4, {}, {fadd_d(4, 1, 2)}, {fadd_d(4, 1, 3)}},
      {"independent", 1, {}, {fadd_d(4, 1, 2)}, {fadd_d(5, 1, 3)}},
      {"fsgnj", 2, {}, {fp(0x11, 0, 4, 1, 2)}, {fadd_d(5, 4, 4)}},
      {"fmin", 2, {}, {fp(0x15, 0, 4, 1, 2)}, {fadd_d(5, 4, 4)}},
      {"fcvt.s.d", 3, {}, {fp(0x20, 7, 4, 1, 1)}, {fp(0x00, 7, 5, 4, 4)}},
      {"fcvt.d.w", 3, {}, {fcvt_d_w(4, t0)}, {fadd_d(5, 4, 4)}},
      {"fmv.w.x", 2, {}, {fmv_w_x(4, t0)}, {fp(0x00, 7, 5, 4, 4)}},
      {"fld", 3, {}, {fld(4, s0, 0)}, {fadd_d(5, 4, 4)}},
      {"flw", 3, {}, {flw(4, s0, 0)}, {fp(0x00, 7, 5, 4, 4)}},
  };
  for (const row &r : rows)
    check(r, fp_cycles(r));
}

// Streams and loops, on the integer side: what they cost it.
TEST(core_timing, configuration_and_loops) {
  row configure{"8 scfgwi", 8, {}, {}, {}};
  for (uint32_t i = 0; i < 8; ++i)
    configure.first.push_back(scfgwi(t0, ssr_bound + i, 31));
  const row loop{"frep and its body of 4",
                 5,
                 {},
                 {frep_o(t0, 4), fadd_d(4, 1, 2), fadd_d(5, 1, 2),
                  fadd_d(6, 1, 2), fadd_d(7, 1, 2)},
                 {}};
  const row read{"scfgri", 1, {}, {scfgri(a0, 2, 0)}, {add(a1, a0, a0)}};
  const row mode{"SSR on and off", 2, {}, {ssr_enable(), ssr_disable()}, {}};
  for (const row &r : {configure, loop, mode})
    check(r, integer_cycles(r) + 1);
  check(read, integer_cycles(read));
}

// A datum of a stream is there as many cycles after the start as an instruction
// needs to the FPU, and one more; two more with an index to fetch.
TEST(core_timing, first_use_of_a_stream) {
  for (bool indirect : {false, true}) {
    program p;
    p.li(s0, data);
    p << ssr_enable() << fcvt_d_w(4, zero);
    for (int i = 0; i < 20; ++i)
      p << nop();
    p << fadd_d(6, 4, 4)
      << scfgwi(s0, indirect ? ssr_read_indirect : ssr_read, 0)
      << fadd_d(5, 0, 4) << ssr_disable() << wfi();
    core_bench bench;
    bench.load(p);
    ASSERT_TRUE(bench.run());
    // The addition before the start, and the one that waits.
    const auto &took = bench.fpu_took;
    const int waited = int(took.back() - took[took.size() - 2]) - 2;
    std::cout << "  first use, " << (indirect ? "indirect" : "direct") << ": "
              << waited << (indirect ? " (4)" : " (2)") << "\n";
    EXPECT_LE(waited, indirect ? 4 : 2);
  }
}

// The integer core leaves a chain of dependent FP instructions behind.
TEST(core_timing, integer_core_runs_ahead) {
  row r{"chain of 16 fadd", 16, {fcvt_d_w(1, t0)}, {}, {}};
  for (int i = 0; i < 16; ++i)
    r.first.push_back(fadd_d(1, 1, 1));
  EXPECT_EQ(integer_cycles(r) + 1, 16);
  // And waits when 32 are queued: one leaves every 4 cycles.
  for (int i = 0; i < 44; ++i)
    r.first.push_back(fadd_d(1, 1, 1));
  EXPECT_GT(integer_cycles(r) + 1, 4 * (60 - 33));
}

TEST(core_timing, interrupt_from_wfi_to_handler) {
  program p;
  p.la(t0, "handler");
  p << csrw(0x305, t0);
  p.li(t0, 1 << 19);
  p << csrw(0x304, t0) << csrrsi(zero, 0x300, 8) << wfi();
  p.label("handler");
  p << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  bench.irq.cl = true;
  uint64_t from = bench.cycle();
  while (bench.pc() != p.address("handler"))
    bench.step();
  EXPECT_LE(bench.cycle() - from, 4u) << "of the cluster's 12";
}

} // namespace
