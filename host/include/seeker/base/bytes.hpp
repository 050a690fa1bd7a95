// Little-endian numbers in byte ranges.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <span>

namespace seeker {

static_assert(std::endian::native == std::endian::little,
              "tensors are copied as they lie in memory");

/// The number at `offset`; the caller has checked that it is inside.
template <class T>
  requires std::integral<T> || std::floating_point<T>
T load(std::span<const std::byte> bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.subspan(offset, sizeof value).data(), sizeof value);
  return value;
}

template <class T>
  requires std::integral<T> || std::floating_point<T>
void store(std::span<std::byte> bytes, std::size_t offset, T value) {
  std::memcpy(bytes.subspan(offset, sizeof value).data(), &value, sizeof value);
}

} // namespace seeker
