// Debug mode of core_complex: halt wherever a hart may be, registers, single
// steps, exceptions, and on as if nothing had been.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "debugger.hpp"

using namespace seeker;
using namespace seeker::rv;

namespace {

constexpr uint32_t data = core_bench::tcdm_base + 0x100;
constexpr uint32_t device = core_bench::device_base;
constexpr uint32_t nowhere = 0x10031000; // answers with an error

program endless() {
  program p;
  p.li(s0, data);
  p.label("loop");
  p << addi(a0, a0, 1) << sw(a0, s0, 0);
  p.jal(zero, "loop");
  return p;
}

TEST(core_debug, halts_a_loop_and_lets_it_go_on) {
  core_bench bench;
  const program p = endless();
  bench.load(p);
  for (int i = 0; i < 100; ++i)
    bench.step();
  debugger d(bench);
  ASSERT_TRUE(d.halt(20));
  EXPECT_EQ(bench.wait(), 12);
  const uint32_t counted = d.x(a0), pc = d.csr(csr_dpc);
  EXPECT_GE(pc, p.address("loop"));
  EXPECT_EQ(d.cause(), cause_request);
  for (int i = 0; i < 100; ++i)
    bench.step();
  EXPECT_EQ(d.x(a0), counted);
  EXPECT_EQ(d.csr(csr_dpc), pc);
  d.resume();
  for (int i = 0; i < 100; ++i)
    bench.step();
  EXPECT_GT(bench.word(data), counted + 20);
  ASSERT_TRUE(d.halt(20));
  EXPECT_EQ(d.x(a0) - bench.word(data), d.csr(csr_dpc) == p.address("loop") + 4)
      << "a halted hart's stores have been performed";
}

TEST(core_debug, a_halt_request_that_stays_halts_again) {
  core_bench bench;
  bench.load(endless());
  debugger d(bench);
  bench.debug.halt = true;
  ASSERT_TRUE(d.wait_halted());
  d.resume();
  EXPECT_TRUE(d.wait_halted(10));
}

TEST(core_debug, registers_of_every_number) {
  core_bench bench;
  bench.load(endless());
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  for (uint32_t n = 0; n < 32; ++n) {
    d.set_x(n, 0x1234'0000 + n);
    d.set_f(n, 0xabcd'ef00'1234'0000 + n);
  }
  for (uint32_t n = 0; n < 32; ++n) {
    EXPECT_EQ(d.x(n), n == 0 ? 0 : 0x1234'0000 + n);
    EXPECT_EQ(d.f(n), 0xabcd'ef00'1234'0000 + n);
  }
}

TEST(core_debug, its_own_csrs) {
  core_bench bench;
  bench.load(endless());
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  // Version 4, counters stop, request, machine mode
  EXPECT_EQ(d.csr(csr_dcsr), 0x400004c3u);
  d.set_csr(csr_dcsr, ~0u);
  EXPECT_EQ(d.csr(csr_dcsr), 0x400084c7u);
  d.set_csr(csr_dcsr, 0);
  EXPECT_EQ(d.csr(csr_dcsr), 0x400004c3u);
  for (uint32_t each : {csr_dscratch0, csr_dscratch1}) {
    d.set_csr(each, 0x5555'0000 + each);
    EXPECT_EQ(d.csr(each), 0x5555'0000 + each);
  }
  d.set_csr(csr_dpc, 0x80000103);
  EXPECT_EQ(d.csr(csr_dpc), 0x80000100u);
  bench.debug.data = 0x1122334455667788;
  EXPECT_TRUE(d.execute(csrr(a1, csr_data1)));
  EXPECT_EQ(d.x(a1), 0x11223344u);
  EXPECT_TRUE(d.execute(csrw(csr_data1, a1)));
  EXPECT_EQ(d.data1, 0x11223344u);
  for (uint32_t n = 0x7a0; n < 0x7c0; ++n)
    EXPECT_EQ(d.has_csr(n),
              n <= 0x7a2 || n == 0x7a4 || (n >= 0x7b0 && n <= 0x7b5))
        << std::hex << n;
}

TEST(core_debug, its_csrs_are_illegal_for_programs) {
  for (uint32_t n : {csr_dcsr, csr_dpc, csr_dscratch0, csr_dscratch1, csr_data0,
                     csr_data1}) {
    core_bench bench;
    program p;
    p.la(t0, "handler");
    p << csrw(0x305, t0) << csrr(a0, n) << nop();
    p.label("handler");
    p << wfi();
    bench.load(p);
    ASSERT_TRUE(bench.run());
    EXPECT_EQ(bench.mcause(), 2) << std::hex << n;
  }
}

TEST(core_debug, dret_is_illegal_everywhere) {
  core_bench bench;
  bench.load(endless());
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  EXPECT_FALSE(d.execute(0x7b200073));
}

TEST(core_debug, dpc_is_where_it_goes_on) {
  core_bench bench;
  program p = endless();
  p.label("elsewhere");
  p << addi(a7, zero, 77) << wfi();
  bench.load(p);
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  d.set_csr(csr_dpc, p.address("elsewhere"));
  d.resume();
  ASSERT_TRUE(bench.run());
  ASSERT_TRUE(d.halt());
  EXPECT_EQ(d.x(a7), 77u);
}

TEST(core_debug, a_sleeping_hart_sleeps_on) {
  core_bench bench;
  program p;
  p.li(t0, 1 << 3);
  p << csrw(0x304, t0) << wfi() << addi(a0, a0, 1);
  p.label("end");
  p.jal(zero, "end");
  bench.load(p);
  ASSERT_TRUE(bench.run());
  debugger d(bench);
  ASSERT_TRUE(d.halt(20));
  EXPECT_EQ(d.csr(csr_dpc), p.address("end") - 4);
  EXPECT_EQ(bench.state(), 1) << "nobody else is to notice";
  d.resume();
  for (int i = 0; i < 50; ++i)
    bench.step();
  EXPECT_EQ(bench.state(), 1) << "still in WFI";
  ASSERT_TRUE(d.halt(20));
  bench.irq.msip = true; // comes while it is halted, and wakes it later
  EXPECT_EQ(d.x(a0), 0u);
  d.resume();
  for (int i = 0; i < 50; ++i)
    bench.step();
  ASSERT_TRUE(d.halt(20));
  EXPECT_EQ(d.x(a0), 1u);
}

TEST(core_debug, a_hart_without_a_trap_handler_can_be_looked_at_and_helped) {
  core_bench bench;
  program p;
  p << 0 << addi(a0, zero, 9) << wfi();
  bench.load(p);
  ASSERT_TRUE(bench.run());
  ASSERT_EQ(bench.state(), 2);
  debugger d(bench);
  ASSERT_TRUE(d.halt(20));
  EXPECT_EQ(d.csr(csr_dpc), p.base());
  EXPECT_EQ(d.csr(0x342), 2u);
  d.resume();
  for (int i = 0; i < 20; ++i)
    bench.step();
  EXPECT_EQ(bench.state(), 2) << "it goes on being dead";
  ASSERT_TRUE(d.halt(20));
  d.set_csr(csr_dpc, p.base() + 4);
  d.resume();
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.state(), 1);
}

TEST(core_debug, halts_at_the_barrier_and_comes_to_it_again) {
  core_bench bench;
  bench.barrier_delay = 1000;
  program p;
  p << csrr(zero, 0x7c2) << addi(a0, a0, 1) << wfi();
  bench.load(p);
  for (int i = 0; i < 100; ++i)
    bench.step();
  debugger d(bench);
  ASSERT_TRUE(d.halt(20));
  EXPECT_EQ(d.csr(csr_dpc), p.base());
  EXPECT_EQ(d.x(a0), 0u);
  EXPECT_EQ(d.csr(0x7c2), 0u) << "the debugger does not wait there";
  EXPECT_EQ(bench.barriers, 0);
  d.resume();
  ASSERT_TRUE(bench.run(3000));
  EXPECT_EQ(bench.barriers, 1);
}

TEST(core_debug, halts_in_any_cycle_of_a_barrier) {
  for (int cycle = 0; cycle < 24; ++cycle) {
    core_bench bench;
    bench.barrier_delay = 3;
    program p;
    p << nop() << csrr(zero, 0x7c2) << csrr(zero, 0x7c2) << wfi();
    bench.load(p);
    for (int i = 0; i < cycle; ++i)
      bench.step();
    debugger d(bench);
    ASSERT_TRUE(d.halt(20));
    d.resume();
    ASSERT_TRUE(bench.run(100));
    EXPECT_EQ(bench.barriers, 2) << cycle;
  }
}

TEST(core_debug, steps_over_everything) {
  core_bench bench;
  program p;
  p.la(t0, "handler");
  p << csrw(0x305, t0);
  p.li(s0, data);
  p.li(s1, device);
  p.label("first");
  p << addi(a0, zero, 5) << sw(a0, s0, 0) << lw(a1, s0, 0) << lw(a2, s1, 8)
    << muldiv(0, a3, a0, a1) << fence() << fence_i() << csrr(a4, 0x300)
    << fcvt_d_w(3, a0) << fadd_d(4, 3, 3) << fsd(4, s0, 8) << wfi();
  p.branch(1, a0, zero, "taken");
  p << nop();
  p.label("taken");
  p << amo(0, a5, a0, s0);
  p.label("traps");
  p << ecall();
  p.label("handler");
  p << mret();
  bench.load(p);
  bench.set_word(device + 8, 0x4711);
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  d.set_csr(csr_dpc, p.base());
  uint32_t pc = p.base();
  while (pc != p.address("first"))
    pc = d.step();
  for (uint32_t k = 1; k <= 12; ++k)
    EXPECT_EQ(d.step(), p.address("first") + 4 * k);
  EXPECT_EQ(d.step(), p.address("taken"));
  EXPECT_EQ(d.step(), p.address("traps"));
  EXPECT_EQ(d.step(), p.address("handler"));
  EXPECT_EQ(d.csr(0x342), 11u);
  EXPECT_EQ(d.step(), p.address("traps"));
  EXPECT_EQ(d.x(a1), 5u);
  EXPECT_EQ(d.x(a2), 0x4711u);
  EXPECT_EQ(d.x(a3), 25u);
  EXPECT_EQ(d.x(a5), 5u);
  EXPECT_EQ(bench.word(data), 10u);
  EXPECT_EQ(bench.as_double(data + 8), 10.0);
}

TEST(core_debug, no_interrupt_comes_into_a_step) {
  core_bench bench;
  program p;
  p.la(t0, "handler");
  p << csrw(0x305, t0);
  p.li(t0, 1 << 3);
  p << csrw(0x304, t0) << csrrsi(zero, 0x300, 8);
  p.label("here");
  p << nop() << nop() << nop();
  p.label("handler");
  p << wfi();
  bench.load(p);
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  while (d.csr(csr_dpc) != p.address("here"))
    d.step();
  bench.irq.msip = true;
  EXPECT_EQ(d.step(), p.address("here") + 4);
  EXPECT_EQ(d.step(), p.address("here") + 8);
  d.resume();
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.mcause(), 0x83);
}

TEST(core_debug, ebreak_belongs_to_the_debugger_when_it_says_so) {
  core_bench bench;
  program p;
  p.la(t0, "handler");
  p << csrw(0x305, t0) << nop();
  p.label("break");
  p << ebreak() << wfi();
  p.label("handler");
  p << addi(a0, a0, 1) << wfi();
  bench.load(p);
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  d.set_csr(csr_dcsr, dcsr_ebreakm);
  d.set_csr(csr_dpc, p.base());
  d.resume();
  ASSERT_TRUE(d.wait_halted());
  EXPECT_EQ(d.cause(), cause_ebreak);
  EXPECT_EQ(d.csr(csr_dpc), p.address("break"));
  EXPECT_EQ(d.x(a0), 0u);
  EXPECT_EQ(d.csr(0x342), 0u);
  d.set_csr(csr_dcsr, 0);
  d.resume();
  ASSERT_TRUE(bench.run());
  EXPECT_EQ(bench.mcause(), 3);
}

TEST(core_debug, exceptions_end_there_and_change_nothing) {
  core_bench bench;
  bench.load(endless());
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  const uint32_t pc = d.csr(csr_dpc), mstatus = d.csr(0x300);
  d.set_csr(0x341, 0x80000040);
  d.set_csr(0x342, 7);
  d.set_csr(0x343, 0x1234);
  d.set_x(a0, 0x55);
  d.set_x(a1, data + 1);
  d.set_x(a2, nowhere);
  d.set_x(a3, 0x20000000);
  EXPECT_FALSE(d.execute(0));
  EXPECT_FALSE(d.execute(csrr(a0, 0x7ff)));
  EXPECT_FALSE(d.execute(lw(a0, a1, 0))) << "misaligned";
  EXPECT_FALSE(d.execute(lw(a0, a3, 0))) << "nothing there";
  EXPECT_FALSE(d.execute(lw(a0, a2, 0))) << "an error answer to a load";
  EXPECT_FALSE(d.execute(sw(a0, a2, 0))) << "to a store, which is posted";
  EXPECT_FALSE(d.execute(ecall()));
  EXPECT_FALSE(d.execute(mret()));
  EXPECT_FALSE(d.execute(jalr(a0, a0, 0)));
  EXPECT_FALSE(d.execute(j_type(a0, 8)));
  EXPECT_FALSE(d.execute(b_type(0, zero, zero, 8)));
  EXPECT_FALSE(d.execute(auipc(a0, 0)));
  EXPECT_FALSE(d.execute(frep_o(a0, 1)));
  EXPECT_TRUE(d.execute(wfi())) << "a nop";
  EXPECT_TRUE(d.execute(fence()));
  EXPECT_TRUE(d.execute(fence_i()));
  EXPECT_EQ(d.x(a0), 0x55u);
  EXPECT_EQ(d.csr(csr_dpc), pc);
  EXPECT_EQ(d.csr(0x300), mstatus);
  EXPECT_EQ(d.csr(0x341), 0x80000040u);
  EXPECT_EQ(d.csr(0x342), 7u);
  EXPECT_EQ(d.csr(0x343), 0x1234u);
  EXPECT_EQ(bench.flushes, 1);
  d.resume();
  for (int i = 0; i < 30; ++i)
    bench.step();
  EXPECT_EQ(bench.state(), 0);
}

TEST(core_debug, executes_what_is_no_jump) {
  core_bench bench;
  bench.load(endless());
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  bench.set_word(device + 16, 0xcafe);
  d.set_x(a1, data);
  d.set_x(a2, device);
  d.set_x(a3, 7);
  EXPECT_TRUE(d.execute(sw(a3, a1, 16)));
  EXPECT_TRUE(d.execute(lw(a4, a1, 16)));
  EXPECT_TRUE(d.execute(muldiv(0, a5, a4, a3)));
  EXPECT_TRUE(d.execute(lw(a6, a2, 16)));
  EXPECT_TRUE(d.execute(fcvt_d_w(5, a5)));
  EXPECT_TRUE(d.execute(fsd(5, a1, 24)));
  EXPECT_TRUE(d.execute(fcvt_w_d(a7, 5)));
  EXPECT_EQ(d.x(a5), 49u);
  EXPECT_EQ(d.x(a6), 0xcafeu);
  EXPECT_EQ(d.x(a7), 49u);
  EXPECT_EQ(bench.as_double(data + 24), 49.0);
}

TEST(core_debug, counters_of_the_hart_stand_still) {
  core_bench bench;
  bench.load(endless());
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  const uint32_t cycle = d.csr(0xb00), instret = d.csr(0xb02);
  for (int i = 0; i < 100; ++i)
    d.execute(nop());
  EXPECT_EQ(d.csr(0xb00), cycle);
  EXPECT_EQ(d.csr(0xb02), instret);
  d.set_csr(csr_dpc, bench.pc());
  d.step();
  EXPECT_EQ(d.csr(0xb02), instret + 1);
}

TEST(core_debug, halts_before_the_first_instruction) {
  core_bench bench;
  bench.load(endless());
  bench.debug.halt_reset = true;
  debugger d(bench);
  ASSERT_TRUE(d.wait_halted(10));
  EXPECT_EQ(d.csr(csr_dpc), core_bench::boot);
  EXPECT_EQ(d.cause(), cause_reset);
  d.resume();
  EXPECT_FALSE(d.wait_halted(100)) << "once a reset";
}

TEST(core_debug, what_the_fp_side_does_is_done_first) {
  core_bench bench;
  bench.set_double(data, 2);
  program p;
  p.li(s0, data);
  p.li(t0, 49);
  p << fld(8, s0, 0) << fcvt_d_w(9, zero) << frep_o(t0, 1) << fadd_d(9, 9, 8)
    << fdiv_d(10, 9, 8) << fsd(10, s0, 8);
  p.label("end");
  p.jal(zero, "end");
  bench.load(p);
  for (int i = 0; i < 40; ++i)
    bench.step();
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  EXPECT_EQ(bench.as_double(data + 8), 50.0);
  double sum;
  const uint64_t bits = d.f(9);
  std::memcpy(&sum, &bits, 8);
  EXPECT_EQ(sum, 100.0);
}

// A halt at any time in loops over streams changes nothing of what they do.
TEST(core_debug, streams_and_loops_go_on_as_if_nothing_had_been) {
  constexpr uint32_t n = 24, x = data + 0x400, y = data + 0x800;
  program p;
  p.li(s0, data);
  p.li(t0, n - 1);
  p.li(t1, 8);
  p.li(t2, x);
  p.li(t3, y);
  p << scfgwi(t0, ssr_bound, all_ssrs) << scfgwi(t1, ssr_stride, all_ssrs)
    << scfgwi(t2, ssr_read, 0) << scfgwi(t3, ssr_write, 1) << ssr_enable()
    << frep_o(t0, 2) << fadd_d(4, 0, 0) << fmul_d(1, 4, 4) << ssr_disable()
    << fmv_x_w(a0, 4) << mv(a0, a0) << fsd(4, s0, 0) << fence() << wfi();
  for (int at = 0; at < 140; ++at) {
    core_bench bench;
    for (uint32_t i = 0; i < n; ++i)
      bench.set_double(x + 8 * i, i + 1);
    bench.load(p);
    for (int i = 0; i < at; ++i)
      bench.step();
    debugger d(bench);
    ASSERT_TRUE(d.halt()) << at;
    d.f(0); // not the stream
    const uint64_t was = d.f(20);
    d.set_f(20, 1);
    d.set_f(20, was);
    d.step();
    d.resume();
    ASSERT_TRUE(bench.run()) << at;
    ASSERT_EQ(bench.state(), 1) << at;
    for (uint32_t i = 0; i < n; ++i)
      ASSERT_EQ(bench.as_double(y + 8 * i), 4.0 * (i + 1) * (i + 1)) << at;
  }
}

TEST(core_debug, steps_through_a_loops_body) {
  core_bench bench;
  program p;
  p.li(t0, 9);
  p.li(t1, 1);
  p << fcvt_d_w(8, t1) << fcvt_d_w(9, zero);
  p.label("loop");
  p << frep_o(t0, 2) << fadd_d(9, 9, 8) << fadd_d(9, 9, 8);
  p.label("after");
  p << nop() << wfi();
  bench.load(p);
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  d.set_csr(csr_dpc, p.base());
  uint32_t pc = 0;
  while (pc != p.address("after"))
    pc = d.step();
  const uint64_t bits = d.f(9);
  double sum;
  std::memcpy(&sum, &bits, 8);
  EXPECT_EQ(sum, 20.0);
}

// A stream that is never fed: the hart hangs, and the debugger sees where.
TEST(core_debug, a_hanging_stream_does_not_keep_the_debugger_out) {
  core_bench bench;
  program p;
  p.li(t0, 3);
  p << fcvt_d_w(8, t0) << ssr_enable() << fadd_d(9, 8, 1) << fadd_d(10, 8, 8)
    << fmv_x_w(a0, 9) << addi(a1, a0, 1);
  p.label("next");
  p << wfi();
  bench.load(p);
  for (int i = 0; i < 500; ++i)
    bench.step();
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  EXPECT_EQ(d.csr(csr_dpc), p.address("next") - 4);
  double value;
  uint64_t bits = d.f(8);
  std::memcpy(&value, &bits, 8);
  EXPECT_EQ(value, 3.0);
  d.set_f(8, 0);
  EXPECT_EQ(d.f(8), 0u);
  EXPECT_EQ(d.x(t0), 3u);
  EXPECT_FALSE(d.execute(fadd_d(11, 8, 8))) << "it would queue up, and hang";
  EXPECT_FALSE(d.execute(csrw(csr_data0, a0))) << "nobody knows its value";
  EXPECT_FALSE(d.execute(csrr(zero, 0x001))) << "waits for the FPU";
  EXPECT_TRUE(d.execute(fence()));
  EXPECT_TRUE(d.execute(wfi()));
  EXPECT_EQ(d.csr(0x7c0), 1u);
  d.resume();
  for (int i = 0; i < 500; ++i)
    bench.step();
  EXPECT_EQ(bench.wait(), 17) << "and goes on hanging";
}

TEST(core_debug, fp_instructions_keep_off_streams) {
  core_bench bench;
  program p;
  p << ssr_enable();
  p.label("end");
  p.jal(zero, "end");
  bench.load(p);
  for (int i = 0; i < 50; ++i)
    bench.step();
  debugger d(bench);
  ASSERT_TRUE(d.halt());
  EXPECT_FALSE(d.execute(fadd_d(9, 8, 8)));
  d.set_f(0, 42);
  EXPECT_EQ(d.f(0), 42u);
}

} // namespace
