// Runs programs on core_complex with memories, multiplier, DMA and barrier
// modelled in C++.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TESTS_RTL_CORE_CORE_BENCH_HPP
#define SEEKER_TESTS_RTL_CORE_CORE_BENCH_HPP

#include "assembler.hpp"
#include "observe.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

// The model's class; benches of other variants of the module name theirs.
#ifndef SEEKER_CORE_MODEL
#define SEEKER_CORE_MODEL Vcore_complex_bench
#endif
class SEEKER_CORE_MODEL;
class VerilatedContext;

namespace seeker {

struct bench_options {
  uint64_t seed = 0;
  // Chances in 256 that a port is not ready in a cycle.
  int fetch_stall = 0;
  int tcdm_stall = 0;
  int narrow_stall = 0;
  int muldiv_stall = 0;
  int narrow_latency = 5; // grant to answer; twice as long at random if stalled
  int muldiv_latency = 3;
  sim::observer *observed =
      nullptr; // gets all events; then `dumps` stays empty
};

struct dump_record {
  unsigned hart;
  uint64_t cycle;
  uint32_t value;
};

// One hart and what surrounds it. Addresses 0x1003'0000 up of the zero memory
// answer with an error, and so does everything unmapped.
class core_bench : private sim::observer {
public:
  static constexpr uint32_t tcdm_base = 0x10000000, tcdm_bytes = 0x20000;
  static constexpr uint32_t l3_base = 0x80000000, l3_bytes = 0x100000;
  static constexpr uint32_t device_base = 0x10021000, device_bytes = 0xf000;
  static constexpr uint32_t boot = l3_base;

  explicit core_bench(bench_options options = {});
  ~core_bench() override;

  void load(const rv::program &p);
  // Runs until the hart sleeps or is trapped, at most so many cycles; false at
  // the limit.
  bool run(uint64_t max_cycles = 100000);
  void step();

  uint32_t word(uint32_t addr) const;
  uint64_t dword(uint32_t addr) const;
  void set_word(uint32_t addr, uint32_t value);
  void set_dword(uint32_t addr, uint64_t value);
  void set_double(uint32_t addr, double value);
  double as_double(uint32_t addr) const;

  uint64_t cycle() const { return cycle_; }
  int state() const;
  uint32_t pc() const;
  int mcause() const;
  int wait() const; // hart_wait_e
  int quiet() const;

  struct {
    bool msip = false, mtip = false, meip = false, cl = false;
  } irq;
  // What the debug module asks, and what the hart has answered in the last
  // cycle.
  struct {
    bool halt = false, halt_reset = false, resume = false, valid = false,
         fp_access = false, fp_write = false;
    uint32_t instr = 0;
    uint64_t data = 0;
  } debug;
  struct {
    bool halted = false, idle = false, done = false, exception = false,
         data_write = false, data_index = false, fp_done = false;
    uint64_t data = 0;
  } debug_answer;
  // Cycles from arrival to the barrier's opening.
  int barrier_delay = 1;
  int barriers = 0;
  int flushes = 0;
  std::vector<uint32_t> dma_instrs;
  std::vector<dump_record> dumps;
  uint64_t retired = 0;
  std::array<uint64_t, 3> accesses{}; // granted, a TCDM port
  // Cycles in which an instruction left the FP queue, and the FPU took one.
  std::vector<uint64_t> fp_left, fpu_took;

private:
  void dump(unsigned hart, uint64_t cycle, uint32_t value) override {
    dumps.push_back({hart, cycle, value});
  }

  struct answer {
    uint64_t at;
    uint64_t data;
    bool error;
  };
  struct result {
    uint64_t at;
    uint32_t tag, data;
  };

  bool stall(int chance) { return chance && int(random_() & 255) < chance; }
  uint8_t *memory(uint32_t addr);
  const uint8_t *memory(uint32_t addr) const {
    return const_cast<core_bench *>(this)->memory(addr);
  }
  // The 64-bit word as it was before the access.
  uint64_t access(uint32_t addr, bool write, int amo, uint8_t strb,
                  uint64_t wdata, bool &error);

  bench_options options_;
  std::mt19937_64 random_;
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<SEEKER_CORE_MODEL> model_;
  std::vector<uint8_t> tcdm_, l3_, device_;
  std::optional<uint32_t> reservation_;
  std::array<std::optional<uint64_t>, 3> tcdm_answer_;
  std::deque<answer> narrow_;
  std::deque<result> muldiv_, dma_;
  uint64_t cycle_ = 0;
  uint64_t barrier_since_ = 0;
  bool fetch_open_ = false, narrow_open_ = false, muldiv_open_ = false;
};

uint32_t muldiv_reference(uint32_t funct3, uint32_t a, uint32_t b);
uint32_t amo_reference(int amo, uint32_t memory, uint32_t operand);

} // namespace seeker

#endif
