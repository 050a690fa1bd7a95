// Why a run takes more cycles than the golden one: what was compiled otherwise,
// and which kind of waiting grew.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From golden_cycles::spent, of which these keys count; what is missing
// explains nothing:
//
//   compute.CAUSE    cycles that a compute core spent so, on average
//   compute.barrier_for_dma    of compute.barrier, the cycles in which the core
//                    with the DMA waits for it
//   dm.CAUSE         the same of the core with the DMA
//   tcdm_congested, icache_stall, icache_miss    counters of hart 0
//   dma_busy         cycles in which the DMA moved something
//   barriers_met     barriers that a compute core waited at
//
// CAUSE is a hart's state as the simulator counts it: fpu, fp_operand,
// stream_data, barrier, dma_poll, fetch, integer, ... Cores that wait at a
// barrier for one that waits for the DMA wait for the DMA. A barrier that was
// added also costs what the integer core no longer does while the FPU works:
// these cycles are the barriers' too.
#pragma once

#include "seeker/judge/cycles.hpp"

#include <string>
#include <vector>

namespace seeker::judge {

/// A kind of waiting that grew, by so many cycles a core.
struct growth {
  std::string_view cause; // "DMA wait", "bank conflicts", "barriers", ...
  std::int64_t cycles = 0;
  std::int64_t more = 0; // of what is waited at, where that is counted
};

/// What grew, most first; nothing below a tenth of the cycles gained.
std::vector<growth> growths(const golden_cycles &golden,
                            const golden_cycles &got);

/// Sentences for a report: plans that differ, then what grew.
std::vector<std::string> attribute(const golden_cycles &golden,
                                   const golden_cycles &got);

} // namespace seeker::judge
