// Random choices that a seed repeats, with the same build.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>

namespace seeker::lockstep {

class random {
public:
  explicit random(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }
  std::uint32_t word() { return static_cast<std::uint32_t>(engine_() >> 32); }
  // In [0, limit).
  std::uint32_t below(std::uint32_t limit) {
    return static_cast<std::uint32_t>((std::uint64_t{word()} * limit) >> 32);
  }
  // In [low, high].
  std::int32_t between(std::int32_t low, std::int32_t high) {
    return low + static_cast<std::int32_t>(
                     below(static_cast<std::uint32_t>(high - low + 1)));
  }
  bool one_in(std::uint32_t n) { return below(n) == 0; }
  template <class T> T of(std::initializer_list<T> choices) {
    return choices.begin()[below(static_cast<std::uint32_t>(choices.size()))];
  }

private:
  std::mt19937_64 engine_; // its numbers are fixed by the standard
};

// An FP register's contents: corner values of f64, f32 and pairs of f32 as
// often as others.
std::uint64_t fp_value(random &r);
// An integer, corner values as often as others.
std::uint32_t int_value(random &r);

} // namespace seeker::lockstep
