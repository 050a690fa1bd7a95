// A random program: chunks of instructions that can be left out one by one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A hart's part is a row of phases with a barrier behind each; a phase is a row
// of chunks that is run a number of times. A chunk is position-independent and
// may be left out without changing what another one may do. What is around the
// chunks, prologue, loops, barriers, handlers and the end, always stays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace seeker::lockstep {

struct chunk {
  std::string what; // for the listing
  std::vector<std::uint32_t> words;
};

struct phase {
  std::uint32_t times = 1;
  std::vector<chunk> chunks;
};

struct program {
  std::uint64_t seed = 0;
  std::uint32_t compute_cores = 0;
  std::vector<std::vector<phase>> harts; // all with as many phases

  std::size_t chunks() const;
};

// The chunks of all harts; what is around them is the same in every program.
std::string listing_of(const program &p);

// A piece of memory, before and after a run.
struct piece {
  std::uint32_t address;
  std::vector<std::byte> bytes;
};

// The words of the program and its data, which depend on the seed alone.
std::vector<piece> image(const program &p);

// Ranges that a run may change, to be compared after it.
struct range {
  std::uint32_t address, bytes;
};
std::vector<range> results(const program &p);

} // namespace seeker::lockstep
