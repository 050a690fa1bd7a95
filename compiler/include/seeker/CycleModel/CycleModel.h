// Predicts the cycles of a kernel under a choice of tiles.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The formula, all in cycles:
//
//   row      = beats + dmaRow                    (beside compute: dmaRowBeside)
//   transfer = dmaStart + rows * row
//   compute  = blocks * blockStart
//            + reduction * max(results * conflicts, latency)
//              (half of it, and results * pairResult, for pairs of f32)
//            + epilogueStart + results * resultCycles
//              (where something is computed of a reduction's sums, in its last
//              step)
//   step     = late:     max(compute + lateStart [+ unevenStart], lateStep)
//              buffered: compute + microkernelStart + barrier
//              single:   compute + microkernelStart + transfers + dmaLatency
//                        + 2 * barrier
//   steps    = sum of steps, or where loads are behind
//              one load ahead:  sum of max(step, transfers + dmaTurn)
//                               (late: lateTurn)
//              more loads:      sum of transfers + last step
//   kernel   = buffered: first loads + steps + last store + 2 * dmaLatency
//              single:   steps
//
// reduction, results: multiply-adds of the busiest core in this step; a step of
// the reduction takes the FPU's latency at least. blocks: groups of up to
// `accumulators` results that one hardware loop computes. beats: on average
// over the places where rows may start. conflicts: how much longer streams take
// beside the DMA, by how far a core's rows lie apart in L1 modulo a line of all
// banks: one that does not step from superbank to superbank with the DMA loses
// cycles to it. Transfers that are made every P steps count by 1 / P.
//
// The parameters are fitted to the RTL's cycles by `bench/compiler/CycleModel/
// calibrate.py`, which prints the errors too.
#ifndef SEEKER_CYCLEMODEL_CYCLEMODEL_H
#define SEEKER_CYCLEMODEL_CYCLEMODEL_H

#include "seeker/Config/Configuration.h"
#include "seeker/Tiling/TileSchedule.h"

namespace seeker {

/// What the formula's names stand for; the values are those of microkernels of
/// streams and hardware loops.
struct CycleParameters {
  double dmaStart = 7.53;
  double dmaRow = 0.97;
  double dmaRowBeside = 0.65;
  double dmaTurn = 62.61;
  double lateTurn = 41.49;
  double dmaLatency = 40;
  double barrier = 20.92;
  double microkernelStart = 18.4;
  double lateStart = 3.68;
  double unevenStart = 10.09;
  double lateStep = 74.82;
  double blockStart = 5.51;
  double epilogueStart = 88.68;
  double resultCycles = 16.35;
  double pairResult = 4.0;
  /// Of a function's result that is not one of four, the part that is added; of
  /// all where tiles are uneven, the factor. Both are from NsNet2's gates in
  /// tiles of 32 to 400, not fitted.
  double functionsAlone = 0.3;
  double functionsUneven = 1.17;
  int64_t accumulators = 8;
  /// By how far a core's rows lie apart, modulo a line: 0; half a line; one
  /// superbank with a multiple of 4 rows a core, with beats left out between
  /// the rows or backwards, or with other numbers of rows; no multiple of a
  /// superbank; others.
  double conflictsAtLine = 1.34;
  double conflictsAtHalf = 1.48;
  double conflictsRotating = 1.07;
  double conflictsRotatingGaps = 1.14;
  double conflictsRotatingOdd = 1.16;
  double conflictsUnaligned = 1.25;
  double conflictsElsewhere = 1.11;
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
                           const tiling::Stream &stream,
                           const tiling::TileSchedule &schedule) const;
  double getConflicts(const tiling::KernelModel &model,
                      const tiling::TileSchedule &schedule) const;
  double getComputeCycles(llvm::ArrayRef<int64_t> tile,
                          const tiling::KernelModel &model,
                          const tiling::TileSchedule &schedule) const;

  static int64_t getLoadsAhead(const tiling::TileSchedule &schedule);

  int64_t cores;
  int64_t dataBytes;
  int64_t lineBytes;
  int64_t latency;
  CycleParameters parameters;
};

} // namespace seeker

#endif // SEEKER_CYCLEMODEL_CYCLEMODEL_H
