// Traps of core_complex: causes, mepc, mtval, interrupts, error answers, harts
// that stop.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t data = core_bench::tcdm_base + 0x100;
constexpr uint32_t mstatus = 0x300, mie = 0x304, mtvec = 0x305, mepc = 0x341,
                   mcause = 0x342, mtval = 0x343;

// The handler stores mcause, mepc, mtval and a0 at `data` and sleeps.
struct trap_program : program {
  trap_program() {
    la(t6, "handler");
    *this << csrw(mtvec, t6);
    li(s11, data);
    li(a0, 1234);
  }
  void finish() {
    label("after");
    *this << addi(a0, zero, 99) << nop() << nop() << nop() << nop() << nop()
          << nop() << nop() << nop() << nop() << nop() << nop() << wfi();
    label("handler");
    *this << csrr(t6, mcause) << sw(t6, s11, 0) << csrr(t6, mepc)
          << sw(t6, s11, 4) << csrr(t6, mtval) << sw(t6, s11, 8)
          << sw(a0, s11, 12) << wfi();
  }
};

struct trap_record {
  uint32_t cause, pc, value, a0;
};

trap_record run(core_bench &bench, const program &p) {
  bench.set_word(data, 0xdead);
  bench.load(p);
  EXPECT_TRUE(bench.run());
  return {bench.word(data), bench.word(data + 4), bench.word(data + 8),
          bench.word(data + 12)};
}

struct trap_case {
  const char *name;
  uint32_t address; // in t0
  uint32_t instr;
  uint32_t cause;
  enum { is_instr, is_address, is_pc, is_zero } value;
};

std::ostream &operator<<(std::ostream &os, const trap_case &c) {
  return os << c.name;
}

class core_trap : public testing::TestWithParam<trap_case> {};

TEST_P(core_trap, is_precise) {
  const trap_case &c = GetParam();
  for (uint64_t seed = 0; seed < 4; ++seed) {
    trap_program p;
    p.li(t0, c.address);
    p.li(t1, 7);
    uint32_t at = p.here();
    p << c.instr;
    p.finish();
    int chance = seed ? 80 : 0;
    core_bench bench({.seed = seed,
                      .fetch_stall = chance,
                      .tcdm_stall = chance,
                      .narrow_stall = chance});
    trap_record r = run(bench, p);
    EXPECT_EQ(r.cause, c.cause);
    EXPECT_EQ(r.pc, at);
    EXPECT_EQ(r.a0, 1234u) << "what follows must not have run";
    switch (c.value) {
    case trap_case::is_instr:
      EXPECT_EQ(r.value, c.instr);
      break;
    case trap_case::is_address:
      EXPECT_EQ(r.value, c.address);
      break;
    case trap_case::is_pc:
      EXPECT_EQ(r.value, at);
      break;
    case trap_case::is_zero:
      EXPECT_EQ(r.value, 0u);
    }
  }
}

constexpr uint32_t nowhere = 0x40000000, failing = 0x10030008;
constexpr auto instr = trap_case::is_instr, address = trap_case::is_address;

