// Brings bytes into the target's memory, skipping what is proven to be there.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/image/elf.hpp"
#include "seeker/run/outcome.hpp"
#include "seeker/target/target.hpp"

namespace seeker::run {

/// Told what a long phase does: its name, bytes done, bytes in all. The last
/// call of a phase has done == whole.
using show = std::function<void(std::string_view phase, std::uint64_t done,
                                std::uint64_t whole)>;

/// A range of memory and what belongs there: bytes, then zeros.
struct piece {
  std::uint64_t address = 0;
  std::span<const std::byte> content;
  std::uint64_t zeros = 0;
};

std::vector<piece> pieces_of(const image::program &code);

/// Writes all pieces. Where the target remembers, a range whose CRC on the
/// device is right is left alone.
task<phase> upload(target::target &on, std::string name,
                   std::vector<piece> pieces, show tell);

} // namespace seeker::run
