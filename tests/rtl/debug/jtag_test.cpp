// From the pins of JTAG to the harts of a SoC: a program is loaded, broken
// into, stepped, and its memory looked at, while other harts run on.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/assembler.hpp"
#include "jtag_driver.hpp"
#include "seeker_cfg.h"
#include "soc.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>

namespace seeker::sim {
soc_kind soc_kind_small();
}

using namespace seeker;

namespace {

constexpr unsigned harts =
    SEEKER_CLUSTER_COMPUTE_CORES + SEEKER_CLUSTER_DM_CORES;
constexpr std::uint32_t l1 = SEEKER_TCDM_BASE, l3 = SEEKER_L3_BASE;

// A debugger as far as it is needed here.
class board {
public:
  board() : soc_(sim::soc_kind_small().make({})), jtag_(*this) {
    jtag_.reset();
    jtag_.scan_ir(0x11);
    write(0x10, 1);
  }

  bool clock(bool tms, bool tdi) {
    soc_->jtag_drive(false, tms, tdi);
    const bool out = soc_->jtag_tdo();
    soc_->jtag_drive(true, tms, tdi);
    return out;
  }
  void run(std::uint64_t cycles) { soc_->run(cycles); }

  void write(std::uint32_t reg, std::uint32_t value) {
    scan(std::uint64_t(reg) << 34 | std::uint64_t(value) << 2 | 2);
  }
  std::uint32_t read(std::uint32_t reg) {
    scan(std::uint64_t(reg) << 34 | 1);
    return static_cast<std::uint32_t>(scan(0) >> 2);
  }

  void select(unsigned hart, std::uint32_t more = 0) {
    write(0x10, 1 | hart << 16 | more);
  }
  void halt(unsigned hart) {
    select(hart, 1u << 31);
    wait_halted(hart);
    select(hart);
  }
  void wait_halted(unsigned hart) {
    select(hart);
    for (int i = 0; i < 300; ++i) {
      if (is_halted())
        return;
      run(10);
    }
    FAIL() << "hart " << hart << " does not halt";
  }
  bool is_halted() { return read(0x11) >> 9 & 1; }
  void resume(unsigned hart) {
    select(hart, 1u << 30);
    for (int i = 0; i < 100 && !(read(0x11) >> 17 & 1); ++i)
      ;
    select(hart);
  }

  std::uint32_t reg(std::uint32_t number) {
    EXPECT_EQ(command(2u << 20 | 1u << 17 | number), 0u) << std::hex << number;
    return read(4);
  }
  void set_reg(std::uint32_t number, std::uint32_t value) {
    write(4, value);
    EXPECT_EQ(command(2u << 20 | 3u << 16 | number), 0u) << std::hex << number;
  }
  std::uint64_t fp(std::uint32_t number) {
    EXPECT_EQ(command(3u << 20 | 1u << 17 | (0x1020 + number)), 0u);
    const std::uint64_t low = read(4);
    return low | std::uint64_t(read(5)) << 32;
  }
  unsigned command(std::uint32_t value) {
    write(0x17, value);
    std::uint32_t now = 0;
    do
      now = read(0x16);
    while (now >> 12 & 1);
    write(0x16, 7 << 8);
    return now >> 8 & 7;
  }

  std::uint32_t word(std::uint32_t address) {
    write(0x38, 1u << 20 | 2u << 17 | 7 << 12);
    write(0x39, address);
    settle();
    return read(0x3c);
  }
  void set_word(std::uint32_t address, std::uint32_t value) {
    write(0x38, 2u << 17 | 7 << 12);
    write(0x39, address);
    write(0x3c, value);
    settle();
  }
  unsigned settle() {
    std::uint32_t now = 0;
    do
      now = read(0x38);
    while (now >> 21 & 1);
    return now >> 12 & 7;
  }
  void load(const rv::program &p) {
    std::uint32_t at = p.base();
    for (std::uint32_t each : p.assemble()) {
      set_word(at, each);
      at += 4;
    }
  }

private:
  std::uint64_t scan(std::uint64_t value) {
    const std::uint64_t out = jtag_.scan_dr(value, 41);
    EXPECT_EQ(out & 3, 0u);
    jtag_.idle(7);
    return out;
  }

