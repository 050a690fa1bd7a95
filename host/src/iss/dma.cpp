// The DMA engine of the instruction-set simulator.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/iss/dma.hpp"

namespace seeker::iss {
namespace {

constexpr std::uint32_t two_dimensional = 1u << 1;

std::uint64_t join(std::uint32_t high, std::uint32_t low) {
  return std::uint64_t{high} << 32 | low;
}

} // namespace

std::uint32_t dma::execute(const instruction &i, std::uint32_t a,
                           std::uint32_t b) {
  switch (i.code) {
  case op::dmsrc:
    source_ = join(b, a);
    return 0;
  case op::dmdst:
    destination_ = join(b, a);
    return 0;
  case op::dmstr:
    source_stride_ = a;
    destination_stride_ = b;
    return 0;
  case op::dmrep:
    rows_ = a;
    return 0;
  case op::dmcpyi:
    return start(a, i.rs2);
  case op::dmcpy:
    return start(a, b);
  case op::dmstati:
    return status(i.rs2);
  case op::dmstat:
    return status(b);
  default: // dmuser has no effect on memory
    return 0;
  }
}

std::uint32_t dma::start(std::uint32_t bytes, std::uint32_t configuration) {
  const bool is_2d = configuration & two_dimensional;
  const std::uint32_t rows = is_2d ? rows_ : 1;
  std::uint64_t source = source_, destination = destination_;
  for (std::uint32_t row = 0; row < rows && bytes != 0; ++row) {
    if (!copy_(destination, source, bytes)) {
      if (failed_id_ == 0)
        failed_id_ = next_id_;
      break;
    }
    // Strides are signed 32-bit byte distances.
    source += static_cast<std::int32_t>(source_stride_);
    destination += static_cast<std::int32_t>(destination_stride_);
  }
  return next_id_++;
}

std::uint32_t dma::status(std::uint32_t select) {
  const std::uint32_t failed_id = failed_id_;
  switch (select & 31) {
  case 29:
    failed_id_ = 0;
    [[fallthrough]];
  case 28:
    return failed_id;
  default:
    break;
  }
  switch (select & 3) {
  case 0:
    return next_id_ - 1; // completed
  case 1:
    return next_id_;
  default:
    return 0; // never busy, never would block
  }
}

} // namespace seeker::iss
