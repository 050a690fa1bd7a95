// A page of decoded instructions, and the fast ways to instructions and memory.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/iss/machine.hpp"

#include <cstring>

namespace seeker::iss {

struct machine::page {
  static constexpr std::uint32_t bytes = 4096;
  page() { forget(); }
  void forget() {
    for (instruction &i : instructions)
      i.code = op::undecoded;
  }
  std::array<instruction, bytes / 4> instructions;
};

inline const instruction &machine::fetch(std::uint32_t pc) {
  if (pc / page::bytes != page_number_)
    decode_at(pc);
  const instruction *i = &page_->instructions[pc % page::bytes / 4];
  if (i->code == op::undecoded)
    decode_at(pc);
  return *i;
}

inline std::uint64_t machine::load(std::uint32_t address, std::uint32_t bytes) {
  const std::byte *from = memory_.find_quickly(address, bytes);
  if (!from)
    return load_slowly(address, bytes);
  std::uint64_t value = 0;
  std::memcpy(&value, from, bytes);
  return value;
}

inline void machine::store(hart &h, std::uint32_t address, std::uint32_t bytes,
                           std::uint64_t value) {
  h.progress_cycle = cycle_;
  put(address, bytes, value);
  if (observer_)
    observer_->store(h.id, memory_.canonical(address), bytes, value);
}

inline void machine::put(std::uint32_t address, std::uint32_t bytes,
                         std::uint64_t value) {
  std::byte *to = memory_.find_quickly(address, bytes);
  if (!to)
    return put_slowly(address, bytes, value);
  std::memcpy(to, &value, bytes);
  written(address, bytes);
}

// After bytes of a memory changed: reservations on them end, and the host's
// word may have been written.
inline void machine::written(std::uint32_t address, std::uint32_t bytes) {
  if (any_reservation_ || address - tohost_ + (bytes - 1) < bytes + 3)
    written_there(address, bytes);
}

} // namespace seeker::iss
