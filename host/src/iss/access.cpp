// Fetches, loads, stores and registers of the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "page.hpp"

#include <cstring>

namespace seeker::iss {
namespace {

// Offsets from the peripheral's base, 64 bits a register; perf_cnt_en is at 0.
constexpr std::uint32_t counter_select = 0x080;
constexpr std::uint32_t counter_value = 0x100;
constexpr std::uint32_t scratch_first = 0x180;
constexpr std::uint32_t clint_set = 0x1A0;
constexpr std::uint32_t clint_clear = 0x1A8;
constexpr std::uint32_t prefetch_enable = 0x1B0;

// Offsets from the CLINT's base.
constexpr std::uint32_t clint_mtimecmp = 0x4000;
constexpr std::uint32_t clint_mtime = 0xBFF8;

constexpr std::uint64_t counter_mask = (std::uint64_t{1} << 48) - 1;
constexpr std::uint32_t metric_cycle = 0;
constexpr std::uint32_t metric_retired = 6;

std::uint64_t merge(std::uint64_t old, std::uint64_t value,
                    std::uint64_t mask) {
  return (old & ~mask) | (value & mask);
}

} // namespace

// Makes page_ the one of `pc`, with the instruction there decoded.
void machine::decode_at(std::uint32_t pc) {
  const std::uint32_t number = pc / page::bytes;
  if (number != page_number_) {
    auto &entry = pages_[number];
    if (!entry)
      entry = std::make_unique<page>();
    page_number_ = number;
    page_ = entry.get();
  }
  instruction &i = page_->instructions[pc % page::bytes / 4];
  if (i.code != op::undecoded)
    return;
  const std::byte *bytes = memory_.find(pc, 4, false);
  if (!bytes)
    throw trap{cause::fetch_fault, pc};
  std::uint32_t word = 0;
  std::memcpy(&word, bytes, 4);
  i = decode(word);
}

void machine::forget_instructions() {
  for (auto &[number, entry] : pages_)
    entry->forget();
}

std::uint64_t machine::load_slowly(std::uint32_t address, std::uint32_t bytes) {
  if (address & (bytes - 1))
    throw trap{cause::load_misaligned, address};
  std::uint64_t value = 0;
  if (const std::byte *from = memory_.find(address, bytes, false)) {
    std::memcpy(&value, from, bytes);
    return value;
  }
  const auto word = read_register(memory_.canonical(address) & ~7u);
  if (!word)
    throw trap{cause::load_fault, address};
  value = *word >> (address & 7) * 8;
  return bytes == 8 ? value : value & ((std::uint64_t{1} << bytes * 8) - 1);
}

void machine::put_slowly(std::uint32_t address, std::uint32_t bytes,
                         std::uint64_t value) {
  if (address & (bytes - 1))
    throw trap{cause::store_misaligned, address};
  if (std::byte *to = memory_.find(address, bytes, true)) {
    std::memcpy(to, &value, bytes);
    written(memory_.canonical(address), bytes);
    return;
  }
  const std::uint32_t shift = (address & 7) * 8;
  const std::uint64_t mask =
      (bytes == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << bytes * 8) - 1)
      << shift;
  if (!write_register(memory_.canonical(address) & ~7u, value << shift, mask))
    throw trap{cause::store_fault, address};
}

// What `written` leaves to do when it is neither nothing nor rare.
void machine::written_there(std::uint32_t address, std::uint32_t bytes) {
  if (any_reservation_)
    for (hart &h : harts_)
      if (h.reserved && h.reservation + 4 > address &&
          h.reservation < address + bytes)
        h.reserved = false;
  if (tohost_ == 0 || done_ || tohost_ + 4 <= address ||
      tohost_ >= address + bytes)
    return;
  std::uint32_t value = 0;
  std::memcpy(&value, memory_.find(tohost_, 4, false), 4);
  if (value != 0) {
    done_ = completion{cycle_, value};
    until_ = 0;
  }
}

bool machine::copy_row(std::uint64_t destination, std::uint64_t source,
                       std::uint32_t bytes) {
  if ((destination | source) >> 32)
    return false;
  const auto to_address = static_cast<std::uint32_t>(destination);
  const auto from_address =
      memory_.canonical(static_cast<std::uint32_t>(source));
  if (config_.zero_memory.contains(memory_.canonical(to_address), bytes))
    return config_.zero_memory.contains(from_address, bytes) ||
           memory_.find(from_address, bytes, false);
  std::byte *to = memory_.find(to_address, bytes, true);
  if (!to)
    return false;
  if (config_.zero_memory.contains(from_address, bytes)) {
    std::memset(to, 0, bytes);
  } else if (const std::byte *from = memory_.find(from_address, bytes, false)) {
    std::memmove(to, from, bytes);
  } else {
    return false;
  }
  written(memory_.canonical(to_address), bytes);
  return true;
}

