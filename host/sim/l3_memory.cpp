// L3 of the simulation: pages come into being when they are written.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "l3_memory.hpp"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <sys/mman.h>

namespace seeker::sim {

static_assert(std::endian::native == std::endian::little);

namespace {

std::uint32_t combine(amo operation, std::uint32_t memory,
                      std::uint32_t operand) {
  const auto as_signed = [](std::uint32_t value) {
    return static_cast<std::int32_t>(value);
  };
  switch (operation) {
  case amo::add:
    return memory + operand;
  case amo::exclusive_or:
    return memory ^ operand;
  case amo::bit_and:
    return memory & operand;
  case amo::bit_or:
    return memory | operand;
  case amo::min:
    return as_signed(memory) < as_signed(operand) ? memory : operand;
  case amo::max:
    return as_signed(memory) > as_signed(operand) ? memory : operand;
  case amo::minu:
    return std::min(memory, operand);
  case amo::maxu:
    return std::max(memory, operand);
  default:
    return operand;
  }
}

} // namespace

l3_memory::l3_memory(std::uint64_t base, std::size_t bytes)
    : base_(base), bytes_(bytes) {
  void *mapped = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED)
    throw std::system_error(errno, std::generic_category(),
                            "cannot reserve " + std::to_string(bytes) +
                                " bytes of address space for L3");
  memory_ = static_cast<std::byte *>(mapped);
}

l3_memory::~l3_memory() { ::munmap(memory_, bytes_); }

std::byte *l3_memory::find(std::uint32_t address, std::size_t count) const {
  const std::uint64_t offset = address - base_;
  return offset < bytes_ && count <= bytes_ - offset ? memory_ + offset
                                                     : nullptr;
}

void l3_memory::break_reservations(std::uint32_t address, std::size_t count) {
  if (!any_reserved_)
    return;
  any_reserved_ = false;
  for (auto &each : reserved_) {
    if (each && *each + 8 > address && *each < address + count)
      each.reset();
    any_reserved_ = any_reserved_ || each.has_value();
  }
}

narrow_answer l3_memory::access(const narrow_request &request) {
  const std::uint32_t word = request.address & ~7u;
  std::byte *memory = find(word, 8);
  if (!memory || request.source >= max_sources)
    return {error_data, true};
  narrow_answer answer;
  std::memcpy(&answer.data, memory, 8);
  if (request.amo == amo::none) {
    if (request.write) {
      break_reservations(word, 8);
      for (unsigned i = 0; i != 8; ++i)
        if (request.strobes >> i & 1)
          memory[i] = static_cast<std::byte>(request.data >> (8 * i));
    }
    return answer;
  }

  auto &reservation = reserved_[request.source];
  if (request.amo == amo::load_reserved) {
    reservation = word;
    any_reserved_ = true;
    return answer;
  }
  const unsigned half = request.address & 4u;
  std::uint32_t old;
  std::memcpy(&old, memory + half, 4);
  const auto operand = static_cast<std::uint32_t>(request.data >> (8 * half));
  std::uint32_t fresh = combine(request.amo, old, operand);
  if (request.amo == amo::store_conditional) {
    const bool holds = reservation == word;
    reservation.reset();
    answer.data = holds ? 0 : 0x0000'0001'0000'0001;
    if (!holds)
      return answer;
    fresh = operand;
  }
  break_reservations(word, 8);
  std::memcpy(memory + half, &fresh, 4);
  return answer;
}

bool l3_memory::read(std::uint32_t address, void *line) const {
  const std::byte *memory = find(address, line_bytes);
  if (memory)
    std::memcpy(line, memory, line_bytes);
  else
    for (std::size_t i = 0; i != line_bytes; i += 8)
      std::memcpy(static_cast<std::byte *>(line) + i, &error_data, 8);
  return memory != nullptr;
}

bool l3_memory::write(std::uint32_t address, std::uint64_t strobes,
                      const void *line) {
  std::byte *memory = find(address, line_bytes);
  if (!memory)
    return false;
  break_reservations(address, line_bytes);
  const auto *data = static_cast<const std::byte *>(line);
  if (strobes == ~std::uint64_t{0})
    std::memcpy(memory, data, line_bytes);
  else
    for (std::size_t i = 0; i != line_bytes; ++i)
      if (strobes >> i & 1)
        memory[i] = data[i];
  return true;
}

} // namespace seeker::sim
