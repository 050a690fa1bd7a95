// A debugger on the debug pins of core_bench: halts, steps, reads and writes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TESTS_RTL_CORE_DEBUGGER_HPP
#define SEEKER_TESTS_RTL_CORE_DEBUGGER_HPP

#include "core_bench.hpp"

#include <gtest/gtest.h>

namespace seeker {

enum debug_csr : uint32_t {
  csr_tselect = 0x7a0,
  csr_tdata1 = 0x7a1,
  csr_tdata2 = 0x7a2,
  csr_tinfo = 0x7a4,
  csr_dcsr = 0x7b0,
  csr_dpc = 0x7b1,
  csr_dscratch0 = 0x7b2,
  csr_dscratch1 = 0x7b3,
  csr_data0 = 0x7b4,
  csr_data1 = 0x7b5
};

// dcsr.cause
enum debug_cause : uint32_t {
  cause_ebreak = 1,
  cause_trigger = 2,
  cause_request = 3,
  cause_step = 4,
  cause_reset = 5
};

constexpr uint32_t dcsr_step = 1u << 2, dcsr_ebreakm = 1u << 15;

class debugger {
public:
  explicit debugger(core_bench &bench) : bench_(bench) {}

  bool halted() const { return bench_.debug_answer.halted; }

  bool wait_halted(int limit = 2000) {
    for (int i = 0; i < limit; ++i) {
      bench_.step();
      if (bench_.debug_answer.idle)
        return true;
    }
    return false;
  }

  bool halt(int limit = 2000) {
    bench_.debug.halt = true;
    const bool done = wait_halted(limit);
    bench_.debug.halt = false;
    return done;
  }

  void resume() {
    bench_.debug.resume = true;
    do
      bench_.step();
    while (halted());
    bench_.debug.resume = false;
  }

  // False when the instruction, or what it set off, fails.
  bool execute(uint32_t instr) {
    bench_.debug.valid = true;
    bench_.debug.instr = instr;
    bool failed = false, done = false;
    for (int i = 0; i < 3000; ++i) {
      bench_.step();
      failed |= bench_.debug_answer.exception;
      if (bench_.debug_answer.data_write)
        (bench_.debug_answer.data_index ? data1 : data0) =
            uint32_t(bench_.debug_answer.data);
      if (bench_.debug_answer.done) {
        bench_.debug.valid = false;
        done = true;
      } else if (done && bench_.debug_answer.idle) {
        return !failed;
      }
    }
    ADD_FAILURE() << "the hart does not get done with " << std::hex << instr;
    return false;
  }

  uint32_t x(uint32_t n) {
    EXPECT_TRUE(execute(rv::csrw(csr_data0, n)));
    return data0;
  }
  void set_x(uint32_t n, uint32_t value) {
    bench_.debug.data = value;
    EXPECT_TRUE(execute(rv::csrr(n, csr_data0)));
  }
  uint32_t csr(uint32_t n) {
    const uint32_t saved = x(rv::s0);
    EXPECT_TRUE(execute(rv::csrr(rv::s0, n))) << std::hex << n;
    const uint32_t value = x(rv::s0);
    set_x(rv::s0, saved);
    return value;
  }
  bool has_csr(uint32_t n) { return execute(rv::csrr(rv::zero, n)); }
  void set_csr(uint32_t n, uint32_t value) {
    const uint32_t saved = x(rv::s0);
    set_x(rv::s0, value);
    EXPECT_TRUE(execute(rv::csrw(n, rv::s0))) << std::hex << n;
    set_x(rv::s0, saved);
  }
  uint64_t f(uint32_t n) { return fp(n, false); }
  void set_f(uint32_t n, uint64_t value) {
    bench_.debug.data = value;
    fp(n, true);
  }

  uint32_t cause() { return csr(csr_dcsr) >> 6 & 7; }

  // Executes one instruction; the pc after it.
  uint32_t step() {
    set_csr(csr_dcsr, csr(csr_dcsr) | dcsr_step);
    resume();
    EXPECT_TRUE(wait_halted());
    EXPECT_EQ(cause(), cause_step);
    set_csr(csr_dcsr, csr(csr_dcsr) & ~dcsr_step);
    return csr(csr_dpc);
  }

  uint32_t data0 = 0, data1 = 0;

private:
  uint64_t fp(uint32_t n, bool write) {
    bench_.debug.instr = n;
    bench_.debug.fp_access = true;
    bench_.debug.fp_write = write;
    do
      bench_.step();
    while (!bench_.debug_answer.fp_done);
    bench_.debug.fp_access = false;
    return bench_.debug_answer.data;
  }

  core_bench &bench_;
};

} // namespace seeker

#endif
