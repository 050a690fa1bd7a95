// Adds up the time between two changes of a hart.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stall_counter.hpp"

#include "seeker/wire/frame.hpp"

namespace seeker::sim {

std::string cause_name(unsigned cause) {
  switch (cause) {
  case fp_issue:
    return "fpu";
  case fp_memory:
    return "fp_memory";
  case fp_held:
    return "fp_operand";
  case fp_states:
    return "integer";
  default:
    return wire::name(static_cast<wire::hart_wait>(cause % fp_states));
  }
}

stall_counter::state &stall_counter::at(unsigned hart) {
  if (hart >= harts_.size())
    harts_.resize(std::size_t{hart} + 1);
  return harts_[hart];
}

void stall_counter::start(std::uint64_t cycle) {
  start_ = done_ = cycle;
  counted_.clear();
  for (state &one : harts_) {
    one.since = cycle;
    one.cycles = {};
  }
}

void stall_counter::pass_all(std::uint64_t cycle) {
  for (state &one : harts_)
    one.pass(cycle, polling_ != 0);
}

void stall_counter::done(std::uint64_t cycle, std::uint32_t) {
  done_ = cycle;
  counted_.clear();
  pass_all(cycle);
  for (const state &one : harts_)
    counted_.push_back(one.cycles);
}

void stall_counter::wait(unsigned hart, std::uint64_t cycle, unsigned cause) {
  state &one = at(hart);
  cause %= fp_states;
  one.pass(cycle, polling_ != 0);
  one.cycles.barriers += cause == barrier && one.wait != barrier;
  if ((cause == dma_poll) != (one.wait == dma_poll)) {
    pass_all(cycle);
    polling_ += cause == dma_poll ? 1 : -1;
  }
  one.wait = cause;
}

void stall_counter::fp_side(unsigned hart, std::uint64_t cycle,
                            unsigned state) {
  auto &one = at(hart);
  one.pass(cycle, polling_ != 0);
  one.fp = state % fp_states;
}

} // namespace seeker::sim
