// Every register and command of the debug module that is claimed, over the DMI.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "module_bench.hpp"

#include <gtest/gtest.h>

using namespace seeker;

namespace {

constexpr std::uint32_t haltreq = 1u << 31, resumereq = 1u << 30,
                        ackhavereset = 1u << 28, hasel = 1u << 26,
                        setresethaltreq = 8, clrresethaltreq = 4, ndmreset = 2;
// Access register: 32 bits, 64 bits; transfer; write; postexec; increment
constexpr std::uint32_t size32 = 2u << 20, size64 = 3u << 20,
                        transfer = 1u << 17, writes = 1u << 16,
                        postexec = 1u << 18, increment = 1u << 19;
constexpr std::uint32_t gpr = 0x1000, fp_reg = 0x1020;
constexpr unsigned ok = 0, busy = 1, unsupported = 2, exception = 3,
                   haltresume = 4;
constexpr std::uint32_t nop = 0x13, ebreak = 0x100073;

// dmstatus: {all, any} of a bit pair
unsigned pair(std::uint32_t status, int low) { return status >> low & 3; }
constexpr int halted = 8, running = 10, unavailable = 12, nonexistent = 14,
              resumeack = 16, havereset = 18;
constexpr unsigned all = 3, any = 1, none = 0;

TEST(debug_module, tells_what_it_is) {
  module_bench bench;
  const std::uint32_t status = bench.read(dmstatus);
  EXPECT_EQ(status & 0xf, 2u) << "version 0.13";
  EXPECT_EQ(status >> 4 & 1, 0u) << "confstrptrvalid";
  EXPECT_EQ(status >> 5 & 1, 1u) << "hasresethaltreq";
  EXPECT_EQ(status >> 6 & 3, 2u) << "authenticated, not busy";
  EXPECT_EQ(status >> 22 & 1, 1u) << "impebreak";
  EXPECT_EQ(status >> 23, 0u);
  EXPECT_EQ(bench.read(hartinfo), 0x2027b4u);
  EXPECT_EQ(bench.read(abstractcs), 8u << 24 | 2u);
  EXPECT_EQ(bench.read(sbcs), 1u << 29 | 2u << 17 | 32u << 5 | 7u);
  for (std::uint32_t absent : {confstrptr0, nextdm, authdata, haltsum1,
                               hawindowsel, sbaddress1, sbdata1})
    EXPECT_EQ(bench.read(absent), 0u) << std::hex << absent;
  bench.write(hawindowsel, 1);
  EXPECT_EQ(bench.read(hawindowsel), 0u);
}

TEST(debug_module, selects_harts) {
  module_bench bench;
  bench.write(dmcontrol, 0x03ffffc1); // hartsel all ones
  EXPECT_EQ(bench.read(dmcontrol) >> 16 & 0x3ff, 3u)
      << "so many bits there are";
  EXPECT_EQ(bench.read(dmcontrol) >> 6 & 0x3ff, 0u);
  EXPECT_EQ(pair(bench.read(dmstatus), nonexistent), all);
  EXPECT_EQ(pair(bench.read(dmstatus), halted), none);
  EXPECT_EQ(pair(bench.read(dmstatus), running), none);
  EXPECT_EQ(bench.read(hartinfo), 0u);
  for (unsigned h = 0; h < module_bench::harts; ++h) {
    bench.select(h);
    EXPECT_EQ(bench.read(dmcontrol), h << 16 | 1);
    EXPECT_EQ(pair(bench.read(dmstatus), nonexistent), none);
    EXPECT_EQ(pair(bench.read(dmstatus), running), all);
  }
}

TEST(debug_module, halts_and_resumes_one_hart) {
  module_bench bench;
  bench.select(1, haltreq);
  EXPECT_EQ(pair(bench.read(dmstatus), running), all);
  for (int i = 0; i < 10; ++i)
    bench.step();
  EXPECT_EQ(pair(bench.read(dmstatus), halted), all);
  EXPECT_EQ(pair(bench.read(dmstatus), running), none);
  EXPECT_EQ(bench.read(haltsum0), 2u);
  EXPECT_FALSE(bench.hart[0].halted);
  bench.select(0);
  EXPECT_EQ(pair(bench.read(dmstatus), running), all);
  bench.select(1); // haltreq 0
  bench.select(1, resumereq);
  for (int i = 0; i < 5; ++i)
    bench.step();
  EXPECT_EQ(pair(bench.read(dmstatus), resumeack), all);
  EXPECT_EQ(pair(bench.read(dmstatus), running), all);
  EXPECT_EQ(bench.hart[1].resumed, 1);
  EXPECT_EQ(bench.read(haltsum0), 0u);
}

TEST(debug_module, a_request_can_be_taken_back) {
  module_bench bench;
  bench.hart[0].halts_after = 10;
  bench.select(0, haltreq);
  bench.select(0);
  for (int i = 0; i < 30; ++i)
    bench.step();
  EXPECT_FALSE(bench.hart[0].halted);
}

TEST(debug_module, resume_is_for_halted_harts_and_not_with_a_halt) {
  module_bench bench;
  bench.halt(0);
  bench.select(0, haltreq | resumereq);
  for (int i = 0; i < 10; ++i)
    bench.step();
  EXPECT_TRUE(bench.hart[0].halted);
  EXPECT_EQ(bench.hart[0].resumed, 0);
  bench.select(0);
  bench.select(2, resumereq); // runs
  bench.halt(2);
  for (int i = 0; i < 10; ++i)
    bench.step();
  EXPECT_TRUE(bench.hart[2].halted) << "the request was not for later";
}

TEST(debug_module, resumeack_is_cleared_by_the_next_request) {
  module_bench bench;
  bench.halt(0);
  bench.select(0, resumereq);
  for (int i = 0; i < 5; ++i)
    bench.step();
  EXPECT_EQ(pair(bench.read(dmstatus), resumeack), all);
  bench.halt(0);
  EXPECT_EQ(pair(bench.read(dmstatus), resumeack), all);
}

TEST(debug_module, a_mask_of_harts) {
  module_bench bench;
  bench.write(hawindow, 0b110);
  EXPECT_EQ(bench.read(hawindow), 0b110u);
  bench.select(1, hasel | haltreq);
  EXPECT_EQ(bench.read(dmcontrol), 1u << 16 | hasel | 1);
  for (int i = 0; i < 10; ++i)
    bench.step();
  EXPECT_EQ(bench.read(haltsum0), 0b110u);
  EXPECT_EQ(pair(bench.read(dmstatus), halted), all);
  bench.select(0, hasel); // and hartsel's
  EXPECT_EQ(pair(bench.read(dmstatus), halted), any);
  EXPECT_EQ(pair(bench.read(dmstatus), running), any);
  bench.select(1, hasel);
  bench.select(1, hasel | resumereq);
  for (int i = 0; i < 10; ++i)
    bench.step();
  EXPECT_EQ(bench.read(haltsum0), 0u);
  EXPECT_EQ(bench.hart[2].resumed, 1);
  bench.write(hawindow, ~0u);
  EXPECT_EQ(bench.read(hawindow), 0b111u);
}

TEST(debug_module, knows_who_was_reset) {
  module_bench bench;
  bench.select(0, ackhavereset);
  EXPECT_EQ(pair(bench.read(dmstatus), havereset), none);
  bench.select(1);
  EXPECT_EQ(pair(bench.read(dmstatus), havereset), all);
  bench.select(1, ackhavereset);
  bench.top->harts_reset_i = 1;
  bench.step();
  EXPECT_EQ(pair(bench.read(dmstatus), unavailable), all);
  EXPECT_EQ(pair(bench.read(dmstatus), running), none);
  bench.top->harts_reset_i = 0;
  EXPECT_EQ(pair(bench.read(dmstatus), havereset), all);
  EXPECT_EQ(pair(bench.read(dmstatus), unavailable), none);
}

TEST(debug_module, resets_the_harts_and_halts_them_then) {
  module_bench bench;
  bench.select(2, ndmreset);
  EXPECT_EQ(bench.top->ndmreset_o, 1);
  EXPECT_EQ(bench.read(dmcontrol), 2u << 16 | 3);
  bench.select(2, setresethaltreq);
  EXPECT_EQ(bench.top->ndmreset_o, 0);
  EXPECT_EQ(bench.top->request_o[2] >> 4 & 1, 1);
  EXPECT_EQ(bench.top->request_o[1] >> 4 & 1, 0);
  bench.select(2);
  EXPECT_EQ(bench.top->request_o[2] >> 4 & 1, 1) << "it stays";
  bench.select(2, clrresethaltreq);
  EXPECT_EQ(bench.top->request_o[2] >> 4 & 1, 0);
  EXPECT_EQ(bench.read(dmcontrol), 2u << 16 | 1) << "hartreset is not there";
  bench.select(2, 1u << 29);
  EXPECT_EQ(bench.read(dmcontrol), 2u << 16 | 1);
}

TEST(debug_module, dmactive_resets_it) {
  module_bench bench;
  bench.write(data0, 5);
  bench.write(progbuf0, 6);
  bench.write(abstractauto, 1);
  bench.write(sbaddress0, 7);
  bench.select(2, haltreq);
  bench.write(dmcontrol, 0);
  EXPECT_EQ(bench.read(dmcontrol), 0u);
  bench.write(data0, 9);
  bench.write(dmcontrol, 1);
  for (std::uint32_t each : {data0, progbuf0, abstractauto, sbaddress0})
    EXPECT_EQ(bench.read(each), 0u) << std::hex << each;
  EXPECT_EQ(bench.read(dmcontrol), 1u);
  EXPECT_EQ(bench.top->request_o[2], 0);
}

TEST(debug_module, reads_and_writes_integer_registers) {
  module_bench bench;
  bench.halt(1);
  for (unsigned n = 1; n < 32; ++n) {
    bench.write(data0, 0x100 + n);
    EXPECT_EQ(bench.run(size32 | transfer | writes | (gpr + n)), ok);
  }
  for (unsigned n = 0; n < 32; ++n) {
    EXPECT_EQ(bench.hart[1].x[n], n == 0 ? 0 : 0x100 + n);
    EXPECT_EQ(bench.run(size32 | transfer | (gpr + n)), ok);
    EXPECT_EQ(bench.read(data0), n == 0 ? 0 : 0x100 + n);
  }
  EXPECT_EQ(bench.hart[1].executed.size(), 63u) << "one instruction each";
}

TEST(debug_module, reads_and_writes_csrs_and_keeps_s0) {
  module_bench bench;
  bench.halt(0);
  bench.hart[0].x[8] = 0x77;
  bench.hart[0].csr[0x305] = 0x80001000;
  EXPECT_EQ(bench.run(size32 | transfer | 0x305), ok);
  EXPECT_EQ(bench.read(data0), 0x80001000u);
  EXPECT_EQ(bench.hart[0].x[8], 0x77u);
  bench.write(data0, 0x1234);
  EXPECT_EQ(bench.run(size32 | transfer | writes | 0x305), ok);
  EXPECT_EQ(bench.hart[0].csr[0x305], 0x1234u);
  EXPECT_EQ(bench.hart[0].x[8], 0x77u);
}

TEST(debug_module, a_csr_that_fails_gives_an_exception_and_keeps_s0) {
  module_bench bench;
  bench.halt(0);
  bench.hart[0].x[8] = 0x77;
  bench.hart[0].fails = {0x7ff02473 /* csrr s0, 0x7ff */,
                         0x7ff41073 /* csrw 0x7ff, s0 */};
  EXPECT_EQ(bench.run(size32 | transfer | 0x7ff), exception);
  EXPECT_EQ(bench.hart[0].x[8], 0x77u);
  bench.clear_error();
  bench.write(data0, 0x1234);
  EXPECT_EQ(bench.run(size32 | transfer | writes | postexec | 0x7ff),
            exception);
  EXPECT_EQ(bench.hart[0].x[8], 0x77u);
  EXPECT_EQ(bench.hart[0].executed.size(), 6u) << "no postexec";
}

TEST(debug_module, reads_and_writes_fp_registers) {
  module_bench bench;
  bench.halt(0);
  for (unsigned n = 0; n < 32; ++n) {
    bench.write(data0, 0x55 + n);
    bench.write(data1, 0x66 + n);
    EXPECT_EQ(bench.run(size64 | transfer | writes | (fp_reg + n)), ok);
    EXPECT_EQ(bench.hart[0].f[n], std::uint64_t(0x66 + n) << 32 | (0x55 + n));
  }
  bench.write(data1, 9);
  EXPECT_EQ(bench.run(size32 | transfer | (fp_reg + 3)), ok);
  EXPECT_EQ(bench.read(data0), 0x58u);
  EXPECT_EQ(bench.read(data1), 9u);
  EXPECT_EQ(bench.run(size64 | transfer | (fp_reg + 3)), ok);
  EXPECT_EQ(bench.read(data0), 0x58u);
  EXPECT_EQ(bench.read(data1), 0x69u);
  EXPECT_TRUE(bench.hart[0].executed.empty());
}

TEST(debug_module, refuses_what_it_does_not_have) {
  module_bench bench;
  bench.halt(0);
  for (std::uint32_t bad :
       {1u << 24 /* quick access */, 2u << 24 /* access memory */, 0xffu << 24,
        size64 | transfer | gpr, 1u << 20 | transfer | gpr,
        size64 | transfer | 0x300, 4u << 20 | transfer | fp_reg,
        size32 | transfer | writes | fp_reg, size32 | transfer | 0x1040,
        size32 | transfer | 0xc000, size32 | transfer | 0x7b4,
        size32 | transfer | 0x7b5}) {
    EXPECT_EQ(bench.run(bad), unsupported) << std::hex << bad;
    EXPECT_EQ(bench.run(size32 | transfer | gpr), unsupported)
        << "nothing is done before the error is cleared";
    bench.clear_error();
  }
  EXPECT_TRUE(bench.hart[0].executed.empty());
  EXPECT_EQ(bench.run(0), ok) << "nothing at all is no error";
}

TEST(debug_module, wants_a_halted_hart) {
  module_bench bench;
  EXPECT_EQ(bench.run(size32 | transfer | gpr), haltresume);
  bench.clear_error();
  bench.select(3); // none
  EXPECT_EQ(bench.run(size32 | transfer | gpr), haltresume);
}

TEST(debug_module, a_reset_ends_a_command) {
  module_bench bench;
  bench.halt(0);
  bench.hart[0].takes = 100;
  bench.write(command, size32 | transfer | gpr);
  bench.step();
  bench.hart[0].halted = false;
  EXPECT_EQ(bench.finish(), haltresume);
}

TEST(debug_module, runs_the_program_buffer) {
  module_bench bench;
  bench.halt(0);
  for (unsigned k = 0; k < 8; ++k) {
    bench.write(progbuf0 + k, nop | (k + 1) << 20);
    EXPECT_EQ(bench.read(progbuf0 + k), nop | (k + 1) << 20);
  }
  EXPECT_EQ(bench.read(progbuf0 + 8), 0u);
  EXPECT_EQ(bench.run(postexec), ok);
  ASSERT_EQ(bench.hart[0].executed.size(), 8u) << "the ebreak is implied";
  for (unsigned k = 0; k < 8; ++k)
    EXPECT_EQ(bench.hart[0].executed[k], nop | (k + 1) << 20);
  bench.write(progbuf0 + 2, ebreak);
  bench.hart[0].executed.clear();
  bench.write(data0, 7);
  EXPECT_EQ(bench.run(size32 | transfer | writes | postexec | (gpr + 5)), ok);
  EXPECT_EQ(bench.hart[0].executed.size(), 3u) << "transfer first, then two";
  EXPECT_EQ(bench.hart[0].x[5], 7u);
  bench.write(progbuf0, ebreak);
  EXPECT_EQ(bench.run(postexec), ok);
}

TEST(debug_module, an_exception_ends_the_program_buffer) {
  module_bench bench;
  bench.halt(0);
  for (unsigned k = 0; k < 4; ++k)
    bench.write(progbuf0 + k, nop | k << 20);
  bench.hart[0].fails = {nop | 1u << 20};
  EXPECT_EQ(bench.run(postexec), exception);
  EXPECT_EQ(bench.hart[0].executed.size(), 2u);
}

TEST(debug_module, busy_is_an_error_of_whoever_interferes) {
  for (std::uint32_t reg :
       {data0, data1, command, abstractauto, progbuf0, abstractcs}) {
    module_bench bench;
    bench.halt(0);
    bench.hart[0].takes = 50;
    bench.write(abstractauto, 0);
    bench.write(command, size32 | transfer | (gpr + 5));
    EXPECT_EQ(bench.read(abstractcs) >> 12 & 1, 1u);
    bench.write(reg, 1);
    EXPECT_EQ(bench.finish(), busy) << std::hex << reg;
    EXPECT_EQ(bench.hart[0].executed.size(), 1u) << "and the command gets done";
    bench.clear_error();
    EXPECT_EQ(bench.finish(), ok);
  }
  for (std::uint32_t reg : {data0, data1, progbuf0}) {
    module_bench bench;
    bench.halt(0);
    bench.hart[0].takes = 50;
    bench.write(command, size32 | transfer | (gpr + 5));
    bench.read(reg);
    EXPECT_EQ(bench.finish(), busy) << std::hex << reg;
  }
}

TEST(debug_module, counts_registers_up) {
  module_bench bench;
  bench.halt(0);
  bench.hart[0].x[10] = 110;
  bench.hart[0].x[11] = 111;
  EXPECT_EQ(bench.run(size32 | transfer | increment | (gpr + 10)), ok);
  EXPECT_EQ(bench.read(data0), 110u);
  bench.write(abstractauto, 1);
  EXPECT_EQ(bench.read(data0), 110u); // and runs the next
  EXPECT_EQ(bench.finish(), ok);
  bench.write(abstractauto, 0);
  EXPECT_EQ(bench.read(data0), 111u);
}

TEST(debug_module, runs_a_command_again_by_itself) {
  module_bench bench;
  bench.halt(0);
  bench.write(abstractauto, 0xffffffff);
  EXPECT_EQ(bench.read(abstractauto), 0x00ff0003u);
  bench.write(abstractauto, 0);
  bench.write(data0, 1);
  EXPECT_EQ(bench.run(size32 | transfer | writes | (gpr + 5)), ok);
  bench.write(abstractauto, 1);
  bench.write(data0, 2);
  EXPECT_EQ(bench.finish(), ok);
  EXPECT_EQ(bench.hart[0].x[5], 2u) << "with the new value";
  bench.write(data1, 3);
  EXPECT_EQ(bench.hart[0].executed.size(), 2u) << "not for data1";
  bench.write(abstractauto, 1u << 16 | 2);
  bench.write(data1, 3);
  EXPECT_EQ(bench.finish(), ok);
  bench.write(progbuf0, 3);
  EXPECT_EQ(bench.finish(), ok);
  EXPECT_EQ(bench.hart[0].executed.size(), 4u);
  bench.write(progbuf0 + 1, 3);
  EXPECT_EQ(bench.hart[0].executed.size(), 4u);
}

} // namespace
