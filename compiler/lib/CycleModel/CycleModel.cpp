// The cycle model's arithmetic; the formula stands in the header.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/CycleModel/CycleModel.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace llvm;
using namespace seeker;
using namespace seeker::tiling;

CycleModel::CycleModel(const Configuration &configuration,
                       CycleParameters parameters)
    : cores(configuration.computeCores), dataBytes(configuration.dmaDataBytes),
      lineBytes(configuration.dmaDataBytes * configuration.tcdmBanks /
                configuration.superbankBanks),
      latency(configuration.fpuLatencyFma), parameters(parameters) {}

static unsigned getDim(mlir::AffineExpr expr) {
  return cast<mlir::AffineDimExpr>(expr).getPosition();
}

/// A tensor's part that lies in the loops' tile `tile`, row by row. Whole
/// inner dimensions make longer rows.
double CycleModel::getTransferCycles(ArrayRef<int64_t> tile,
                                     const KernelModel &model,
                                     const Operand &operand,
                                     const Stream &stream,
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
  int64_t grain = std::gcd(rowBytes, dataBytes);
  if (rows > 1)
    grain =
        std::gcd(std::gcd(grain, pitch), stream.pitch * operand.elementBytes);
  double beats = double(rowBytes + dataBytes - grain) / dataBytes;
  return parameters.dmaStart +
         rows * (beats + (schedule.dualBuffer ? parameters.dmaRowBeside
                                              : parameters.dmaRow));
}

/// By the rows of the largest input that the cores divide among them: what
/// counts is how far those of one core lie apart, modulo a line of all banks.
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
      !isa<mlir::AffineDimExpr>(rows->map.getResult(0)) ||
      getDim(rows->map.getResult(0)) != *schedule.coreDim)
    return 1;
  int64_t share = divideCeil(schedule.tile[*schedule.coreDim], cores);
  int64_t apart =
      largest->pitch * largest->elementBytes * (schedule.isCyclic ? cores : 1);
  int64_t shift = apart % lineBytes;
  if (shift == 0)
    return parameters.conflictsAtLine;
  if (shift == lineBytes / 2)
    return parameters.conflictsAtHalf;
  if (shift == dataBytes && !schedule.isCyclic) {
    // Between rows that leave beats out, the DMA jumps ahead.
    int64_t filled = alignTo(
        static_cast<uint64_t>(largest->shape.back() * largest->elementBytes),
        static_cast<uint64_t>(dataBytes));
    if (filled != apart)
      return parameters.conflictsRotatingGaps;
    return share % 4 == 0 ? parameters.conflictsRotating
                          : parameters.conflictsRotatingOdd;
  }
  // Against the DMA's way.
  if (shift == lineBytes - dataBytes && !schedule.isCyclic)
    return parameters.conflictsRotatingGaps;
  return apart % dataBytes == 0 ? parameters.conflictsElsewhere
                                : parameters.conflictsUnaligned;
}

double CycleModel::getComputeCycles(ArrayRef<int64_t> tile,
                                    const KernelModel &model,
                                    const TileSchedule &schedule) const {
  double results = 1, reduction = 1;
  for (size_t dim = 0; dim < tile.size(); ++dim) {
    int64_t size = tile[dim];
    // Of a smaller tile, the first cores take what they take of a whole one.
    if (schedule.coreDim == dim)
      size = std::min<int64_t>(size, divideCeil(schedule.tile[dim], cores));
    (model.isReduction[dim] ? reduction : results) *= size;
  }
  // Functions are computed of four results at once; of others, and where the
  // code does not know how many there are, they take longer.
  constexpr int64_t kLong = 64, kSideBySide = 4;
  if (model.operationsPerPoint > kLong && reduction == 1) {
    results += std::fmod(results, kSideBySide) * parameters.functionsAlone;
    if (llvm::any_of(schedule.loops,
                     [](const TileLoop &loop) { return loop.slack > 0; }))
      results *= parameters.functionsUneven;
  }
  // Few results wait for the FPU's latency; more are shared out evenly.
  double slots =
      std::max<double>(results * getConflicts(model, schedule), latency);
  double operations = std::max<int64_t>(model.operationsPerPoint, 2) / 2.0;
  // Pairs are added up for each result, which is loaded and stored.
  bool isPaired = model.pairLoop && schedule.tile[*model.pairLoop] % 2 == 0;
  double cycles =
      std::ceil(results / parameters.accumulators) * parameters.blockStart +
      (isPaired ? results * parameters.pairResult : 0) +
      slots * (isPaired ? reduction / 2 : reduction) * operations;
  // The epilogue runs once for each result, in one of the reduction's steps.
  double reductionSteps = 1;
  for (const TileLoop &loop : schedule.loops)
    if (model.isReduction[loop.dim])
      reductionSteps *= loop.trips;
  double epilogue =
      model.operationsPerResult > 0
          ? parameters.epilogueStart + results * parameters.resultCycles
          : 0;
  return cycles + epilogue / reductionSteps;
}

