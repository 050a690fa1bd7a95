// Little-endian integers of 1 to 8 bytes in byte ranges.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace seeker::wire {

template <std::size_t Bytes>
void store(std::span<std::byte> to, std::size_t at, std::uint64_t value) {
  for (std::size_t i = 0; i != Bytes; ++i)
    to[at + i] = static_cast<std::byte>(value >> (8 * i));
}

template <std::size_t Bytes>
std::uint64_t load(std::span<const std::byte> from, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i != Bytes; ++i)
    value |= static_cast<std::uint64_t>(from[at + i]) << (8 * i);
  return value;
}

} // namespace seeker::wire
