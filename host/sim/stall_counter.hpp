// How many cycles each hart spent on what, from a start to the program's end.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each cycle counts once: as what the FP side does while anything is queued
// there, else as what the integer core does. So the causes of a hart sum to the
// cycles of the run. Names:
//   fpu            the FPU takes an operation (the counter issue_fpu)
//   fp_memory      an FP load or store goes out
//   fp_operand     the oldest FP instruction waits for an operand, unit or port
//   stream_*, frep_body    as the bridge's status has them
//   integer        the FP side is empty, the integer core executes
//   fetch, load, barrier, dma_poll, ...   it waits, as the status has it
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "observe.hpp"

namespace seeker::sim {

// A cause's number: a state of the FP side, or fp_states + a wait.
inline constexpr unsigned fp_states = 32;
inline constexpr unsigned causes = fp_states + 32;
std::string cause_name(unsigned cause);

class stall_counter final : public observer {
public:
  struct hart_cycles {
    std::array<std::uint64_t, causes> by_cause{};
  };

  // What was counted up to the last write of the watched word; empty before.
  [[nodiscard]] const std::vector<hart_cycles> &counted() const {
    return counted_;
  }
  [[nodiscard]] std::uint64_t cycles() const { return done_ - start_; }

  void start(std::uint64_t cycle) override;
  void done(std::uint64_t cycle, std::uint32_t value) override;
  void wait(unsigned hart, std::uint64_t cycle, unsigned cause) override;
  void fp_side(unsigned hart, std::uint64_t cycle, unsigned state) override;

private:
  struct state {
    unsigned wait = 0;
    unsigned fp = fp_empty;
    std::uint64_t since = 0;
    hart_cycles cycles;

    void pass(std::uint64_t cycle) {
      cycles.by_cause[fp == fp_empty ? fp_states + wait : fp] += cycle - since;
      since = cycle;
    }
  };
  state &at(unsigned hart);

  std::vector<state> harts_;
  std::vector<hart_cycles> counted_;
  std::uint64_t start_ = 0;
  std::uint64_t done_ = 0;
};

} // namespace seeker::sim
