// Keeps what the observed cluster tells.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/recorder.hpp"

namespace seeker::lockstep {

std::uint64_t masked(std::uint64_t data, std::uint8_t strobes) {
  std::uint64_t mask = 0;
  for (int byte = 0; byte < 8; ++byte)
    if (strobes >> byte & 1)
      mask |= std::uint64_t{0xFF} << 8 * byte;
  return data & mask;
}

void recorder::restart(std::uint32_t word) {
  started_ = ended_ = false;
  end_word_ = word;
  events_.clear();
  harts_.assign(harts_.size(), {});
}

void recorder::start(std::uint64_t) { started_ = true; }

void recorder::retire(unsigned hart, std::uint64_t cycle, std::uint32_t pc,
                      std::uint32_t instruction) {
  if (started_)
    events_.push_back(
        {false, static_cast<std::uint8_t>(hart), cycle, pc, instruction, 0});
}

void recorder::trap(unsigned hart, std::uint64_t cycle, std::uint32_t pc,
                    std::uint32_t cause, std::uint32_t value) {
  if (started_)
    events_.push_back(
        {true, static_cast<std::uint8_t>(hart), cycle, pc, cause, value});
}

void recorder::write_x(unsigned hart, std::uint64_t cycle, unsigned rd,
                       std::uint32_t value) {
  if (started_)
    harts_[hart].x[rd].push_back({cycle, value});
}

void recorder::write_f(unsigned hart, std::uint64_t cycle, unsigned rd,
                       std::uint64_t value) {
  if (started_)
    harts_[hart].f[rd].push_back({cycle, value});
}

void recorder::accessed(const access &a) {
  if (!started_ || !a.write)
    return;
  const std::uint32_t word = a.address & ~7u;
  auto &stores = harts_[a.hart].stores;
  stores.push_back(
      {word, a.strobes, masked(a.data, a.strobes), a.cycle, stores.size()});
  ended_ |= word == (end_word_ & ~7u);
}

} // namespace seeker::lockstep
