// Makes random programs that are legal and whose outcome is determined.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// No hart touches what another one writes, but by atomics whose order does not
// matter, and under a lock; nobody looks at what a stream or the DMA still
// works on. What then depends on time, like a counter's value or how often a
// status is asked for, is what `depends_on_time` names: lock-step takes it
// over.
#pragma once

#include "lockstep/program.hpp"
#include "lockstep/random.hpp"

namespace seeker::lockstep {

struct size {
  std::uint32_t phases = 6;
  std::uint32_t chunks = 60; // about, a phase and hart
  std::uint32_t times = 6;   // at most, a phase is run
};

// `without`: kinds of chunks, by chunk::what, that are left out.
program generate(std::uint64_t seed, std::uint32_t compute_cores,
                 const size &how_much = {},
                 const std::vector<std::string> &without = {});

// One file a group of chunks.
chunk integer_chunk(random &r);
chunk memory_chunk(random &r);
chunk atomic_chunk(random &r);
chunk csr_chunk(random &r);
chunk trap_chunk(random &r, bool dm);
chunk cut_loop_chunk(random &r);
chunk interrupt_chunk(random &r, std::uint32_t hart, std::uint32_t harts);
chunk code_chunk(random &r);
chunk peripheral_chunk(random &r, std::uint32_t hart);
chunk fp_chunk(random &r, bool dm);
chunk fp_memory_chunk(random &r);
chunk loop_chunk(random &r); // Xfrep
chunk chain_chunk(random &r);
chunk stream_chunk(random &r); // Xssr, with loops
chunk broadcast_chunk(random &r);
chunk dma_chunk(random &r);

// What they share: a word, half or byte of the private data, by one of the two
// base registers; registers that may be read, and written.
struct place {
  std::uint32_t base;
  std::int32_t offset;
};
place private_place(random &r, std::uint32_t bytes);
std::uint32_t source(random &r);
std::uint32_t destination(random &r);
std::uint32_t fp_register(random &r);
// An FP instruction without an integer result and without a trap, with its
// registers among [first, last]; a load or store of the private data.
std::uint32_t body_instruction(random &r, std::uint32_t first,
                               std::uint32_t last);
std::uint32_t fp_access(random &r, std::uint32_t reg);
std::vector<std::uint32_t> load_immediate(std::uint32_t reg,
                                          std::uint32_t value);

} // namespace seeker::lockstep
