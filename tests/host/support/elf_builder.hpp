// Makes ELF32 RISC-V executables and images in memory, for tests.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace seeker::fake {

struct elf_segment {
  std::uint32_t address = 0;
  std::vector<std::byte> content;
  std::uint32_t memory_bytes = 0; // 0: as the content
};

struct elf_parts {
  std::uint32_t entry = 0;
  std::vector<elf_segment> segments;
  std::vector<std::pair<std::string, std::uint32_t>> symbols;
  std::string manifest; // empty: no section
};

std::vector<std::byte> build_elf(const elf_parts &parts);

/// An image for the configuration `name`, whose script copies `x` to `y`, both
/// [2, 3] f64, notes one kernel and ends. `w` is a weight that the ELF carries.
struct sample_image {
  elf_parts parts;
  nlohmann::json manifest;

  /// The ELF of parts and manifest as they are now.
  std::vector<std::byte> bytes() const;
};
sample_image make_sample(const std::string &configuration,
                         const std::string &hash);

inline constexpr std::uint32_t sample_entry = 0x80000000;
inline constexpr std::uint32_t sample_tohost = 0x80010000;
inline constexpr std::uint32_t sample_fromhost = 0x80010040;
inline constexpr std::uint32_t sample_record = 0x80011000;
inline constexpr std::uint32_t sample_x = 0x80020000;
inline constexpr std::uint32_t sample_w = 0x80021000;
inline constexpr std::uint32_t sample_y = 0x80022000;
inline constexpr std::uint32_t sample_h = 0x80023000;

} // namespace seeker::fake
