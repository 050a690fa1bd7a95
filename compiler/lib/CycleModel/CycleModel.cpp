// The cycle model's arithmetic; the formula stands in the header.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/CycleModel/CycleModel.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cmath>
#include <numeric>

using namespace llvm;
using namespace seeker;
using namespace seeker::tiling;

CycleModel::CycleModel(const Configuration &configuration,
                       CycleParameters parameters)
    : cores(configuration.computeCores), dataBytes(configuration.dmaDataBytes),
      latency(configuration.fpuLatencyFma), parameters(parameters) {}

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
  // Rows start at multiples of this within a beat.
  int64_t grain =
      std::gcd(std::gcd(rowBytes, rows == 1 ? 0 : pitch), dataBytes);
  double beats = double(rowBytes + dataBytes - grain) / dataBytes;
  return parameters.dmaStart +
         rows * (beats + (schedule.dualBuffer ? parameters.dmaRowBeside
                                              : parameters.dmaRow));
}

/// By the rows of the largest input that the cores divide among them.
double CycleModel::getConflicts(const KernelModel &model,
                                const TileSchedule &schedule) const {
  if (!schedule.dualBuffer || !schedule.coreDim)
    return 1;
  const Stream *largest = nullptr;
  const Operand *rows = nullptr;
  for (auto [operand, stream] : zip(model.inputs, schedule.inputs)) {
    if (largest && stream.tileBytes() <= largest->tileBytes())
      continue;
    largest = &stream;
    rows = &operand;
  }
  if (!largest || largest->shape.size() < 2 || largest->shape.back() == 1 ||
      getDim(rows->map.getResult(0)) != *schedule.coreDim)
    return 1;
  int64_t share = divideCeil(schedule.tile[*schedule.coreDim], cores);
  switch (largest->shape.back() * largest->elementBytes % 256) {
  case 0:
    return parameters.conflictsAt0;
  case 64:
    return share % 4 == 0 ? parameters.conflictsAt64
                          : parameters.conflictsElsewhere;
  case 128:
    return parameters.conflictsAt128;
  default:
    return parameters.conflictsElsewhere;
  }
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
  // Few results wait for the FPU's latency; more are shared out evenly.
  double slots =
      std::max<double>(results * getConflicts(model, schedule), latency);
  double operations = std::max<int64_t>(model.operationsPerPoint, 2) / 2.0;
  double cycles =
      parameters.microkernelStart +
      std::ceil(results / parameters.accumulators) * parameters.blockStart +
      slots * reduction * operations;
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
                          ? std::max(compute, transfers + parameters.dmaTurn) +
                                parameters.barrier
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
