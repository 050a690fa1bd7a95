// Schedules for the checker's tests: tiled y = x * w^T + b in several forms.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TESTS_COMPILER_PROOF_SCHEDULES_H
#define SEEKER_TESTS_COMPILER_PROOF_SCHEDULES_H

#include <string>

namespace seeker::proof {

/// y[1 x n] = x[1 x k] * w[n x k]^T + b, in tiles of tileN x tileK. Tile sizes
/// need not divide the dimensions.
struct ScheduleSpec {
  int n = 0, k = 0, tileN = 0, tileK = 0, cores = 0;
};

/// One flattened loop with K outside of N: all sums stay in L1, and the tiles
/// of x and w are loaded into the second of two copies while the cores work on
/// the first.
std::string doubleBuffered(const ScheduleSpec &spec);

/// The same with three copies and late barriers: cores may still be at the tile
/// before the one that they begin.
std::string lateBuffered(const ScheduleSpec &spec);

/// Two nested loops, N outside of K: the sums of one tile of y stay in L1 and
/// are stored after its last step. Every tile is loaded, waited for, used.
std::string singleBuffered(const ScheduleSpec &spec);

/// Two such kernels, the second one with the first one's result as its x.
std::string twoKernels(const ScheduleSpec &spec);

} // namespace seeker::proof

#endif // SEEKER_TESTS_COMPILER_PROOF_SCHEDULES_H
