// Harts, traps, barriers and registers of the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "bench.hpp"

namespace seeker::iss {
namespace {

constexpr std::uint32_t results = 0x80002000;

struct loaded_bench : bench {
  explicit loaded_bench(const std::vector<std::uint32_t> &program) {
    EXPECT_TRUE(m.write(program_base, bytes(program)));
    m.start(program_base, tohost);
    m.run(100000);
  }
  std::uint32_t word(std::uint32_t address) {
    std::uint32_t value = 0;
    EXPECT_TRUE(m.read(address, std::as_writable_bytes(std::span(&value, 1))));
    return value;
  }
};

// Every hart stores 100 + hart at results + 4 hart, meets the others, and hart
// 0 writes tohost.
TEST(Machine, RunsAllHartsThroughABarrier) {
  loaded_bench run({
      0xF1402573, // csrr a0, mhartid
      0x00251593, // slli a1, a0, 2
      0x80002637, // lui a2, 0x80002
      0x00C585B3, // add a1, a1, a2
      0x06450693, // addi a3, a0, 100
      0x00D5A023, // sw a3, 0(a1)
      0x7C202073, // csrr x0, barrier
      0x00051863, // bnez a0, +16
      0x00300693, // li a3, 3
      0x80010637, // lui a2, 0x80010
      0x00D62023, // sw a3, 0(a2)
      0x0000006F, // j .
  });
  ASSERT_TRUE(run.m.done());
  EXPECT_EQ(run.m.done()->value, 3u);
  for (std::uint32_t hart = 0; hart < 3; ++hart)
    EXPECT_EQ(run.word(results + 4 * hart), 100 + hart);
}

TEST(Machine, StopsWhenNobodyCanGoOn) {
  loaded_bench run({
      0xF1402573, // csrr a0, mhartid
      0x00050463, // beqz a0, +8   hart 0 never arrives
      0x7C202073, // csrr x0, barrier
      0x30401073, // csrw mie, x0
      0x10500073, // wfi
      0xFFDFF06F, // j wfi
  });
  EXPECT_FALSE(run.m.done());
  EXPECT_EQ(run.m.run(1000), 0u);
  EXPECT_EQ(run.m.harts()[0].now, hart::state::sleeping);
  EXPECT_EQ(run.m.harts()[1].now, hart::state::at_barrier);
}

struct trap_case {
  std::uint32_t word;
  std::uint32_t why;
  std::uint32_t value;
  std::uint32_t where = program_base + 12; // mepc
};

class Traps : public testing::TestWithParam<trap_case> {};

// The program clears mtvec first, so that the trap stops the hart in place.
TEST_P(Traps, SaysCauseAndValue) {
  loaded_bench run({
      0x30501073, // csrw mtvec, x0
      0x80000537, // lui a0, 0x80000
      0x20000593, // li a1, 0x200: no memory
      GetParam().word,
  });
  const hart &h = run.m.harts()[0];
  EXPECT_EQ(h.now, hart::state::trapped);
  EXPECT_EQ(h.mcause, GetParam().why);
  EXPECT_EQ(h.mtval, GetParam().value);
  EXPECT_EQ(h.mepc, GetParam().where);
}

INSTANTIATE_TEST_SUITE_P(
    , Traps,
    testing::Values(trap_case{0x00000000, 2, 0x00000000},   // illegal
                    trap_case{0x12302573, 2, 0x12302573},   // unknown CSR
                    trap_case{0x00351503, 4, 0x80000003},   // lh a0, 3(a0)
                    trap_case{0x00152503, 4, 0x80000001},   // lw a0, 1(a0)
                    trap_case{0x00453507, 4, 0x80000004},   // fld fa0, 4(a0)
                    trap_case{0x00A521A3, 6, 0x80000003},   // sw a0, 3(a0)
                    trap_case{0x0005A503, 5, 0x200},        // lw a0, 0(a1)
                    trap_case{0x00A5A023, 7, 0x200},        // sw a0, 0(a1)
                    trap_case{0x00058067, 1, 0x200, 0x200}, // jr a1
                    trap_case{0x00258067, 0, 0x202},        // jr 2(a1)
                    trap_case{0x00000073, 11, 0},           // ecall
                    trap_case{0x0000050B, 2, 0x0000050B},   // CUSTOM0: no frep
                    trap_case{0x0205052B, 2, 0x0205052B},   // dmdst: no DM core
                    trap_case{0xFE05008B, 2, 0xFE05008B}    // frep.o too long
                    ));

// The boot ROM and registers refuse atomics.
TEST(Machine, TrapsAtAtomicsOutsideOfMemories) {
  using namespace rv;
  for (const std::uint32_t where : {0x10021180u, 0x10020000u})
    for (const bool reads : {true, false}) {
      loaded_bench run({
          0x30501073, // csrw mtvec, x0
          lui(a0, where),
          addi(a0, a0, where & 0xFFF),
          reads ? amo(2, a1, 0, a0) : amo(0, a1, a1, a0),
      });
      const hart &h = run.m.harts()[0];
      EXPECT_EQ(h.now, hart::state::trapped);
      EXPECT_EQ(h.mcause, reads ? 5u : 7u);
      EXPECT_EQ(h.mtval, where);
    }
}

TEST(Machine, KeepsOfMcauseWhatThereIs) {
  using namespace rv;
  bench b;
  program_of_hart_0 p;
  p << addi(t0, zero, -1) << csrw(0x342, t0) << csrr(a0, 0x342);
  p.finish();
  b.run(p);
  EXPECT_EQ(b.m.harts()[0].x[a0], 0x8000001Fu);
}

// The next instruction reads what was written.
TEST(Machine, WritesMinstretInHalves) {
  using namespace rv;
  bench b;
  program_of_hart_0 p;
  p << addi(t0, zero, -1) << addi(t1, zero, 7) << csrw(0xB02, t0)
    << csrr(a0, 0xB02) << csrw(0xB02, t0) << csrw(0xB82, t1) << csrr(a1, 0xB82)
    << csrr(a2, 0xB02);
  p.finish();
  b.run(p);
  EXPECT_EQ(b.m.harts()[0].x[a0], 0xFFFFFFFFu);
  EXPECT_EQ(b.m.harts()[0].x[a1], 7u);
  EXPECT_EQ(b.m.harts()[0].x[a2], 1u);
}

TEST(Machine, CountsFromResetOn) {
  using namespace rv;
  bench b;
  program_of_hart_0 p;
  p.li(t0, 0x10021000);
  p << lw(a0, t0, 0x100) << lw(a1, t0, 0x108) << lw(a2, t0, 0)
    << lw(a3, t0, 0x88);
  p.finish();
  b.run(p);
  EXPECT_GT(b.m.harts()[0].x[a0], 0u);
  EXPECT_GT(b.m.harts()[0].x[a1], 0u);
  EXPECT_EQ(b.m.harts()[0].x[a2], 1u);
  EXPECT_EQ(b.m.harts()[0].x[a3], 6u << 16) << "retired_instr";
}

TEST(Machine, HasAMemoryOfZeros) {
  using namespace rv;
  bench b;
  program_of_hart_0 p;
  p.li(t0, 0x10030100);
  p << addi(a0, zero, 5) << sw(a0, t0, 0) << lw(a0, t0, 0);
  p.finish();
  b.run(p);
  EXPECT_EQ(b.m.harts()[0].x[a0], 0u);
}

// Nobody runs until the timer does.
TEST(Machine, LetsTimePassUntilATimerWakesAHart) {
  using namespace rv;
  bench b;
  program_of_hart_0 p;
  p.li(t0, 0xFFFF4000); // mtimecmp of hart 0
  p.li(t1, 50'000);
  p << sw(t1, t0, 0) << sw(zero, t0, 4) << addi(t1, zero, 0x80)
    << csrw(0x304, t1) << wfi();
  p.finish();
  b.run(p);
  ASSERT_TRUE(b.m.done());
  EXPECT_GE(b.m.done()->cycle, 50'000u);
}

TEST(Machine, KnowsItsRegisters) {
  machine m(small(), bytes(boot));
  std::uint64_t value = 0x1234;
  EXPECT_TRUE(
      m.write(0x10021190, std::as_bytes(std::span(&value, 1)))); // scratch2
  value = 0;
  EXPECT_TRUE(m.read(
      0x18021190, std::as_writable_bytes(std::span(&value, 1)))); // the alias
  EXPECT_EQ(value, 0x1234u);
  EXPECT_FALSE(m.read(
      0x10021194, std::as_writable_bytes(std::span(&value, 1)))); // misaligned
  EXPECT_FALSE(
      m.read(0x00000200, std::as_writable_bytes(std::span(&value, 1))));
  EXPECT_FALSE(
      m.write(0x10020000, std::as_bytes(std::span(&value, 1)))); // the boot ROM
}

// Flags are the hart's own, whatever computes beside it: another hart, what is
// called on a dump, operations in other rounding modes, comparisons of NaNs.
TEST(Machine, FlagsAreTheHartsOwn) {
  using namespace rv;
  rv::program p(program_base);
  p << csrr(t0, 0xF14) << fcvt_d_w(1, zero) << addi(t1, zero, 1)
    << fcvt_d_w(2, t1) << addi(t1, zero, 3) << fcvt_d_w(3, t1);
  p.branch(0, t0, zero, "hart 0");
  p << fdiv_d(4, 2, 1) << csrr(a0, 3) << csrr(zero, 0x7C2); // 1 / 0
  p.label("others");
  p.jal(zero, "others");
  p.label("hart 0");
  p << csrr(zero, 0x7C2) << fadd_d(4, 2, 3) << csrr(a0, 3) << csrw(0x7C7, zero)
    << csrr(a1, 3) << fdiv_d(4, 2, 3) << csrr(a2, 3) << csrrwi(zero, 1, 0)
    << fadd_d(4, 2, 3) << csrr(a3, 3) << rv::fp(0x0D, 3, 4, 2, 3)
    << fadd_d(5, 2, 3) << csrr(a4, 3);
  p.li(t0, tohost);
  p << addi(t1, zero, 1) << sw(t1, t0, 0);
  p.label("end");
  p.jal(zero, "end");
  bench b;
  volatile double one = 1, zero_of_the_host = 0;
  b.m.on_dump = [&](auto...) { one = one / zero_of_the_host / 3; };
  b.run(p);
  ASSERT_TRUE(b.m.done());
  EXPECT_EQ(b.h().x[a0], 0u);
  EXPECT_EQ(b.h().x[a1], 0u);
  EXPECT_EQ(b.h().x[a2], 1u);
  EXPECT_EQ(b.h().x[a3], 0u);
  EXPECT_EQ(b.h().x[a4], 1u) << "rounded up";
  EXPECT_EQ(b.m.harts()[1].x[a0], 8u);
}

} // namespace
} // namespace seeker::iss
