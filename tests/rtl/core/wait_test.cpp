// What a hart says it waits for, and when it counts as quiet.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

#include <map>

using namespace seeker;
using namespace rv;

namespace {

// hart_wait_e
constexpr int fetch = 1, load_ = 2, store_ = 3, muldiv_ = 4, fp_queue = 6,
              fp_result = 7, barrier = 8, fence_ = 9, sleep_ = 10;

// Cycles that the program spends on each cause until it sleeps.
std::map<int, int> waits(const program &p, bench_options options = {},
                         int barrier_delay = 1) {
  core_bench bench(options);
  bench.barrier_delay = barrier_delay;
  bench.load(p);
  std::map<int, int> cycles;
  while (bench.state() != 1 && bench.cycle() < 5000) {
    bench.step();
    ++cycles[bench.wait()];
  }
  EXPECT_EQ(bench.state(), 1) << "the program does not end";
  bench.step();
  EXPECT_EQ(bench.wait(), sleep_);
  return cycles;
}

program over(uint32_t address) {
  program p;
  p.li(t0, address);
  p.li(t1, 7);
  return p;
}

TEST(core_wait, none_while_instructions_leave) {
  program p;
  for (int i = 0; i < 20; ++i)
    p << addi(t0, t0, 1);
  p << wfi();
  auto cycles = waits(p);
  EXPECT_GE(cycles[0], 20);
  EXPECT_EQ(cycles.size() - cycles.count(fetch), 1u);
}

TEST(core_wait, fetch) {
  program p;
  for (int i = 0; i < 20; ++i)
    p << addi(t0, t0, 1);
  p << wfi();
  EXPECT_GT(waits(p, {.fetch_stall = 128})[fetch], 5);
}

TEST(core_wait, the_answer_of_a_load) {
  program p = over(core_bench::l3_base + 0x8000);
  p << lw(t2, t0, 0) << add(t2, t2, t2) << wfi();
  EXPECT_GE(waits(p, {.narrow_latency = 50})[load_], 49);
}

TEST(core_wait, a_device) {
  program p = over(core_bench::device_base);
  p << lw(t2, t0, 0) << wfi();
  EXPECT_GE(waits(p, {.narrow_latency = 50})[load_], 49);
}

TEST(core_wait, room_for_stores) {
  program p = over(core_bench::l3_base + 0x8000);
  for (int i = 0; i < 12; ++i)
    p << sw(t1, t0, 4 * i);
  p << wfi();
  EXPECT_GE(waits(p, {.narrow_latency = 50})[store_], 49);
}

TEST(core_wait, the_divider) {
  program p = over(core_bench::l3_base);
  p << muldiv(4, t2, t0, t1) << add(t2, t2, t2) << wfi();
  EXPECT_GE(waits(p, {.muldiv_latency = 60})[muldiv_], 58);
}

TEST(core_wait, a_result_of_the_fpu) {
  program p = over(core_bench::l3_base);
  p << fcvt_d_w(1, t1) << fdiv_d(2, 1, 1) << feq_d(t2, 2, 1) << add(t2, t2, t2)
    << wfi();
  EXPECT_GT(waits(p)[fp_result], 10);
}

TEST(core_wait, room_in_the_fp_queue) {
  program p = over(core_bench::l3_base);
  p << fcvt_d_w(1, t1) << fdiv_d(2, 1, 1);
  for (int i = 0; i < 60; ++i)
    p << fdiv_d(2, 2, 1);
  p << wfi();
  EXPECT_GT(waits(p)[fp_queue], 100);
}

TEST(core_wait, barrier) {
  program p;
  p << csrr(zero, 0x7c2) << wfi();
  EXPECT_GE(waits(p, {}, 40)[barrier], 39);
}

TEST(core_wait, fence) {
  program p = over(core_bench::l3_base + 0x8000);
  p << sw(t1, t0, 0) << fence() << wfi();
  EXPECT_GE(waits(p, {.narrow_latency = 50})[fence_], 40);
}

// The bench ticks in every cycle: a cycle there is 2^grain of the cluster's.
constexpr int grain = 6;

// Log2 of the quiet cycles after 1000 cycles.
int quiet_after(const program &p, bench_options options = {}) {
  core_bench bench(options);
  bench.load(p);
  for (int i = 0; i < 1000; ++i)
    bench.step();
  return bench.quiet();
}

TEST(core_wait, a_loop_that_polls_is_quiet) {
  program p = over(core_bench::tcdm_base);
  p.label("again");
  p << lw(t2, t0, 0);
  p.branch(0, t2, zero, "again");
  p << wfi();
  EXPECT_EQ(quiet_after(p), grain + 9);
}

TEST(core_wait, even_when_it_calculates_with_what_it_reads) {
  program p = over(core_bench::tcdm_base);
  p.label("again");
  p << lw(t2, t0, 0) << sub(t2, t2, t1);
  p.branch(4, t2, zero, "again");
  p << wfi();
  EXPECT_EQ(quiet_after(p), grain + 9);
}

TEST(core_wait, or_calls_a_function_that_looks) {
  program p = over(core_bench::tcdm_base);
  p.jal(zero, "again");
  p.label("look");
  p << lw(t2, t0, 0) << jalr(zero, ra, 0);
  p.label("again");
  p.jal(ra, "look");
  p.branch(0, t2, zero, "again");
  p << wfi();
  EXPECT_GE(quiet_after(p), grain + 8);
}

TEST(core_wait, so_is_a_spin_lock_that_is_never_free) {
  program p = over(core_bench::tcdm_base);
  p << sw(t1, t0, 0);
  p.label("again");
  p << amo(1, t2, t1, t0);
  p.branch(1, t2, zero, "again");
  p << wfi();
  EXPECT_EQ(quiet_after(p), grain + 9);
}

TEST(core_wait, so_is_a_handler_that_returns_to_what_traps) {
  program p;
  p.la(t0, "handler");
  p << csrw(0x305, t0) << ecall();
  p.label("handler");
  p << mret();
  EXPECT_EQ(quiet_after(p), grain + 9);
}

TEST(core_wait, a_loop_that_counts_is_not) {
  program p;
  p.label("again");
  p << addi(t0, t0, 1);
  p.jal(zero, "again");
  EXPECT_LE(quiet_after(p), grain + 1);
}

TEST(core_wait, nor_a_long_one_whose_values_depend_on_each_other) {
  program p;
  p.label("again");
  p << addi(t0, t0, 1) << add(t1, t0, t0) << sub(t2, zero, t0);
  for (int i = 0; i < 200; ++i)
    p << addi(t3, zero, i);
  p.jal(zero, "again");
  EXPECT_LE(quiet_after(p), grain + 8);
}

TEST(core_wait, nor_one_that_stores_or_writes_csrs_or_uses_the_fpu) {
  for (uint32_t instruction :
       {sw(zero, t0, 0), csrw(0x340, t1), fcvt_d_w(1, t1)}) {
    program p = over(core_bench::tcdm_base);
    p.label("again");
    p << instruction;
    p.jal(zero, "again");
    EXPECT_LE(quiet_after(p), grain + 2);
  }
}

TEST(core_wait, quiet_is_the_logarithm_of_the_cycles) {
  program p;
  p << csrw(0x340, zero);
  p.label("here");
  p.jal(zero, "here");
  core_bench bench;
  bench.load(p);
  for (int i = 0; i < 8; ++i)
    bench.step();
  int before = bench.quiet();
  uint64_t since = 0;
  while (bench.quiet() < grain + 12 && bench.cycle() < 10000) {
    bench.step();
    if (bench.quiet() == before + 1) {
      if (since)
        EXPECT_EQ(bench.cycle() - since, 1u << (before - grain));
      since = bench.cycle();
      ++before;
    }
  }
  EXPECT_EQ(before, grain + 12);
}

} // namespace
