// What somebody who follows the instruction-set simulator gets to see.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>

namespace seeker::iss {

class observer {
public:
  virtual ~observer() = default;
  // Registers, as they are written; x0 never is.
  virtual void write_x(std::uint32_t hart, std::uint32_t reg,
                       std::uint32_t value) = 0;
  virtual void write_f(std::uint32_t hart, std::uint32_t reg,
                       std::uint64_t value) = 0;
  // A store, also of a stream, at an address of the cluster's own range. An
  // atomic is a store of its operand.
  virtual void store(std::uint32_t hart, std::uint32_t address,
                     std::uint32_t bytes, std::uint64_t value) = 0;
};

} // namespace seeker::iss
