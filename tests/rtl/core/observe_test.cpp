// What a hart tells an observer: retired instructions, register writes,
// accesses, traps, FPU operations.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core_bench.hpp"

#include <gtest/gtest.h>

using namespace seeker;
using namespace rv;

namespace {

struct recorder final : sim::observer {
  struct left {
    uint64_t cycle;
    uint32_t pc, instruction;
  };
  struct x_write {
    unsigned rd;
    uint32_t value;
    bool operator==(const x_write &) const = default;
  };
  struct f_write {
    unsigned rd;
    uint64_t value;
    bool operator==(const f_write &) const = default;
  };
  struct trapped {
    uint32_t pc, cause, value;
    bool operator==(const trapped &) const = default;
  };

  void retire(unsigned hart, uint64_t cycle, uint32_t pc,
              uint32_t instruction) override {
    EXPECT_EQ(hart, 5u);
    retired.push_back({cycle, pc, instruction});
  }
  void write_x(unsigned, uint64_t, unsigned rd, uint32_t value) override {
    x.push_back({rd, value});
  }
  void write_f(unsigned, uint64_t, unsigned rd, uint64_t value) override {
    f.push_back({rd, value});
  }
  void accessed(const access &a) override { accesses.push_back(a); }
  void trap(unsigned, uint64_t, uint32_t pc, uint32_t cause,
            uint32_t value) override {
    traps.push_back({pc, cause, value});
  }
  void fpu(unsigned, uint64_t, unsigned operation) override {
    operations.push_back(operation);
  }
  void wait(unsigned, uint64_t cycle, unsigned cause) override {
    waits.push_back({cycle, cause});
  }
  void fp_side(unsigned, uint64_t cycle, unsigned state) override {
    fp_states.push_back({cycle, state});
  }
  void dump(unsigned, uint64_t, uint32_t value) override {
    dumps.push_back(value);
  }

  std::vector<left> retired;
  std::vector<x_write> x;
  std::vector<f_write> f;
  std::vector<access> accesses;
  std::vector<trapped> traps;
  std::vector<unsigned> operations;
  std::vector<uint32_t> dumps;
  std::vector<std::pair<uint64_t, unsigned>> waits, fp_states;