/// Loads that are in the engine or queued when a step begins.
int64_t CycleModel::getLoadsAhead(const TileSchedule &schedule) {
  int64_t ahead = std::numeric_limits<int64_t>::max();
  for (const Stream &stream : schedule.inputs)
    if (stream.transfers > stream.copies && stream.period == 1)
      ahead = std::min(ahead, stream.copies - 1 - (schedule.late ? 1 : 0));
  return ahead;
}

int64_t CycleModel::predict(const KernelModel &model,
                            const TileSchedule &schedule) const {
  // Those of a step, on average. What is moved once is not beside the steps.
  auto getShare = [&](const Stream &stream) {
    return schedule.dualBuffer && stream.transfers == 1
               ? 0.0
               : double(stream.transfers) / schedule.steps;
  };
  bool isLoaded =
      model.init == InitKind::Tensor || model.init == InitKind::Zero;
  auto getTransfers = [&](ArrayRef<int64_t> tile) {
    double cycles = 0;
    for (auto [operand, stream] : zip(model.inputs, schedule.inputs))
      cycles += getTransferCycles(tile, model, operand, stream, schedule) *
                getShare(stream);
    return cycles + getTransferCycles(tile, model, model.output,
                                      schedule.output, schedule) *
                        (isLoaded ? 2 : 1) * getShare(schedule.output);
  };

  // Where a reduction's tiles are uneven, each step finds out how long its is.
  double start = parameters.lateStart;
  for (const TileLoop &loop : schedule.loops)
    if (model.isReduction[loop.dim] && loop.slack > 0)
      start += parameters.unevenStart;
  double turn = schedule.late ? parameters.lateTurn : parameters.dmaTurn;

  // One tile of each loop may be smaller: all combinations, with their number.
  double compute = 0, transfers = 0, alternating = 0, first = 0, last = 0;
  size_t numLoops = schedule.loops.size();
  int64_t ahead = getLoadsAhead(schedule);
  for (size_t mask = 0; mask < (size_t(1) << numLoops); ++mask) {
    SmallVector<int64_t> tile(schedule.tile);
    double count = 1;
    for (auto [index, loop] : enumerate(schedule.loops)) {
      bool isSmall = (mask >> index) & 1;
      count *= isSmall ? 1 : loop.trips - 1;
      if (isSmall)
        tile[loop.dim] -= loop.slack;
    }
    double work = getComputeCycles(tile, model, schedule);
    double load = getTransfers(tile);
    if (!schedule.dualBuffer)
      work += parameters.microkernelStart + parameters.dmaLatency +
              2 * parameters.barrier + load;
    else if (schedule.late)
      work = std::max(work + start, parameters.lateStep);
    else
      work += parameters.microkernelStart + parameters.barrier;
    compute += count * work;
    transfers += count * load;
    alternating += count * std::max(work, load + turn);
    first = load; // of the combination that comes first: all are small
    if (mask == 0)
      last = work;
  }
  double total = compute;
  if (schedule.dualBuffer && ahead < 2)
    total = alternating;
  else if (schedule.dualBuffer)
    total = std::max(compute, transfers - first + last);
  double ends = 0;
  if (schedule.dualBuffer) {
    ends = 2 * parameters.dmaLatency;
    for (auto [operand, stream] : zip(model.inputs, schedule.inputs))
      if (stream.transfers == 1)
        ends +=
            getTransferCycles(schedule.tile, model, operand, stream, schedule);
    ends += first + getTransferCycles(schedule.tile, model, model.output,
                                      schedule.output, schedule);
    if (schedule.output.transfers == 1 && isLoaded)
      ends += getTransferCycles(schedule.tile, model, model.output,
                                schedule.output, schedule);
  }
  return std::llround(total + ends);
}
