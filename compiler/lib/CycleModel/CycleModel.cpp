// The cycle model's arithmetic; the formula stands in the header.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/CycleModel/CycleModel.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cmath>

using namespace llvm;
using namespace seeker;
using namespace seeker::tiling;

CycleModel::CycleModel(const Configuration &configuration,
                       CycleParameters parameters)
    : cores(configuration.computeCores), dataBytes(configuration.dmaDataBytes),
      parameters(parameters) {}

static unsigned getDim(mlir::AffineExpr expr) {
  return cast<mlir::AffineDimExpr>(expr).getPosition();
}

/// A tensor's part that lies in the loops' tile `tile`, row by row. Whole
/// inner dimensions make longer rows.
double CycleModel::getTransferCycles(ArrayRef<int64_t> tile,
                                     const KernelModel &model,
                                     const Operand &operand,
                                     const TileSchedule &schedule) const {
  int64_t rowBytes = operand.elementBytes, rows = 1;
  int64_t pitch = operand.elementBytes;
  bool isContiguous = true;
  for (mlir::AffineExpr expr : reverse(operand.map.getResults())) {
    unsigned dim = getDim(expr);
    int64_t size =
        schedule.isResident[dim] && operand.index == model.output.index
            ? model.ranges[dim]
            : tile[dim];
    if (isContiguous) {
      rowBytes *= size;
      pitch *= model.ranges[dim];
      isContiguous = size == model.ranges[dim];
    } else {
      rows *= size;
    }
  }
  bool isAligned =
      rowBytes % dataBytes == 0 && (rows == 1 || pitch % dataBytes == 0);
  double misalignment = isAligned ? 0 : dataBytes - operand.elementBytes;
  double row = (rowBytes + misalignment) / dataBytes + parameters.dmaRow;
  return parameters.dmaStart + rows * row;
}

double CycleModel::getComputeCycles(ArrayRef<int64_t> tile,
                                    const KernelModel &model,
                                    const TileSchedule &schedule) const {
  double results = 1, reduction = 1;
  for (size_t dim = 0; dim < tile.size(); ++dim) {
    int64_t size = tile[dim];
    if (schedule.coreDim == dim)
      size = divideCeil(size, cores);
    (model.isReduction[dim] ? reduction : results) *= size;
  }
  double blocks = std::ceil(results / parameters.accumulators);
  double operations = std::max<int64_t>(model.operationsPerPoint, 2) / 2.0;
  double cycles = parameters.microkernelStart + blocks * parameters.blockStart +
                  results * reduction * parameters.pointCycles * operations +
                  blocks * reduction * parameters.sharedCycles;
  // The epilogue runs once for each result, in one of the reduction's steps.
  double reductionSteps = 1;
  for (const TileLoop &loop : schedule.loops)
    if (model.isReduction[loop.dim])
      reductionSteps *= loop.trips;
  double epilogue =
      model.operationsPerResult > 0
          ? parameters.microkernelStart + results * parameters.resultCycles
          : 0;
  return cycles + epilogue / reductionSteps;
}

int64_t CycleModel::predict(const KernelModel &model,
                            const TileSchedule &schedule) const {
  auto getTransfers = [&](ArrayRef<int64_t> tile) {
    double cycles = 0;
    for (auto [operand, stream] : zip(model.inputs, schedule.inputs))
      cycles += getTransferCycles(tile, model, operand, schedule) /
                (stream.transfers > 1 ? stream.period : schedule.steps);
    double output = getTransferCycles(tile, model, model.output, schedule);
    bool isLoaded =
        model.init == InitKind::Tensor || model.init == InitKind::Zero;
    return cycles + output * (isLoaded ? 2 : 1) / schedule.output.period;
  };

  // Each loop's last tile may be smaller: all combinations, with their number.
  double total = 0;
  size_t numLoops = schedule.loops.size();
  for (size_t mask = 0; mask < (size_t(1) << numLoops); ++mask) {
    SmallVector<int64_t> tile(schedule.tile);
    double count = 1;
    for (auto [index, loop] : enumerate(schedule.loops)) {
      bool isLast = (mask >> index) & 1;
      count *= isLast ? 1 : loop.trips - 1;
      if (isLast)
        tile[loop.dim] =
            model.ranges[loop.dim] - (loop.trips - 1) * tile[loop.dim];
    }
    double compute = getComputeCycles(tile, model, schedule);
    double transfers = getTransfers(tile);
    total += count * (schedule.dualBuffer
                          ? std::max(compute, transfers) + parameters.barrier
                          : compute + transfers + parameters.dmaLatency +
                                2 * parameters.barrier);
  }
  double ends = 2 * parameters.dmaLatency;
  if (schedule.dualBuffer) {
    for (const Operand &operand : model.inputs)
      ends += getTransferCycles(schedule.tile, model, operand, schedule);
    ends += getTransferCycles(schedule.tile, model, model.output, schedule);
  }
  return std::llround(total + ends);
}
