// The memories of a cluster and its L3.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/iss/memory.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace seeker::iss {

void memory::unmap::operator()(std::byte *base) const { munmap(base, bytes); }

memory::memory(const config::configuration &config,
               std::span<const std::byte> boot_rom)
    : alias_base_(static_cast<std::uint32_t>(config.alias_base)),
      cluster_base_(static_cast<std::uint32_t>(config.tcdm.base)),
      cluster_bytes_(static_cast<std::uint32_t>(config.external_slave.base +
                                                config.external_slave.bytes -
                                                config.tcdm.base)),
      tcdm_bytes_(static_cast<std::uint32_t>(config.tcdm.bytes & ~7u)),
      l3_base_(static_cast<std::uint32_t>(config.l3.base)),
      l3_bytes_(static_cast<std::uint32_t>(config.l3.bytes & ~7u)),
      tcdm_region_(config.tcdm), boot_region_(config.boot_rom),
      l3_region_(config.l3), tcdm_(config.tcdm.bytes),
      boot_rom_(config.boot_rom.bytes), l3_(nullptr, unmap{config.l3.bytes}) {
  std::copy_n(boot_rom.begin(), std::min(boot_rom.size(), boot_rom_.size()),
              boot_rom_.begin());
  void *base = mmap(nullptr, config.l3.bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED)
    throw std::bad_alloc();
  l3_.reset(static_cast<std::byte *>(base));
}

std::byte *memory::find(std::uint32_t address, std::uint32_t count,
                        bool writing) {
  if (l3_region_.contains(address, count))
    return l3_.get() + (address - l3_region_.base);
  address = canonical(address);
  if (tcdm_region_.contains(address, count))
    return tcdm_.data() + (address - tcdm_region_.base);
  if (!writing && boot_region_.contains(address, count))
    return boot_rom_.data() + (address - boot_region_.base);
  return nullptr;
}

} // namespace seeker::iss
