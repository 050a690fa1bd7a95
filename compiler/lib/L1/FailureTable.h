// A set of 128-bit fingerprints of states from which the search found no way.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_L1_FAILURETABLE_H
#define SEEKER_LIB_L1_FAILURETABLE_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace seeker::l1 {

/// With fewer than 2^22 states kept, two that differ share a fingerprint with a
/// chance below 2^-84.
struct Fingerprint {
  uint64_t low = 0;
  uint64_t high = 0;

  void add(uint64_t value) {
    low = (low ^ value) * 0x9E3779B97F4A7C15u;
    low ^= low >> 29;
    high = (high + value) * 0xC2B2AE3D27D4EB4Fu;
    high ^= high >> 31;
  }
  bool operator==(const Fingerprint &other) const {
    return low == other.low && high == other.high;
  }
};

/// Open addressing in one array, as a look-up is a good part of a search step.
/// Takes no more than a fixed number of states; what comes after is not kept.
class FailureTable {
public:
  bool contains(const Fingerprint &state) const {
    return !slots.empty() && slots[find(state)] == state;
  }

  void insert(const Fingerprint &state) {
    if (used == kMaxStates)
      return;
    if (used * 2 >= slots.size())
      grow();
    Fingerprint &slot = slots[find(state)];
    used += !(slot == state);
    slot = state;
  }

private:
  static constexpr size_t kMaxStates = 1 << 21;

  // Where the state is, or would be; an empty slot is all zeros.
  size_t find(const Fingerprint &state) const {
    const size_t mask = slots.size() - 1;
    size_t at = state.high & mask;
    while (!(slots[at] == state) && !(slots[at] == Fingerprint()))
      at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Fingerprint> old(slots.empty() ? 1024 : slots.size() * 2);
    old.swap(slots);
    for (const Fingerprint &state : old)
      if (!(state == Fingerprint()))
        slots[find(state)] = state;
  }

  std::vector<Fingerprint> slots;
  size_t used = 0;
};

} // namespace seeker::l1

#endif // SEEKER_LIB_L1_FAILURETABLE_H
