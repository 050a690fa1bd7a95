// What happened on the RTL's side of a run, in order.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "observe.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace seeker::lockstep {

// An instruction that left, or a trap.
struct rtl_event {
  bool trap;
  std::uint8_t hart;
  std::uint64_t cycle;
  std::uint32_t pc;
  std::uint32_t word;  // the instruction; of a trap the cause
  std::uint32_t value; // of a trap
};

template <class T> struct rtl_write {
  std::uint64_t cycle;
  T value;
};

struct store {
  std::uint32_t address; // of the 64-bit word
  std::uint8_t strobes;
  std::uint64_t data; // 0 where no byte is stored
  std::uint64_t cycle;
  std::size_t number; // in the order of the hart's stores
};

struct hart_record {
  std::array<std::vector<rtl_write<std::uint32_t>>, 32> x;
  std::array<std::vector<rtl_write<std::uint64_t>>, 32> f;
  std::vector<store> stores;
};

// Of `data`, the bytes that `strobes` names.
std::uint64_t masked(std::uint64_t data, std::uint8_t strobes);

class recorder : public sim::observer {
public:
  explicit recorder(std::size_t harts) : harts_(harts) {}

  // Forgets everything; the run ends when `word` is written.
  void restart(std::uint32_t word);
  bool ended() const { return ended_; }

  const std::vector<rtl_event> &events() const { return events_; }
  const hart_record &of(std::size_t hart) const { return harts_[hart]; }

  void start(std::uint64_t) override;
  void retire(unsigned hart, std::uint64_t cycle, std::uint32_t pc,
              std::uint32_t instruction) override;
  void write_x(unsigned hart, std::uint64_t cycle, unsigned rd,
               std::uint32_t value) override;
  void write_f(unsigned hart, std::uint64_t cycle, unsigned rd,
               std::uint64_t value) override;
  void accessed(const access &a) override;
  void trap(unsigned hart, std::uint64_t cycle, std::uint32_t pc,
            std::uint32_t cause, std::uint32_t value) override;

private:
  bool started_ = false, ended_ = false;
  std::uint32_t end_word_ = 0;
  std::vector<rtl_event> events_;
  std::vector<hart_record> harts_;
};

} // namespace seeker::lockstep