std::uint64_t machine::counted(const counter &c) const {
  const std::uint32_t hart_number = c.selection & 0xFFFF;
  switch (c.selection >> 16) {
  case metric_cycle:
    return cycle_;
  case metric_retired:
    return hart_number < harts_.size() ? harts_[hart_number].retired : 0;
  default:
    return 0; // what has no meaning without timing does not count
  }
}

std::optional<std::uint64_t> machine::read_register(std::uint32_t address) {
  const config::region &clint = config_.clint;
  if (clint.contains(address, 8)) {
    const auto offset = static_cast<std::uint32_t>(address - clint.base);
    if (offset == clint_mtime)
      return cycle_;
    if (offset >= clint_mtimecmp &&
        offset < clint_mtimecmp + 8 * mtimecmp_.size())
      return mtimecmp_[(offset - clint_mtimecmp) / 8];
    if (offset < 4 * harts_.size()) {
      const std::uint32_t first = offset / 4;
      return (msip_ >> first & 1) |
             static_cast<std::uint64_t>(msip_ >> (first + 1) & 1) << 32;
    }
    return std::nullopt;
  }
  if (config_.zero_memory.contains(address, 8))
    return 0;
  if (!config_.peripheral.contains(address, 8))
    return std::nullopt;
  const auto offset =
      static_cast<std::uint32_t>(address - config_.peripheral.base);
  const std::uint32_t index = offset / 8 % 16;
  if (offset < clint_set && offset >= scratch_first)
    return scratch_[(offset - scratch_first) / 8];
  if (offset == clint_set || offset == clint_clear)
    return cluster_clint_;
  if (offset == prefetch_enable)
    return prefetch_enable_;
  if (offset >= scratch_first || index >= counters_.size())
    return std::nullopt;
  const counter &c = counters_[index];
  if (offset >= counter_value)
    return c.enabled ? (counted(c) - c.base) & counter_mask : c.base;
  return offset >= counter_select ? c.selection : c.enabled;
}

bool machine::write_register(std::uint32_t address, std::uint64_t value,
                             std::uint64_t mask) {
  const auto old = read_register(address);
  if (!old)
    return false;
  const std::uint64_t merged = merge(*old, value, mask);
  if (config_.clint.contains(address, 8)) {
    const auto offset =
        static_cast<std::uint32_t>(address - config_.clint.base);
    if (offset >= clint_mtimecmp && offset != clint_mtime) {
      mtimecmp_[(offset - clint_mtimecmp) / 8] = merged;
    } else if (offset < clint_mtimecmp) {
      const std::uint32_t first = offset / 4;
      msip_ = (msip_ & ~(3u << first)) |
              (static_cast<std::uint32_t>(merged) & 1) << first |
              (static_cast<std::uint32_t>(merged >> 32) & 1) << (first + 1);
    }
    update_interrupts();
    return true;
  }
  if (config_.zero_memory.contains(address, 8)) // ignores what is written
    return true;
  const auto offset =
      static_cast<std::uint32_t>(address - config_.peripheral.base);
  const std::uint32_t index = offset / 8 % 16;
  if (offset == clint_set) {
    cluster_clint_ |=
        static_cast<std::uint32_t>(value & mask) & ((1u << harts_.size()) - 1);
    update_interrupts();
  } else if (offset == clint_clear) {
    cluster_clint_ &= ~static_cast<std::uint32_t>(value & mask);
    update_interrupts();
  } else if (offset == prefetch_enable) {
    prefetch_enable_ = merged & 1;
  } else if (offset >= scratch_first) {
    scratch_[(offset - scratch_first) / 8] = merged;
  } else {
    counter &c = counters_[index];
    const std::uint64_t value_now =
        c.enabled ? (counted(c) - c.base) & counter_mask : c.base;
    if (offset >= counter_value) { // a write clears
      c.base = c.enabled ? counted(c) : 0;
    } else {
      if (offset >= counter_select)
        c.selection = static_cast<std::uint32_t>(merged);
      else
        c.enabled = merged & 1;
      // A disabled counter keeps its value in `base`.
      c.base = c.enabled ? counted(c) - value_now : value_now;
    }
  }
  return true;
}

bool machine::read(std::uint32_t address, std::span<std::byte> into) {
  const auto count = static_cast<std::uint32_t>(into.size());
  if (const std::byte *from = memory_.find(address, count, false)) {
    std::memcpy(into.data(), from, count);
    return true;
  }
  if (count != 8 || address & 7)
    return false;
  const auto value = read_register(memory_.canonical(address));
  if (value)
    std::memcpy(into.data(), &*value, 8);
  return value.has_value();
}

bool machine::write(std::uint32_t address, std::span<const std::byte> from) {
  const auto count = static_cast<std::uint32_t>(from.size());
  if (std::byte *to = memory_.find(address, count, true)) {
    std::memcpy(to, from.data(), count);
    forget_instructions();
    return true;
  }
  if (count != 8 || address & 7)
    return false;
  std::uint64_t value = 0;
  std::memcpy(&value, from.data(), 8);
  return write_register(memory_.canonical(address), value, ~std::uint64_t{0});
}

} // namespace seeker::iss
