// Predicts the cycles of a kernel under a choice of tiles.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The formula, all in cycles:
//
//   row      = beats + dmaRow                    (beside compute: dmaRowBeside)
//   transfer = dmaStart + rows * row
//   compute  = microkernelStart + blocks * blockStart
//            + reduction * max(results * conflicts, latency)
//            + results * resultCycles            (last step of a reduction)
//   step     = dual-buffered: max(compute, transfers + dmaTurn) + barrier
//              single:        compute + transfers + dmaLatency + 2 * barrier
//   kernel   = first loads + dmaLatency + sum of steps + last store +
//   dmaLatency
//
// reduction, results: multiply-adds of the busiest core in this step; a step of
// the reduction takes the FPU's latency at least. blocks: groups of up to
// `accumulators` results that one hardware loop computes. beats: on average
// over the places where rows may start. conflicts: how much longer streams take
// beside the DMA, by the pitch of rows in L1 modulo 256 B: one that does not
// step from superbank to superbank with the DMA loses cycles to it. Transfers
// that are made every P steps count by 1 / P.
//
// The parameters were fitted to the RTL's cycles of matvec in 15 tilings:
// within 7 % of each, 2.8 % in the median.
#ifndef SEEKER_CYCLEMODEL_CYCLEMODEL_H
#define SEEKER_CYCLEMODEL_CYCLEMODEL_H

#include "seeker/Config/Configuration.h"
#include "seeker/Tiling/TileSchedule.h"

namespace seeker {

/// What the formula's names stand for; the values are those of microkernels of
/// streams and hardware loops.
struct CycleParameters {
  double dmaStart = 12;
  double dmaRow = 0.1;
  double dmaRowBeside = 0.7;
  double dmaTurn = 60;
  double dmaLatency = 25;
  double barrier = 12;
  double microkernelStart = 45;
  double blockStart = 4;
  double resultCycles = 6.0;
  int64_t accumulators = 8;
  /// By pitch modulo 256 B: 0; 64 with a multiple of 4 rows a core; 128;
  /// others.
  double conflictsAt0 = 1.75;
  double conflictsAt64 = 1.03;
  double conflictsAt128 = 1.55;
  double conflictsElsewhere = 1.16;
};

class CycleModel {
public:
  explicit CycleModel(const Configuration &configuration,
                      CycleParameters parameters = {});

  /// Cycles from the kernel's first to its last mark.
  int64_t predict(const tiling::KernelModel &model,
                  const tiling::TileSchedule &schedule) const;

private:
  double getTransferCycles(llvm::ArrayRef<int64_t> tile,
                           const tiling::KernelModel &model,
                           const tiling::Operand &operand,
                           const tiling::TileSchedule &schedule) const;
  double getConflicts(const tiling::KernelModel &model,
                      const tiling::TileSchedule &schedule) const;
  double getComputeCycles(llvm::ArrayRef<int64_t> tile,
                          const tiling::KernelModel &model,
                          const tiling::TileSchedule &schedule) const;

  int64_t cores;
  int64_t dataBytes;
  int64_t latency;
  CycleParameters parameters;
};

} // namespace seeker

#endif // SEEKER_CYCLEMODEL_CYCLEMODEL_H