INSTANTIATE_TEST_SUITE_P(
    causes, core_trap,
    testing::Values(
        trap_case{"zeros", 0, 0x00000000, 2, instr},
        trap_case{"ones", 0, 0xffffffff, 2, instr},
        trap_case{"shift_amount", 0, 0x02101013, 2, instr},
        trap_case{"unknown_csr", 0, csrr(a0, 0x7ff), 2, instr},
        trap_case{"supervisor_csr", 0, csrr(a0, 0x100), 2, instr},
        trap_case{"read_only_csr", 0, csrrw(a0, 0xf14, t1), 2, instr},
        trap_case{"sret", 0, 0x10200073, 2, instr},
        trap_case{"dma_on_a_compute_core", 0, r_type(0x2b, 0, 3, a0, t0, t1), 2,
                  instr},
        trap_case{"half_precision", 0, fp(0x02, 0, 1, 2, 3), 2, instr},
        trap_case{"static_rounding_mode_5", 0, fp(0x01, 5, 1, 2, 3), 2, instr},
        trap_case{"fmv_x_d", 0, fp(0x71, 0, a0, 1, 0), 2, instr},
        trap_case{"fp_load_of_16_bits", 0, i_type(0x07, 1, 1, t0, 0), 2, instr},
        trap_case{"lw", data + 2, lw(a0, t0, 0), 4, address},
        trap_case{"lh", data + 1, load(1, a0, t0, 0), 4, address},
        trap_case{"lhu", data + 3, load(5, a0, t0, 0), 4, address},
        trap_case{"sw", data + 1, sw(t1, t0, 0), 6, address},
        trap_case{"sh", data + 1, store(1, t1, t0, 0), 6, address},
        trap_case{"lr", data + 2, amo(2, a0, 0, t0), 4, address},
        trap_case{"sc", data + 2, amo(3, a0, t1, t0), 6, address},
        trap_case{"amoadd", data + 1, amo(0, a0, t1, t0), 6, address},
        trap_case{"fld", data + 4, fld(1, t0, 0), 4, address},
        trap_case{"flw", data + 2, flw(1, t0, 0), 4, address},
        trap_case{"fsd", data + 4, fsd(1, t0, 0), 6, address},
        trap_case{"fsw", data + 1, fsw(1, t0, 0), 6, address},
        trap_case{"lw_nowhere", nowhere, lw(a0, t0, 0), 5, address},
        trap_case{"sw_nowhere", nowhere, sw(t1, t0, 0), 7, address},
        trap_case{"amo_nowhere", nowhere, amo(0, a0, t1, t0), 7, address},
        trap_case{"fld_nowhere", nowhere, fld(1, t0, 0), 5, address},
        trap_case{"fsd_nowhere", nowhere, fsd(1, t0, 0), 7, address},
        trap_case{"below_the_tcdm", 0x0ffffffc, lw(a0, t0, 0), 5, address},
        trap_case{"beyond_l3", 0x90000000, lw(a0, t0, 0), 5, address},
        trap_case{"error_answer_to_lw", failing, lw(a0, t0, 0), 5, address},
        trap_case{"error_answer_to_lr", failing, amo(2, a0, 0, t0), 5, address},
        trap_case{"error_answer_to_amo", failing, amo(0, a0, t1, t0), 7,
                  address},
        trap_case{"jalr", data + 2, jalr(a0, t0, 0), 0, address},
        trap_case{"ecall", 0, ecall(), 11, trap_case::is_zero},
        trap_case{"ebreak", 0, ebreak(), 3, trap_case::is_pc}),
    [](const auto &info) { return info.param.name; });

TEST(core_traps, rounding_mode_from_frm_that_does_not_exist) {
  trap_program p;
  p << csrrwi(zero, 0x002, 6);
  uint32_t at = p.here();
  p << fadd_d(1, 2, 3);
  p.finish();
  core_bench bench;
  trap_record r = run(bench, p);
  EXPECT_EQ(r.cause, 2u);
  EXPECT_EQ(r.pc, at);
  EXPECT_EQ(r.value, fadd_d(1, 2, 3));
}

TEST(core_traps, taken_branch_to_a_misaligned_target) {
  trap_program p;
  uint32_t at = p.here();
  p << b_type(0, zero, zero, 6);
  p.finish();
  core_bench bench;
  trap_record r = run(bench, p);
  EXPECT_EQ(r.cause, 0u);
  EXPECT_EQ(r.pc, at);
  EXPECT_EQ(r.value, at + 6);
}

TEST(core_traps, branch_that_is_not_taken_does_not_trap) {
  trap_program p;
  p << b_type(1, zero, zero, 6);
  p.li(t1, 5);
  p << sw(t1, s11, 0) << wfi();
  p.finish();
  core_bench bench;
  EXPECT_EQ(run(bench, p).cause, 5u) << "a value that the program stored";
}

TEST(core_traps, fetch_from_nowhere) {
  trap_program p;
  p.li(t0, nowhere);
  p << jalr(zero, t0, 0);
  p.finish();
  core_bench bench;
  trap_record r = run(bench, p);
  EXPECT_EQ(r.cause, 1u);
  EXPECT_EQ(r.pc, nowhere);
  EXPECT_EQ(r.value, nowhere);
}

