// The DMA engine of the instruction-set simulator: every transfer is done at
// once.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/iss/decode.hpp"

#include <cstdint>
#include <functional>

namespace seeker::iss {

class dma {
public:
  // Copies one row; false when a byte of it is not memory.
  using copy_row = std::function<bool(
      std::uint64_t destination, std::uint64_t source, std::uint32_t bytes)>;

  explicit dma(copy_row copy) : copy_(std::move(copy)) {}

  // Executes one Xdma instruction; the value is what rd gets. A transfer that
  // leaves memory stops there and counts as completed, as the hardware's does;
  // status 28 and 29 tell the first one's id.
  std::uint32_t execute(const instruction &i, std::uint32_t a, std::uint32_t b);

private:
  std::uint32_t start(std::uint32_t bytes, std::uint32_t configuration);
  std::uint32_t status(std::uint32_t select);

  copy_row copy_;
  std::uint64_t source_ = 0, destination_ = 0;
  std::uint32_t source_stride_ = 0, destination_stride_ = 0, rows_ = 0;
  std::uint32_t next_id_ = 2;   // the first id that the hardware gives
  std::uint32_t failed_id_ = 0; // of the first transfer that left memory
};

} // namespace seeker::iss
