// L3 of the simulation: sparse memory outside of the model, zero at first, with
// atomics.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The operations are those of seeker_pkg's buses, done at once. An access
// beyond the end answers with an error and touches nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace seeker::sim {

// amo_e of seeker_pkg.
enum class amo : std::uint8_t {
  none,
  swap,
  add,
  exclusive_or,
  bit_and,
  bit_or,
  min,
  max,
  minu,
  maxu,
  load_reserved,
  store_conditional,
};

struct narrow_request {
  std::uint32_t address = 0;
  bool write = false;
  sim::amo amo = sim::amo::none;
  std::uint8_t strobes = 0;
  std::uint64_t data = 0;
  unsigned source = 0; // whose reservation
};

struct narrow_answer {
  std::uint64_t data = 0;
  bool error = false;
};

class l3_memory {
public:
  static constexpr std::size_t line_bytes = 64;
  static constexpr unsigned max_sources = 64;
  // What is read where there is no memory.
  static constexpr std::uint64_t error_data = 0xBADCAB1EBADCAB1E;

  // Throws std::system_error when the address space cannot be had.
  l3_memory(std::uint64_t base, std::size_t bytes);
  ~l3_memory();
  l3_memory(const l3_memory &) = delete;
  l3_memory &operator=(const l3_memory &) = delete;

  narrow_answer access(const narrow_request &request);
  // A line; false for an error. `address` is a multiple of 64.
  bool read(std::uint32_t address, void *line) const;
  bool write(std::uint32_t address, std::uint64_t strobes, const void *line);

private:
  [[nodiscard]] std::byte *find(std::uint32_t address, std::size_t count) const;
  void break_reservations(std::uint32_t address, std::size_t count);

  std::uint64_t base_;
  std::size_t bytes_;
  std::byte *memory_;
  // The 8-byte word that each source has reserved.
  std::array<std::optional<std::uint32_t>, max_sources> reserved_;
  bool any_reserved_ = false;
};

} // namespace seeker::sim