// Posted: the trap comes at a later instruction, with the address.
TEST(core_traps, error_answer_to_a_store) {
  for (uint32_t instr : {sw(t1, t0, 0), fsd(1, t0, 0)}) {
    trap_program p;
    p.li(t0, failing);
    uint32_t at = p.here();
    p << instr;
    p.finish();
    core_bench bench;
    trap_record r = run(bench, p);
    EXPECT_EQ(r.cause, 7u);
    EXPECT_GT(r.pc, at);
    EXPECT_EQ(r.value, failing);
  }
}

TEST(core_traps, error_answer_to_an_fp_load) {
  trap_program p;
  p.li(t0, failing);
  // The register is not awaited for ever.
  p << fld(1, t0, 0) << fadd_d(1, 1, 1);
  p.finish();
  core_bench bench;
  trap_record r = run(bench, p);
  EXPECT_EQ(r.cause, 5u);
  EXPECT_EQ(r.value, failing);
}

TEST(core_traps, failed_load_leaves_its_register_and_may_be_repeated) {
  trap_program p;
  p.li(t0, failing);
  p << lw(a0, t0, 0);
  p.finish();
  core_bench bench;
  trap_record r = run(bench, p);
  EXPECT_EQ(r.a0, 1234u);
}

TEST(core_traps, hart_without_a_handler_stops) {
  program p;
  p.li(a0, 1);
  uint32_t at = p.here();
  p << ebreak() << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.state(), 2);
  EXPECT_EQ(bench.pc(), at);
  EXPECT_EQ(bench.mcause(), 3);
}

TEST(core_traps, handler_that_traps_at_once_stops_the_hart) {
  program p;
  p.la(t0, "handler");
  p << csrw(mtvec, t0) << ecall();
  p.label("handler");
  p << 0xffffffff;
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.state(), 2);
  EXPECT_EQ(bench.pc(), p.address("handler"));
  EXPECT_EQ(bench.mcause(), 2);
}

TEST(core_traps, return_from_a_trap_goes_on_behind_it) {
  program p;
  p.la(t0, "handler");
  p << csrw(mtvec, t0) << addi(a0, zero, 0);
  for (int i = 0; i < 5; ++i)
    p << ecall() << addi(a0, a0, 1);
  p.li(t1, data);
  p << sw(a0, t1, 0) << sw(a1, t1, 4) << wfi();
  p.label("handler");
  p << csrr(t6, mepc) << addi(t6, t6, 4) << csrw(mepc, t6) << addi(a1, a1, 1)
    << mret();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.word(data), 5u);
  EXPECT_EQ(bench.word(data + 4), 5u);
}

// Sets one interrupt line of the bench by its number.
void raise(core_bench &bench, uint32_t number, bool value) {
  switch (number) {
  case 3:
    bench.irq.msip = value;
    break;
  case 7:
    bench.irq.mtip = value;
    break;
  case 11:
    bench.irq.meip = value;
    break;
  default:
    bench.irq.cl = value;
  }
}

// Counts in a0 until the handler (which adds up causes in a1) has run.
program counting(uint32_t enabled) {
  program p;
  p.la(t0, "handler");
  p << csrw(mtvec, t0);
  p.li(t0, enabled);
  p.li(a1, 0);
  p << csrw(mie, t0) << csrrsi(zero, mstatus, 8);
  p.label("loop");
  p << addi(a0, a0, 1);
  p.branch(0, a1, zero, "loop");
  p.li(t1, data);
  p << csrr(t0, mstatus) << sw(a1, t1, 0) << sw(t0, t1, 4) << sw(a2, t1, 8)
    << csrw(mie, zero) << wfi();
  p.label("handler");
  p << csrr(a1, mcause) << csrr(a2, mstatus) << csrw(mie, zero) << mret();
  return p;
}

TEST(core_interrupts, each_line_is_taken_and_masks_the_others) {
  for (uint32_t number : {3u, 7u, 11u, 19u}) {
    core_bench bench({.seed = number, .fetch_stall = 60});
    bench.load(counting(1u << number));
    for (int i = 0; i < 100; ++i)
      bench.step();
    EXPECT_EQ(bench.state(), 0);
    raise(bench, number, true);
    ASSERT_TRUE(bench.run(2000));
    EXPECT_EQ(bench.word(data), 0x80000000 | number);
    EXPECT_EQ(bench.word(data + 4) & 0x88, 0x88u) << "MIE back, MPIE set";
    EXPECT_EQ(bench.word(data + 8) & 0x88, 0x80u) << "masked in the handler";
  }
}

