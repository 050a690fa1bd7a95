// Brings bytes into the target's memory, skipping what is proven to be there.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/blob.hpp"
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
  blob content;
  std::uint64_t zeros = 0;
};

/// They refer to the program's bytes.
std::vector<piece> pieces_of(const image::program &code);

/// Writes all pieces, some MB at a time, of which no more than two are in
/// memory when they come from a mapped file. Where the target remembers, its
/// CRCs decide: blocks that are right are left alone; those written are looked
/// at again, written once more when they are wrong, and given up
/// (errc::board) when they are wrong still.
task<phase> upload(target::target &on, std::string name,
                   std::vector<piece> pieces, show tell);

} // namespace seeker::run
