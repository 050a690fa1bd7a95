// Where kernels begin and end, seen in the writes to the run record.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The record's layout is firmware/include/seeker_record.h: a kernel's first
// cycle and its last are written as 64-bit values, low word first.
#pragma once

#include <cstddef>
#include <optional>

#include "observe.hpp"
#include "seeker_record.h"

namespace seeker::sim {

struct kernel_mark {
  std::size_t kernel;
  bool begins;
};

// Whether an access to the record at `record` is such a mark.
inline std::optional<kernel_mark> mark_of(const observer::access &a,
                                          std::uint32_t record) {
  const std::uint32_t offset =
      a.address - record -
      static_cast<std::uint32_t>(offsetof(seeker_record, kernels));
  constexpr std::size_t size = sizeof(seeker_record_kernel);
  if (a.port != narrow_port || !a.write ||
      offset >= size * SEEKER_RECORD_KERNELS || !(a.strobes & 1))
    return std::nullopt;
  const std::size_t within = offset % size & ~std::size_t{7};
  return kernel_mark{offset / size,
                     within == offsetof(seeker_record_kernel, begin)};
}

} // namespace seeker::sim
