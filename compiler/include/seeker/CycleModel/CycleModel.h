// Predicts the cycles of a kernel under a choice of tiles.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The formula, all in cycles:
//
//   row      = (bytes + misalignment) / data width + dmaRow
//   transfer = dmaStart + rows * row
//   compute  = microkernelStart
//            + blocks * blockStart + points * pointCycles
//            + results * resultCycles         (last step of a reduction only)
//   step     = dual-buffered: max(compute, transfers) + barrier
//              single:        compute + transfers + dmaLatency + 2 * barrier
//   kernel   = first loads + dmaLatency + sum of steps + last store +
//   dmaLatency
//
// points: multiply-adds of the busiest core in this step. blocks: groups of up
// to `accumulators` results that are computed together. misalignment: on
// average, the part of a beat that is lost where rows do not start and end at
// beats. Transfers that are made every P steps count by 1 / P.
#ifndef SEEKER_CYCLEMODEL_CYCLEMODEL_H
#define SEEKER_CYCLEMODEL_CYCLEMODEL_H

#include "seeker/Config/Configuration.h"
#include "seeker/Tiling/TileSchedule.h"

namespace seeker {

/// What the formula's names stand for; the values are those of microkernels of
/// plain loads and fused multiply-adds.
struct CycleParameters {
  double dmaStart = 12;
  double dmaRow = 0.2;
  double dmaLatency = 25;
  double barrier = 12;
  double microkernelStart = 60;
  double blockStart = 20;
  double pointCycles = 2.0;
  /// Of the loads and loop instructions that a block shares, for each step of
  /// its reduction.
  double sharedCycles = 4.0;
  double resultCycles = 6.0;
  int64_t accumulators = 4;
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
  double getComputeCycles(llvm::ArrayRef<int64_t> tile,
                          const tiling::KernelModel &model,
                          const tiling::TileSchedule &schedule) const;

  int64_t cores;
  int64_t dataBytes;
  CycleParameters parameters;
};

} // namespace seeker

#endif // SEEKER_CYCLEMODEL_CYCLEMODEL_H
