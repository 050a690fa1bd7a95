// Drives a Verilated instruction cache: harts that fetch, a memory that
// refills.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "Vicache_model.h"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace icache {

inline constexpr unsigned harts = 9;
inline constexpr unsigned line_bytes = 64;

struct events {
  unsigned hit = 0, miss = 0, prefetch = 0, double_hit = 0, stall = 0;
};

// What a hart's fetch got in a cycle.
struct fetched {
  std::uint32_t data;
  bool error;
};

class bench {
public:
  bench();
  ~bench();

  // The word that memory holds; a new version changes all of them. None is a
  // jump but those that were placed, or with jumps anywhere.
  std::uint32_t word(std::uint32_t addr) const {
    if (const auto placed = placed_.find(addr); placed != placed_.end())
      return placed->second;
    const std::uint32_t hash = (addr ^ version_ * 0x9e3779b9u) * 2654435761u;
    return jumps_anywhere_ ? hash : (hash << 7) | 0x13;
  }
  void place(std::uint32_t addr, std::uint32_t word) { placed_[addr] = word; }
  void set_jumps_anywhere() { jumps_anywhere_ = true; }
  void new_version() { ++version_; }

  // Lines at and above this address answer with an error.
  void set_error_base(std::uint64_t addr) { error_base_ = addr; }
  // Cycles from a refill's request to its answer, and more at random.
  void set_latency(unsigned fixed, unsigned random) {
    latency_ = fixed;
    random_latency_ = random;
  }
  // Of 8 cycles, in how many the refill's request is not taken.
  void set_refill_busy(unsigned of_8) { busy_of_8_ = of_8; }
  void set_prefetch(bool on) { dut_->prefetch_enable_i = on; }

  // What hart h fetches in the next step, or nothing.
  void post(unsigned h, std::optional<std::uint32_t> addr) {
    posted_[h] = addr;
  }
  void flush(unsigned h, bool on) { dut_->flush_valid_i[h] = on; }

  void step();

  const std::optional<fetched> &answer(unsigned h) const { return answers_[h]; }
  bool flushed(unsigned h) const { return flushed_[h]; }
  const events &count(unsigned h) const { return events_[h]; }
  std::uint64_t cycle() const { return cycle_; }
  const std::vector<std::uint32_t> &refills() const { return refills_; }
  void forget_refills() { refills_.clear(); }

  // Fetches one word alone; gives the cycles that it stalled.
  unsigned fetch(unsigned h, std::uint32_t addr, fetched *got = nullptr);
  // Fetches n words one after the other; gives the cycles beyond n.
  unsigned run(unsigned h, std::uint32_t addr, unsigned n);
  // Steps until nothing is on its way any more.
  void settle();
  // Flushes for a hart; gives the cycles.
  unsigned flush_and_wait(unsigned h);

private:
  struct refill {
    std::uint32_t addr;
    std::uint64_t due;
    std::uint32_t version;
  };

  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Vicache_model> dut_;
  std::array<std::optional<std::uint32_t>, harts> posted_;
  std::array<std::optional<fetched>, harts> answers_;
  std::array<bool, harts> flushed_{};
  std::array<events, harts> events_;
  std::deque<refill> pending_;
  std::vector<std::uint32_t> refills_;
  std::mt19937 random_{1};
  std::uint32_t version_ = 0;
  std::map<std::uint32_t, std::uint32_t> placed_;
  bool jumps_anywhere_ = false;
  std::uint64_t error_base_ = ~std::uint64_t(0);
  unsigned latency_ = 1, random_latency_ = 0, busy_of_8_ = 0;
  std::uint64_t cycle_ = 0;
};

} // namespace icache
