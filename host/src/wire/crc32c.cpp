// CRC-32C by ISA-L, which picks the processor's own instructions at run time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/wire/crc32c.hpp"

#include <algorithm>

#include <isa-l/crc.h>

namespace seeker::wire {

std::uint32_t crc32c(std::span<const std::byte> data,
                     std::uint32_t previous) noexcept {
  // ISA-L counts in int and leaves the inversion before and after to us.
  constexpr std::size_t piece_bytes = std::size_t{1} << 30;
  std::uint32_t state = ~previous;
  while (!data.empty()) {
    const auto piece = data.first(std::min(data.size(), piece_bytes));
    // ISA-L's prototype lacks the const; it only reads.
    auto *bytes = reinterpret_cast<unsigned char *>(
        const_cast<std::byte *>(piece.data()));
    state = crc32_iscsi(bytes, static_cast<int>(piece.size()), state);
    data = data.subspan(piece.size());
  }
  return ~state;
}

} // namespace seeker::wire
