// Chunks of the DM core: transfers, waits for them, looks at what came.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/assembler.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/layout.hpp"

namespace seeker::lockstep {
namespace {

using namespace rv;
using namespace layout;

std::uint32_t xdma(std::uint32_t funct7, std::uint32_t rd, std::uint32_t rs1,
                   std::uint32_t rs2) {
  return r_type(0x2B, 0, funct7, rd, rs1, rs2);
}
constexpr std::uint32_t dmsrc = 0, dmdst = 1, dmcpyi = 2, dmcpy = 3,
                        dmstati = 4, dmstat = 5, dmstr = 6, dmrep = 7;

} // namespace

chunk dma_chunk(random &r) {
  chunk made{"DMA", {}};
  const auto w = [&](std::uint32_t word) { made.words.push_back(word); };
  const auto li = [&](std::uint32_t reg, std::uint32_t value) {
    for (std::uint32_t word : load_immediate(reg, value))
      w(word);
  };
  const bool is_2d = r.one_in(2);
  const std::uint32_t rows = is_2d ? r.below(9) : 1;
  const std::uint32_t bytes =
      r.of<std::uint32_t>({0, 1, 7, 64, r.below(64), r.below(300), 128});
  // Strides that keep rows apart at the destination and all of it inside.
  const std::uint32_t gap = r.below(100);
  const std::uint32_t destination_stride = bytes + (r.one_in(2) ? gap : 0);
  const std::uint32_t source_stride = r.below(400);
  const std::uint32_t span = 8 * 400 + 300;
  const std::uint32_t from = (r.one_in(2) ? dma_tcdm_source : dma_l3_source) +
                             r.below(dma_bytes - span);
  const std::uint32_t to =
      (r.one_in(2) ? dma_tcdm_destination : dma_l3_destination) +
      r.below(dma_bytes - span);
  li(5, from);
  w(xdma(dmsrc, 0, 5, 0));
  li(5, to);
  w(xdma(dmdst, 0, 5, 0));
  if (is_2d) {
    li(5, source_stride);
    li(6, destination_stride);
    w(xdma(dmstr, 0, 5, 6));
    li(5, rows);
    w(xdma(dmrep, 0, 5, 0));
  }
  li(5, bytes);
  if (r.one_in(2)) {
    w(xdma(dmcpyi, 7, 5, is_2d ? 2 : 0));
  } else {
    li(6, is_2d ? 2 : 0);
    w(xdma(dmcpy, 7, 5, 6));
  }
  for (std::uint32_t n = r.below(6); n != 0; --n)
    w(muldiv(r.below(8), 8 + r.below(8), source(r), source(r)));
  switch (r.below(3)) { // until it is done
  case 0:
    w(xdma(dmstati, 6, 0, 2));
    w(b_type(1, 6, zero, -4));
    break;
  case 1:
    w(xdma(dmstati, 6, 0, 0));
    w(b_type(4, 6, 7, -4));
    break;
  default:
    li(5, 0);
    w(xdma(dmstat, 6, 0, 5));
    w(b_type(4, 6, 7, -4));
  }
  li(5, to & ~7u);
  w(lw(8, 5, 0));
  w(lw(9, 5, 8));
  w(fld(3, 5, 16));
  w(add(8, 8, 9));
  w(fence());
  return made;
}

} // namespace seeker::lockstep
