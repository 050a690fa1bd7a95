// Where random programs keep their code and data, and which registers have a
// purpose in them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>

namespace seeker::lockstep::layout {

// Code: the common entry, then a piece a hart with its trap handler at the
// start.
inline constexpr std::uint32_t entry = 0x80000000;
inline constexpr std::uint32_t code = 0x80010000;
inline constexpr std::uint32_t code_bytes = 0x20000; // a hart
inline constexpr std::uint32_t tohost = 0x80001000;

// Private data in the TCDM, a piece a hart: what streams read and write,
// indices of 1, 2, 4 and 8 bytes (64 each, 32 of the last, all below 64), and
// what the rest uses.
inline constexpr std::uint32_t tcdm = 0x10000000;
inline constexpr std::uint32_t tcdm_bytes = 0x2000;
inline constexpr std::uint32_t stream_words = 256; // an area
inline constexpr std::uint32_t stream_read = 0x0;
inline constexpr std::uint32_t stream_write = 0x800;
inline constexpr std::uint32_t indices = 0x1000; // + 0x80 * log2 of their size
inline constexpr std::uint32_t index_count = 64;
inline constexpr std::uint32_t wide_index_count = 32;
inline constexpr std::uint32_t private_data = 0x1300;
inline constexpr std::uint32_t private_bytes = tcdm_bytes - private_data;

// Private data in L3, a piece a hart.
inline constexpr std::uint32_t l3 = 0x80200000;
inline constexpr std::uint32_t l3_bytes = 0x1000;

// The DM core's: sources, which nobody writes, and destinations.
inline constexpr std::uint32_t dma_bytes = 0x2000; // of each area
inline constexpr std::uint32_t dma_tcdm_source = 0x10012000;
inline constexpr std::uint32_t dma_tcdm_destination = 0x10014000;
inline constexpr std::uint32_t dma_l3_source = 0x80300000;
inline constexpr std::uint32_t dma_l3_destination = 0x80302000;

// Words that all harts change, each by one kind of atomic; then locks, each
// with the counter that it guards 8 bytes behind it.
inline constexpr std::uint32_t shared = 0x10018000;
inline constexpr std::uint32_t shared_words = 8;
inline constexpr std::uint32_t locks = 0x40; // from `shared`, 16 bytes each
inline constexpr std::uint32_t lock_count = 2;
inline constexpr std::uint32_t shared_bytes = locks + 16 * lock_count;

// The alias of the cluster's own addresses, from them.
inline constexpr std::uint32_t alias_distance = 0x08000000;

inline constexpr std::uint32_t boot_rom = 0x10020000;
inline constexpr std::uint32_t counters = 0x10021000;
inline constexpr std::uint32_t zero_memory = 0x10030000;
inline constexpr std::uint32_t cl_clint_set = 0x100211A0;
inline constexpr std::uint32_t cl_clint_clear = 0x100211A8;
inline constexpr std::uint32_t msip = 0xFFFF0000;     // + 4 * hart
inline constexpr std::uint32_t mtimecmp = 0xFFFF4000; // + 8 * hart

// Registers. `base_tcdm` and `base_l3` point into the middle of the private
// data, which reaches so far around them.
inline constexpr std::uint32_t link = 1;
inline constexpr std::uint32_t base_tcdm = 2;
inline constexpr std::uint32_t base_l3 = 3;
inline constexpr std::uint32_t handler_a = 4,
                               handler_b = 31; // nobody reads them
inline constexpr std::uint32_t base_shared = 26;
inline constexpr std::uint32_t loop_counter = 27;
inline constexpr std::int32_t base_tcdm_reach = private_bytes / 2;
inline constexpr std::uint32_t base_tcdm_offset =
    private_data + base_tcdm_reach;
inline constexpr std::int32_t base_l3_reach = 0x7F8;
inline constexpr std::uint32_t base_l3_offset = 0x800;

} // namespace seeker::lockstep::layout
