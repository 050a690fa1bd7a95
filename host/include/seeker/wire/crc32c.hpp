// CRC-32C (Castagnoli, RFC 3720 appendix B.4) of byte ranges, in one go or in
// pieces.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace seeker::wire {

// The CRC of `data`. With the CRC of what came before as `previous`, the CRC of
// both together: crc32c(b, crc32c(a)) == crc32c(a + b). That of no bytes is 0.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> data,
                                   std::uint32_t previous = 0) noexcept;

} // namespace seeker::wire
