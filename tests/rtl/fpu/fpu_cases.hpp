// Random operands that find the corners: a seed makes a reproducible stream.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "fpu_bench.hpp"

#include <random>

namespace fpu {

class case_source {
public:
  explicit case_source(std::uint64_t seed) : random_(seed) {}

  // An operation of this kind with all that goes with it at random.
  operation make(opcode op, bool is_packed);

  // A value of the format: special, near a power of two, few or many ones.
  std::uint64_t value(fp::format f);

private:
  std::uint64_t bits() { return random_(); }
  bool one_in(unsigned n) { return random_() % n == 0; }
  // The three operands of one lane, related so that they cancel, overflow or
  // underflow often enough.
  void operands(fp::format f, std::uint64_t &a, std::uint64_t &b,
                std::uint64_t &c);
  std::uint64_t near_product(fp::format f, std::uint64_t a, std::uint64_t b);
  std::uint64_t for_integer(fp::format f);
  std::uint64_t for_narrowing();

  std::mt19937_64 random_;
};

} // namespace fpu
