// Bytes at addresses, all zero at first: the memories behind a bench's ports.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace seeker::bench {

class memory {
public:
  [[nodiscard]] std::byte load(std::uint64_t address) const {
    const auto page = pages_.find(address / page_bytes);
    return page == pages_.end() ? std::byte{0}
                                : page->second[address % page_bytes];
  }
  void store(std::uint64_t address, std::byte value) {
    pages_[address / page_bytes][address % page_bytes] = value;
  }

  [[nodiscard]] std::vector<std::byte> load(std::uint64_t address,
                                            std::size_t count) const {
    std::vector<std::byte> data(count);
    for (std::size_t i = 0; i != count; ++i)
      data[i] = load(address + i);
    return data;
  }
  void store(std::uint64_t address, std::span<const std::byte> data) {
    for (std::size_t i = 0; i != data.size(); ++i)
      store(address + i, data[i]);
  }

  // Pages that were never written equal pages of zeros.
  bool operator==(const memory &other) const {
    return covers(other) && other.covers(*this);
  }

private:
  static constexpr std::size_t page_bytes = 4096;
  using page = std::array<std::byte, page_bytes>;

  [[nodiscard]] bool covers(const memory &other) const {
    for (const auto &[number, data] : other.pages_) {
      const auto mine = pages_.find(number);
      if (data != (mine == pages_.end() ? page{} : mine->second))
        return false;
    }
    return true;
  }

  std::unordered_map<std::uint64_t, page> pages_;
};

} // namespace seeker::bench
