// Drives a Verilated DMA: instructions on one side, a memory with stalls on the
// other.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "Vdma_model.h"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <vector>

namespace dma {

struct transfer {
  std::uint32_t src = 0, dst = 0, bytes = 0;
  std::uint32_t src_stride = 0, dst_stride = 0, rows = 1;
  bool two_d = false;
};

// How the buses behave.
struct bus_timing {
  unsigned read_latency = 5; // cycles from grant to the earliest answer
  unsigned write_latency = 2;
  unsigned stall_percent = 0; // grants and answers withheld at random
};

// A memory of `size` bytes at address 0. Writes reach it when they are
// answered, so a transfer that completes early is seen. Lines in `bad_lines`
// answer with an error. The bench checks the rules of the buses in every cycle.
class bench {
public:
  static constexpr std::uint32_t size = 1 << 20;

  explicit bench(bus_timing timing = {}, std::uint64_t seed = 1);
  ~bench();

  std::vector<std::uint8_t> memory;
  std::set<std::uint32_t> bad_lines; // addresses, multiples of 64

  void step();
  // One instruction by funct7; waits until it is taken, and for its answer if
  // it has one.
  std::optional<std::uint32_t> execute(unsigned funct7, std::uint32_t a,
                                       std::uint32_t b = 0, unsigned imm5 = 0);
  std::uint32_t start(const transfer &t); // gives the id
  std::uint32_t status(unsigned selector);
  void wait(std::uint32_t id);
  bool busy() const { return top_->busy_o; }
  std::uint64_t cycles() const { return cycles_; }
  std::uint64_t reads() const { return reads_; }
  std::uint64_t writes() const { return writes_; }
  // Cycles from the first read request to the last write, both included.
  std::uint64_t span() const { return last_write_ - first_read_ + 1; }

private:
  struct read {
    std::uint32_t addr;
    std::uint64_t due;
  };
  struct write {
    std::uint32_t addr;
    std::uint64_t strb;
    std::array<std::uint32_t, 16> data;
    std::uint64_t due;
  };

  bool is_bad(std::uint32_t addr) const;
  void commit(const write &w);
  bool chance() { return rng_() % 100 >= timing_.stall_percent; }

  bus_timing timing_;
  std::mt19937_64 rng_;
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Vdma_model> top_;
  std::deque<read> pending_reads_;
  std::deque<write> pending_writes_;
  bool read_answer_up_ = false; // an answer on the bus stays until taken
  bool write_answer_up_ = false;
  std::optional<std::uint32_t> stalled_read_;
  std::optional<write> stalled_write_;
  std::uint64_t cycles_ = 0, reads_ = 0, writes_ = 0;
  std::uint64_t first_read_ = 0, last_write_ = 0;
};

// What the transfer does to a memory, row by row.
void copy_into(const transfer &t, std::vector<std::uint8_t> &memory);

} // namespace dma
