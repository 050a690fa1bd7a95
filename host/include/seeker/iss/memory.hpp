// The memories of a cluster and its L3, as the instruction-set simulator sees
// them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/config/configuration.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace seeker::iss {

// TCDM, boot ROM and L3 as bytes. L3 takes host memory only where it is
// touched. Peripheral registers, CLINT and zero memory are the machine's.
class memory {
public:
  // `boot_rom` is copied; what it does not fill reads 0. Throws std::bad_alloc
  // when L3's address range cannot be reserved.
  memory(const config::configuration &config,
         std::span<const std::byte> boot_rom);

  // The bytes behind [address, address + count), or nullptr when they are not
  // wholly inside one memory. The boot ROM is found only for reading.
  std::byte *find(std::uint32_t address, std::uint32_t count, bool writing);

  // What nearly every access meets, and nothing else: `count` bytes, aligned,
  // in L3 or in the TCDM at its own address.
  std::byte *find_quickly(std::uint32_t address, std::uint32_t count) {
    if (address & (count - 1))
      return nullptr;
    if (const std::uint32_t in = address - cluster_base_; in < tcdm_bytes_)
      return tcdm_.data() + in;
    if (const std::uint32_t in = address - l3_base_; in < l3_bytes_)
      return l3_.get() + in;
    return nullptr;
  }

  std::span<std::byte> tcdm() { return tcdm_; }

  // An address inside the cluster's alias, moved to the cluster itself.
  std::uint32_t canonical(std::uint32_t address) const {
    const std::uint32_t offset = address - alias_base_;
    return offset < cluster_bytes_ ? cluster_base_ + offset : address;
  }

private:
  struct unmap {
    std::size_t bytes;
    void operator()(std::byte *base) const;
  };

  std::uint32_t alias_base_;
  std::uint32_t cluster_base_; // where the TCDM begins
  std::uint32_t cluster_bytes_;
  std::uint32_t tcdm_bytes_, l3_base_, l3_bytes_; // multiples of 8
  config::region tcdm_region_, boot_region_, l3_region_;
  std::vector<std::byte> tcdm_, boot_rom_;
  std::unique_ptr<std::byte, unmap> l3_;
};

} // namespace seeker::iss
