// The mix of chunks that a random program is made of.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lockstep/generate.hpp"

#include "core/assembler.hpp"
#include "lockstep/layout.hpp"

#include <algorithm>

namespace seeker::lockstep {
namespace {

chunk some_chunk(random &r, std::uint32_t hart, std::uint32_t compute_cores) {
  const bool dm = hart >= compute_cores;
  switch (r.below(24)) {
  case 0:
  case 1:
  case 2:
    return integer_chunk(r);
  case 3:
  case 4:
  case 5:
    return memory_chunk(r);
  case 6:
    return atomic_chunk(r);
  case 7:
    return csr_chunk(r);
  case 8:
    return trap_chunk(r, dm);
  case 9:
    return r.one_in(2)   ? interrupt_chunk(r, hart, compute_cores + 1)
           : r.one_in(2) ? code_chunk(r)
                         : peripheral_chunk(r, hart);
  case 10:
  case 11:
  case 12:
    return fp_memory_chunk(r);
  case 13:
  case 14:
  case 15:
    return dm ? dma_chunk(r) : stream_chunk(r);
  case 16:
  case 17:
    return dm ? dma_chunk(r) : loop_chunk(r);
  case 18:
    return dm ? fp_chunk(r, dm) : chain_chunk(r);
  default:
    return fp_chunk(r, dm);
  }
}

} // namespace

std::uint32_t source(random &r) {
  std::uint32_t reg = 0;
  do
    reg = r.below(31);
  while (reg == layout::handler_a);
  return reg;
}

std::uint32_t destination(random &r) {
  if (r.one_in(16))
    return 0;
  std::uint32_t reg = 0;
  do
    reg = 5 + r.below(26);
  while (reg == layout::base_shared || reg == layout::loop_counter);
  return reg;
}

std::uint32_t fp_register(random &r) { return r.below(32); }

std::vector<std::uint32_t> load_immediate(std::uint32_t reg,
                                          std::uint32_t value) {
  rv::program p;
  p.li(reg, value);
  return p.assemble();
}

program generate(std::uint64_t seed, std::uint32_t compute_cores,
                 const size &how_much,
                 const std::vector<std::string> &without) {
  random r(seed ^ 0x5EE7E5);
  program made;
  made.seed = seed;
  made.compute_cores = compute_cores;
  made.harts.resize(compute_cores + 1);
  for (std::uint32_t n = 0; n < how_much.phases; ++n)
    for (std::uint32_t hart = 0; hart <= compute_cores; ++hart) {
      phase part;
      part.times = 1 + r.below(how_much.times);
      const std::uint32_t chunks =
          how_much.chunks / 2 + r.below(how_much.chunks);
      for (std::uint32_t k = 0; k < chunks; ++k) {
        chunk c = some_chunk(r, hart, compute_cores);
        if (std::find(without.begin(), without.end(), c.what) != without.end())
          c = integer_chunk(r);
        part.chunks.push_back(std::move(c));
      }
      made.harts[hart].push_back(std::move(part));
    }
  return made;
}

} // namespace seeker::lockstep