  // Cycles in a state, between two changes.
  static uint64_t
  spent(const std::vector<std::pair<uint64_t, unsigned>> &changes,
        unsigned state) {
    uint64_t cycles = 0;
    for (size_t i = 0; i + 1 < changes.size(); ++i)
      if (changes[i].second == state)
        cycles += changes[i + 1].first - changes[i].first;
    return cycles;
  }
};

// Runs `p`, which begins at the boot address, to its wfi.
recorder observe(const program &p) {
  recorder seen;
  core_bench bench({.observed = &seen});
  bench.load(p);
  EXPECT_TRUE(bench.run());
  return seen;
}

TEST(core_observe, every_instruction_once_and_in_order) {
  program p;
  p << addi(t0, zero, 3);
  p.label("again");
  p << addi(t0, t0, -1);
  p.branch(1, t0, zero, "again");
  p << addi(zero, zero, 5) << wfi();
  const recorder seen = observe(p);
  const std::vector<uint32_t> words = p.assemble();
  const std::vector<uint32_t> order = {0, 1, 2, 1, 2, 1, 2, 3, 4};
  ASSERT_EQ(seen.retired.size(), order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    EXPECT_EQ(seen.retired[i].pc, core_bench::boot + 4 * order[i]);
    EXPECT_EQ(seen.retired[i].instruction, words[order[i]]);
    if (i != 0)
      EXPECT_GT(seen.retired[i].cycle, seen.retired[i - 1].cycle);
  }
  const std::vector<recorder::x_write> writes = {
      {t0, 3}, {t0, 2}, {t0, 1}, {t0, 0}};
  EXPECT_EQ(seen.x, writes) << "x0 is never written";
}

TEST(core_observe, accesses_with_bytes_ports_and_data) {
  program p;
  p.li(t0, core_bench::tcdm_base + 0x100);
  p.li(t1, core_bench::l3_base + 0x8000);
  p.li(t2, 0x1234);
  p << store(1, t2, t0, 6) << lw(t3, t0, 4) << sw(t2, t1, 4) << wfi();
  const recorder seen = observe(p);
  ASSERT_EQ(seen.accesses.size(), 3u);
  const auto &store = seen.accesses[0];
  EXPECT_TRUE(store.write);
  EXPECT_EQ(store.port, 0u);
  EXPECT_EQ(store.address, core_bench::tcdm_base + 0x106);
  EXPECT_EQ(store.strobes, 0xc0);
  EXPECT_EQ(store.data >> 48, 0x1234u);
  const auto &load = seen.accesses[1];
  EXPECT_FALSE(load.write);
  EXPECT_EQ(load.strobes, 0xf0);
  const auto &far = seen.accesses[2];
  EXPECT_EQ(far.port, sim::narrow_port);
  EXPECT_EQ(far.address, core_bench::l3_base + 0x8004);
}

TEST(core_observe, a_device_load_retires_with_its_own_instruction) {
  program p;
  p.li(t0, core_bench::device_base);
  const size_t at = p.assemble().size();
  p << lw(t1, t0, 0) << addi(t2, zero, 1) << wfi();
  const recorder seen = observe(p);
  const std::vector<uint32_t> words = p.assemble();
  ASSERT_EQ(seen.retired.size(), words.size());
  for (size_t i = 0; i < words.size(); ++i)
    EXPECT_EQ(seen.retired[i].instruction, words[i]);
  EXPECT_EQ(seen.retired[at].pc, core_bench::boot + 4 * at);
}

TEST(core_observe, fp_operations_and_registers) {
  program p;
  p.li(t0, 3);
  p << fcvt_d_w(1, t0) << fadd_d(2, 1, 1) << wfi();
  const recorder seen = observe(p);
  EXPECT_EQ(seen.operations.size(), 2u);
  const std::vector<recorder::f_write> writes = {{1, 0x4008000000000000},
                                                 {2, 0x4018000000000000}};
  EXPECT_EQ(seen.f, writes);
}

TEST(core_observe, waits_from_their_first_cycle_to_their_last) {
  constexpr unsigned wait_load = 2;
  program p;
  p.li(t0, core_bench::tcdm_base);
  p << lw(t1, t0, 0) << addi(t2, t1, 1) << wfi();
  const recorder seen = observe(p);
  // The value is used 4 cycles after its load at the earliest.
  EXPECT_EQ(recorder::spent(seen.waits, wait_load), 3u);
  for (size_t i = 1; i < seen.waits.size(); ++i)
    EXPECT_NE(seen.waits[i].second, seen.waits[i - 1].second);
}

TEST(core_observe, the_fp_side_issues_and_is_held) {
  program p;
  p.li(t0, 3);
  p << fcvt_d_w(1, t0) << fadd_d(2, 1, 1) << fadd_d(3, 2, 2) << wfi();
  const recorder seen = observe(p);
  EXPECT_EQ(recorder::spent(seen.fp_states, sim::fp_issue),
            seen.operations.size());
  // Of the conversion 3 cycles but its own, of the addition 4.
  EXPECT_EQ(recorder::spent(seen.fp_states, sim::fp_held), 2u + 3u);
  ASSERT_FALSE(seen.fp_states.empty());
  EXPECT_EQ(seen.fp_states.back().second, sim::fp_empty);
}

TEST(core_observe, traps_and_dumps) {
  program p;
  p << csrrwi(zero, 0x7c7, 9) << ebreak();
  const recorder seen = observe(p);
  EXPECT_EQ(seen.dumps, std::vector<uint32_t>{9});
  EXPECT_EQ(seen.retired.size(), 1u) << "what traps does not retire";
  const std::vector<recorder::trapped> traps = {
      {core_bench::boot + 4, 3, core_bench::boot + 4}};
  EXPECT_EQ(seen.traps, traps);
}

TEST(core_observe, nobody_is_told_when_nobody_observes) {
  recorder seen;
  program p;
  p << addi(t0, zero, 1) << wfi();
  core_bench bench;
  sim::observe(&seen); // too late for this model, but for dumps
  bench.load(p);
  EXPECT_TRUE(bench.run());
  EXPECT_TRUE(seen.retired.empty());
  EXPECT_TRUE(seen.waits.empty());
  EXPECT_TRUE(seen.fp_states.empty());
}

} // namespace
