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

void stall_counter::done(std::uint64_t cycle, std::uint32_t) {
  done_ = cycle;
  counted_.clear();
  for (state &one : harts_) {
    one.pass(cycle);
    counted_.push_back(one.cycles);
  }
}

void stall_counter::wait(unsigned hart, std::uint64_t cycle, unsigned cause) {
  state &one = at(hart);
  one.pass(cycle);
  one.wait = cause % fp_states;
}

void stall_counter::fp_side(unsigned hart, std::uint64_t cycle,
                            unsigned state) {
  auto &one = at(hart);
  one.pass(cycle);
  one.fp = state % fp_states;
}

} // namespace seeker::sim
