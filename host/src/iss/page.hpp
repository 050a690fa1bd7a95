// A page of decoded instructions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/iss/machine.hpp"

#include <bitset>

namespace seeker::iss {

struct machine::page {
  static constexpr std::uint32_t bytes = 4096;
  std::bitset<bytes / 4> decoded;
  std::array<instruction, bytes / 4> instructions;
};

} // namespace seeker::iss