TEST(core_interrupts, external_before_software_before_timer_before_cluster) {
  std::vector<uint32_t> order = {11, 3, 7, 19};
  for (size_t first = 0; first < order.size(); ++first) {
    core_bench bench;
    bench.load(counting(0x80888));
    for (size_t i = first; i < order.size(); ++i)
      raise(bench, order[i], true);
    ASSERT_TRUE(bench.run(2000));
    EXPECT_EQ(bench.word(data), 0x80000000 | order[first]);
  }
}

TEST(core_interrupts, a_masked_line_does_nothing) {
  core_bench bench;
  bench.load(counting(1 << 3));
  raise(bench, 7, true);
  EXPECT_FALSE(bench.run(500));
}

TEST(core_interrupts, wfi_wakes_without_a_trap_when_mie_is_off) {
  program p;
  p.li(t0, 1 << 19);
  p << csrw(mie, t0) << wfi() << addi(a0, zero, 5);
  p.li(t1, data);
  p << sw(a0, t1, 0) << csrw(mie, zero) << wfi();
  core_bench bench;
  bench.load(p);
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.word(data), 0u);
  for (int i = 0; i < 20; ++i)
    bench.step();
  EXPECT_EQ(bench.state(), 1) << "sleeps on";
  raise(bench, 19, true);
  bench.step();
  bench.step();
  bench.step();
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.word(data), 5u);
}

// Interrupts at random moments of a program that uses every unit; the result
// must not change.
TEST(core_interrupts, do_not_disturb_a_program) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    program p;
    p.la(t0, "handler");
    p << csrw(mtvec, t0);
    p.li(t0, 1 << 19);
    p << csrw(mie, t0) << csrrsi(zero, mstatus, 8);
    p.li(s0, data);
    p.li(s1, core_bench::l3_base + 0x8000);
    p.li(s2, core_bench::device_base);
    p.li(s3, 1000);
    p.li(a0, 3);
    p.li(a1, 12);
    p.label("loop");
    p << muldiv(0, a2, a0, a1) << sw(a2, s0, 0) << sw(a2, s1, 0)
      << sw(a2, s2, 0) << lw(a3, s0, 0) << lw(a4, s1, 0) << lw(a5, s2, 0)
      << fcvt_d_w(1, a2) << fadd_d(1, 1, 1) << fsd(1, s0, 8) << fcvt_w_d(a6, 1)
      << amo(0, a7, a6, s0) << csrr(zero, 0x7c2) << fence() << fence_i()
      << add(a0, a3, a4) << add(a0, a0, a5) << add(a0, a0, a6)
      << add(a0, a0, a7) << muldiv(7, a0, a0, s3) << addi(a1, a1, -1);
    p.branch(1, a1, zero, "loop");
    p << csrw(mie, zero) << sw(a0, s0, 16) << wfi();
    p.label("handler");
    p << addi(s11, s11, 1) << mret();

    uint32_t a0v = 3;
    for (uint32_t n = 12; n; --n) {
      uint32_t a2v = a0v * n, two = 2 * a2v;
      a0v = (4 * a2v + two) % 1000;
    }
    core_bench bench({.seed = seed,
                      .fetch_stall = int(seed % 3) * 50,
                      .tcdm_stall = int(seed % 4) * 40,
                      .narrow_stall = int(seed % 5) * 40,
                      .muldiv_stall = int(seed % 2) * 90});
    bench.load(p);
    std::mt19937 random{uint32_t(seed)};
    for (int i = 0; i < 20000 && bench.state() != 1; ++i) {
      raise(bench, 19, random() % 16 == 0);
      bench.step();
    }
    raise(bench, 19, false);
    ASSERT_EQ(bench.state(), 1) << "seed " << seed;
    EXPECT_EQ(bench.word(data + 16), a0v) << "seed " << seed;
    EXPECT_EQ(bench.barriers, 12);
    EXPECT_EQ(bench.flushes, 12);
  }
}

} // namespace
