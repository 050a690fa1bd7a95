// Chunks of the DM core: transfers, waits for them, looks at what came.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/assembler.hpp"
#include "lockstep/generate.hpp"
#include "lockstep/layout.hpp"

#include <algorithm>

namespace seeker::lockstep {
namespace {

using namespace rv;
using namespace layout;

std::uint32_t xdma(std::uint32_t funct7, std::uint32_t rd, std::uint32_t rs1,
                   std::uint32_t rs2) {
  return r_type(0x2B, 0, funct7, rd, rs1, rs2);
}
constexpr std::uint32_t dmsrc = 0, dmdst = 1, dmcpyi = 2, dmcpy = 3,
                        dmstati = 4, dmstat = 5, dmstr = 6, dmrep = 7,
                        dmuser = 8;

// Values that tell of errors; 29 forgets.
constexpr std::uint32_t failed = 28, failed_forget = 29;

class writer {
public:
  explicit writer(chunk &into) : into_(into) {}
  void operator()(std::uint32_t word) { into_.words.push_back(word); }
  void li(std::uint32_t reg, std::uint32_t value) {
    for (std::uint32_t word : load_immediate(reg, value))
      into_.words.push_back(word);
  }

private:
  chunk &into_;
};

// A transfer to a part of a destination's area; its id is in x7.
void start_transfer(random &r, writer &w, std::uint32_t area,
                    std::uint32_t part_bytes) {
  const bool is_2d = r.one_in(2);
  const std::uint32_t rows = is_2d ? r.below(9) : 1;
  std::uint32_t bytes =
      r.of<std::uint32_t>({0, 1, 7, 64, r.below(64), r.below(300), 128});
  if (!is_2d && r.one_in(8)) // over a border that splits bursts
    bytes = r.below(part_bytes);
  // Strides that keep rows apart at the destination and all of it inside.
  const std::uint32_t gap = r.below(100);
  std::uint32_t stride = bytes + (r.one_in(2) ? gap : 0);
  if (is_2d && rows * stride > part_bytes) {
    bytes = r.below(64);
    stride = bytes + r.below(40);
  }
  const std::uint32_t source_stride = r.below(400);
  const std::uint32_t source_span =
      (is_2d && rows != 0 ? (rows - 1) * source_stride : 0) + bytes;
  const std::uint32_t span = is_2d ? rows * stride : bytes;
  std::uint32_t from =
      r.below(dma_bytes - std::min(source_span, dma_bytes) + 1);
  switch (r.below(8)) {
  case 0:
    from = zero_memory + r.below(0x1000);
    break;
  case 1:
    from = (source_span < 0xF00 ? boot_rom : zero_memory) + r.below(64);
    break;
  case 2:
  case 3:
  case 4:
    from += dma_l3_source;
    break;
  default:
    from += dma_tcdm_source + (r.one_in(4) ? alias_distance : 0);
  }
  std::uint32_t to = area + r.below(part_bytes - span + 1);
  if (r.one_in(16))
    to = zero_memory + r.below(0x1000); // gone
  std::uint32_t high = 0;               // of the source's address
  const bool fails = r.one_in(12);
  if (fails)
    switch (r.below(3)) {
    case 0:
      from = 0x20000000;
      break;
    case 1:
      to = 0x20000000;
      break;
    default:
      high = 1 + r.below(3);
    }
  w.li(5, from);
  w(addi(6, zero, static_cast<std::int32_t>(high)));
  w(xdma(dmsrc, 0, 5, 6));
  w.li(5, to);
  w(xdma(dmdst, 0, 5, 0));
  if (is_2d) {
    w.li(5, source_stride);
    w.li(6, stride);
    w(xdma(dmstr, 0, 5, 6));
    w.li(5, rows);
    w(xdma(dmrep, 0, 5, 0));
  }
  if (r.one_in(8))
    w(xdma(dmuser, 0, 5, 6));
  w.li(5, bytes);
  const std::uint32_t configuration = (is_2d ? 2 : 0) | r.below(3) << 2;
  if (r.one_in(2)) {
    w(xdma(dmcpyi, 7, 5, configuration));
  } else {
    w.li(6, configuration);
    w(xdma(dmcpy, 7, 5, 6));
  }
}

} // namespace

chunk dma_chunk(random &r) {
  chunk made{"DMA", {}};
  writer w(made);
  const std::uint32_t area =
      r.one_in(2) ? dma_tcdm_destination : dma_l3_destination;
  // Several at a time go to places of their own.
  const std::uint32_t count = r.one_in(3) ? 2 + r.below(3) : 1;
  const std::uint32_t part_bytes = dma_bytes / count;
  for (std::uint32_t n = 0; n < count; ++n) {
    start_transfer(r, w, area + n * part_bytes, part_bytes);
    for (std::uint32_t k = r.below(4); k != 0; --k)
      w(muldiv(r.below(8), 8 + r.below(8), source(r), source(r)));
  }
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
    w.li(5, 0);
    w(xdma(dmstat, 6, 0, 5));
    w(b_type(4, 6, 7, -4));
  }
  w(xdma(dmstati, 8, 0, r.of({1u, failed, failed_forget})));
  w.li(5, (area + r.below(dma_bytes - 32)) & ~7u);
  w(lw(8, 5, 0));
  w(lw(9, 5, 8));
  w(fld(3, 5, 16));
  w(add(8, 8, 9));
  w(fence());
  return made;
}

} // namespace seeker::lockstep