  std::unique_ptr<sim::soc> soc_;
  jtag_driver<board> jtag_;
};

constexpr std::uint32_t gpr = 0x1000, dpc = 0x7b1, dcsr = 0x7b0;

// Counts in a0, and in f3 by halves, stores both in L1 at t0.
rv::program counting(std::uint32_t base) {
  using namespace rv;
  program p(base);
  p.li(t0, l1 + 0x100);
  p.li(t1, 1);
  p << fcvt_d_w(3, zero) << fcvt_d_w(4, t1);
  p.label("loop");
  p << addi(a0, a0, 1) << fadd_d(3, 3, 4) << sw(a0, t0, 0) << fsd(3, t0, 8);
  p.jal(zero, "loop");
  return p;
}

TEST(jtag, finds_every_hart) {
  board b;
  for (unsigned h = 0; h < harts; ++h) {
    b.halt(h);
    EXPECT_EQ(b.reg(0xf14), h);
    EXPECT_EQ(b.reg(0x301), 0x40801129u);
  }
  b.select(harts);
  EXPECT_EQ(b.read(0x11) >> 14 & 3, 3u) << "and no more";
}

TEST(jtag, reaches_all_memory_while_harts_run) {
  board b;
  for (std::uint32_t at : {l1, l1 + 4, l3, l3 + 0x1004,
                           std::uint32_t(SEEKER_PERIPHERAL_BASE) + 0x180}) {
    b.set_word(at, at ^ 0x5555);
    EXPECT_EQ(b.word(at), at ^ 0x5555) << std::hex << at;
    EXPECT_EQ(b.settle(), 0u);
  }
  b.word(SEEKER_BOOT_ROM_BASE);
  EXPECT_EQ(b.settle(), 0u);
  b.word(SEEKER_CLINT_BASE);
  EXPECT_EQ(b.settle(), 0u);
  b.word(0x40000000);
  EXPECT_EQ(b.settle(), 2u);
  b.set_word(SEEKER_BOOT_ROM_BASE, 0);
  EXPECT_EQ(b.settle(), 2u);
}

TEST(jtag, halts_one_hart_in_a_program_while_another_runs) {
  board b;
  const rv::program p = counting(l3);
  b.load(p);
  for (unsigned h : {0u, 1u}) {
    b.halt(h);
    b.set_reg(gpr + rv::a0, 0);
    b.set_reg(dpc, l3);
    b.resume(h);
  }
  b.run(500);
  b.halt(1);
  const std::uint32_t count = b.reg(gpr + rv::a0), pc = b.reg(dpc);
  EXPECT_GT(count, 5u);
  EXPECT_GE(pc, p.address("loop"));
  double f3;
  const std::uint64_t bits = b.fp(3);
  std::memcpy(&f3, &bits, 8);
  EXPECT_NEAR(f3, count, 1);
  const std::uint32_t before = b.word(l1 + 0x100);
  b.run(500);
  EXPECT_NE(b.word(l1 + 0x100), before) << "hart 0 goes on";
  EXPECT_EQ(b.reg(gpr + rv::a0), count) << "hart 1 does not";
  b.set_reg(dcsr, 1 << 2);
  for (int i = 0; i < 10; ++i) {
    b.resume(1);
    b.wait_halted(1);
    EXPECT_EQ(b.reg(dcsr) >> 6 & 7, 4u);
  }
  EXPECT_EQ(b.reg(gpr + rv::a0), count + 2) << "two turns of five instructions";
  EXPECT_EQ(b.reg(dpc), pc);
  b.set_reg(dcsr, 0);
  b.resume(1);
  b.run(500);
  b.halt(1);
  EXPECT_GT(b.reg(gpr + rv::a0), count + 10);
}

TEST(jtag, stops_at_a_software_and_at_a_hardware_breakpoint) {
  board b;
  const rv::program p = counting(l3);
  b.load(p);
  b.halt(0);
  b.set_reg(dpc, l3);
  b.set_reg(dcsr, 1 << 15);
  b.set_word(p.address("loop") + 4, 0x00100073);
  b.write(0x20, 0x0000100f); // fence.i
  b.write(0x21, 0x00100073);
  EXPECT_EQ(b.command(1 << 18), 0u);
  b.resume(0);
  b.wait_halted(0);
  EXPECT_EQ(b.reg(dpc), p.address("loop") + 4);
  EXPECT_EQ(b.reg(dcsr) >> 6 & 7, 1u);
  b.load(p);
  EXPECT_EQ(b.command(1 << 18), 0u);
  b.set_reg(0x7a0, 0);
  b.set_reg(0x7a2, p.address("loop") + 12);
  b.set_reg(0x7a1, 0x28001044);
  b.resume(0);
  b.wait_halted(0);
  EXPECT_EQ(b.reg(dpc), p.address("loop") + 12);
  EXPECT_EQ(b.reg(dcsr) >> 6 & 7, 2u);
}

TEST(jtag, the_program_buffer_reaches_memory) {
  board b;
  b.halt(0);
  b.set_reg(gpr + rv::a0, l1 + 0x40);
  b.set_reg(gpr + rv::a1, 0xfeed);
  b.write(0x20, rv::sw(rv::a1, rv::a0, 0));
  b.write(0x21, rv::lw(rv::a2, rv::a0, 0));
  b.write(0x22, 0x00100073);
  EXPECT_EQ(b.command(1 << 18), 0u);
  EXPECT_EQ(b.reg(gpr + rv::a2), 0xfeedu);
  EXPECT_EQ(b.word(l1 + 0x40), 0xfeedu);
  b.set_reg(gpr + rv::a0, 0x40000000);
  EXPECT_EQ(b.command(1 << 18), 3u);
}

TEST(jtag, resets_the_cluster_and_halts_it_before_anything) {
  board b;
  b.set_word(l3, 0x1234);
  b.write(0x15, (1u << harts) - 1);
  const std::uint32_t everybody = 1u << 26;
  b.select(0, everybody | 8); // setresethaltreq
  b.select(0, everybody | 2); // ndmreset
  EXPECT_EQ(b.read(0x11) >> 12 & 3, 3u) << "unavailable";
  b.select(0, everybody);
  b.run(50);
  EXPECT_EQ(b.read(0x11) >> 8 & 3, 3u) << "all halted";
  EXPECT_EQ(b.read(0x11) >> 18 & 3, 3u) << "have been reset";
  EXPECT_EQ(b.read(0x40), (1u << harts) - 1);
  b.select(0, everybody | 1u << 28 | 4); // ackhavereset, clrresethaltreq
  EXPECT_EQ(b.read(0x11) >> 18 & 3, 0u);
  b.select(1);
  EXPECT_EQ(b.reg(dpc), SEEKER_CLUSTER_ALIAS_BASE + SEEKER_BOOT_ROM_BASE -
                            SEEKER_TCDM_BASE);
  EXPECT_EQ(b.reg(dcsr) >> 6 & 7, 5u);
  EXPECT_EQ(b.word(l3), 0x1234u) << "memory stays";
}

} // namespace
