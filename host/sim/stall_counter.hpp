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
#include "seeker/wire/frame.hpp"

namespace seeker::sim {

// A cause's number: a state of the FP side, or fp_states + a wait.
inline constexpr unsigned fp_states = 32;
inline constexpr unsigned causes = fp_states + 32;
std::string cause_name(unsigned cause);

class stall_counter final : public observer {
public:
  struct hart_cycles {
    std::array<std::uint64_t, causes> by_cause{};
    std::uint64_t barriers = 0; // at which it waited
    // Of its cycles at barriers, those in which another hart waits for the DMA.
    std::uint64_t barrier_for_dma = 0;
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

    void pass(std::uint64_t cycle, bool dma_is_awaited) {
      const unsigned cause = fp == fp_empty ? fp_states + wait : fp;
      cycles.by_cause[cause] += cycle - since;
      if (cause == fp_states + barrier && dma_is_awaited)
        cycles.barrier_for_dma += cycle - since;
      since = cycle;
    }
  };
  static constexpr auto barrier =
      static_cast<unsigned>(wire::hart_wait::barrier);
  static constexpr auto dma_poll =
      static_cast<unsigned>(wire::hart_wait::dma_poll);
  state &at(unsigned hart);
  void pass_all(std::uint64_t cycle);

  std::vector<state> harts_;
  std::vector<hart_cycles> counted_;
  unsigned polling_ = 0; // harts that wait for the DMA
  std::uint64_t start_ = 0;
  std::uint64_t done_ = 0;
};

} // namespace seeker::sim
