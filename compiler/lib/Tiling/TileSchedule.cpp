// Loops, streams and buffer sizes from a choice of tiles.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Tiling/TileSchedule.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::tiling;

Tiles Tiles::from(snitch::TilesAttr attr) {
  return {SmallVector<int64_t>(attr.getL1()),
          SmallVector<int64_t>(attr.getOrder()), attr.getDualBuffer(),
          attr.getBuffers(), attr.getRows()};
}

snitch::TilesAttr Tiles::toAttr(MLIRContext *context) const {
  return snitch::TilesAttr::get(context, l1, order, dualBuffer, buffers, rows);
}

int64_t Stream::tileBytes() const {
  int64_t elements = pitch;
  for (int64_t size : ArrayRef(shape).drop_back(shape.empty() ? 0 : 1))
    elements *= size;
  return elements * elementBytes;
}

int64_t TileSchedule::needBytes() const {
  int64_t total = llvm::alignTo(output.bytes(), kAlignment);
  for (const Stream &input : inputs)
    total += llvm::alignTo(input.bytes(), kAlignment);
  return total;
}

bool TileSchedule::changesRows() const {
  return isCyclic || llvm::any_of(inputs, [](const Stream &stream) {
           return !stream.shape.empty() && stream.pitch != stream.shape.back();
         });
}

const TileLoop *TileSchedule::findLoop(unsigned dim) const {
  const auto *it =
      llvm::find_if(loops, [&](const TileLoop &l) { return l.dim == dim; });
  return it == loops.end() ? nullptr : it;
}

static void buildLoops(TileSchedule &schedule, const KernelModel &model,
                       ArrayRef<int64_t> order) {
  for (int64_t dim : order) {
    int64_t tile = schedule.tile[dim];
    int64_t trips = llvm::divideCeil(model.ranges[dim], tile);
    if (trips == 1)
      continue;
    TileLoop loop;
    loop.dim = dim;
    loop.trips = trips;
    loop.slack = trips * tile - model.ranges[dim];
    loop.isFirstSmall = schedule.dualBuffer;
    schedule.loops.push_back(loop);
  }
  for (TileLoop &loop : llvm::reverse(schedule.loops)) {
    loop.period = schedule.steps;
    schedule.steps *= loop.trips;
  }
}

static bool isRelevant(AffineMap map, unsigned dim) {
  return map.isFunctionOfDim(dim);
}

static unsigned getDim(AffineExpr expr) {
  return cast<AffineDimExpr>(expr).getPosition();
}

/// Whether the operand has several rows along `dim`.
static bool hasRowsOf(const Operand &operand, std::optional<unsigned> dim) {
  return !operand.map.getResults().empty() &&
         llvm::any_of(operand.map.getResults().drop_back(),
                      [&](AffineExpr expr) { return dim == getDim(expr); });
}

/// Elements from one row of an input's tile to the next: as many as the row
/// has, or up to one line of all banks more, such that a core's rows lie one
/// superbank apart.
static int64_t choosePitch(const TileSchedule &schedule, const Tiles &tiles,
                           const Operand &operand,
                           const Configuration &configuration) {
  int64_t row = schedule.tile[getDim(operand.map.getResults().back())];
  if (tiles.rows == snitch::Rows::Dense ||
      !hasRowsOf(operand, schedule.coreDim))
    return row;
  int64_t superbank = configuration.dmaDataBytes;
  int64_t line =
      superbank * configuration.tcdmBanks / configuration.superbankBanks;
  // Rows that a core takes in turn need not start at a superbank.
  int64_t apart = schedule.isCyclic ? configuration.computeCores : 1;
  int64_t grain = std::max<int64_t>(
      1, (schedule.isCyclic ? line / configuration.tcdmBanks : superbank) /
             operand.elementBytes);
  for (int64_t pitch = llvm::alignTo(row, grain);
       pitch * operand.elementBytes < row * operand.elementBytes + line;
       pitch += grain)
    if (pitch * operand.elementBytes * apart % line == superbank)
      return pitch;
  return row;
}

/// A stream of tiles that change with the loops in `map`.
static Stream buildInput(const TileSchedule &schedule, const Tiles &tiles,
                         const Operand &operand,
                         const Configuration &configuration) {
  Stream stream;
  stream.elementBytes = operand.elementBytes;
  for (AffineExpr expr : operand.map.getResults())
    stream.shape.push_back(schedule.tile[getDim(expr)]);
  if (!stream.shape.empty())
    stream.pitch = choosePitch(schedule, tiles, operand, configuration);
  stream.period = schedule.steps;
  for (const TileLoop &loop : schedule.loops)
    if (isRelevant(operand.map, loop.dim))
      stream.period = loop.period;
  stream.transfers = schedule.steps / stream.period;
  if (schedule.dualBuffer)
    stream.copies = std::min(tiles.buffers, stream.transfers);
  return stream;
}

/// Late steps are allowed where steps that follow each other have different
/// results: where the innermost loop is parallel.
static void buildOutput(TileSchedule &schedule, const KernelModel &model,
                        const Configuration &configuration) {
  schedule.isResident.assign(model.ranges.size(), false);
  Stream &stream = schedule.output;
  stream.elementBytes = model.output.elementBytes;
  stream.period = 1;
  // Small results wait for the end: their transfers would come between loads.
  int64_t bytes = stream.elementBytes;
  for (AffineExpr expr : model.output.map.getResults())
    bytes *= model.ranges[getDim(expr)];
  bool staysResident = schedule.late || (schedule.dualBuffer &&
                                         bytes <= configuration.tcdmBytes / 16);
  bool insideReduction = false;
  for (const TileLoop &loop : schedule.loops) {
    if (model.isReduction[loop.dim] && !insideReduction) {
      insideReduction = true;
      stream.period = loop.period * loop.trips;
    }
    if ((insideReduction || staysResident) && !model.isReduction[loop.dim])
      schedule.isResident[loop.dim] = true;
  }
  if (staysResident)
    stream.period = schedule.steps;
  for (AffineExpr expr : model.output.map.getResults()) {
    unsigned dim = getDim(expr);
    stream.shape.push_back(schedule.isResident[dim] ? model.ranges[dim]
                                                    : schedule.tile[dim]);
  }
  if (!stream.shape.empty())
    stream.pitch = stream.shape.back();
  stream.transfers = schedule.steps / stream.period;
  stream.copies = schedule.dualBuffer && stream.transfers > 1 ? 2 : 1;
}

/// The parallel dimension in which the busiest core's share is the smallest;
/// of equals the outermost, whose runs are the longest in memory.
static std::optional<unsigned> chooseCoreDim(const TileSchedule &schedule,
                                             const KernelModel &model,
                                             int64_t cores) {
  std::optional<unsigned> best;
  auto share = [&](unsigned dim) {
    return llvm::divideCeil(schedule.tile[dim], cores);
  };
  for (unsigned dim = 0; dim < model.ranges.size(); ++dim) {
    if (model.isReduction[dim] || schedule.tile[dim] == 1)
      continue;
    // share / tile is less than the best's, without division.
    if (!best ||
        share(dim) * schedule.tile[*best] < share(*best) * schedule.tile[dim])
      best = dim;
  }
  return best;
}

TileSchedule tiling::scheduleTiles(const KernelModel &model, const Tiles &tiles,
                                   const Configuration &configuration) {
  TileSchedule schedule;
  schedule.dualBuffer = tiles.dualBuffer;
  for (auto [size, range] : llvm::zip(tiles.l1, model.ranges))
    schedule.tile.push_back(size == 0 ? range : size);
  SmallVector<int64_t> order(tiles.order);
  if (order.empty())
    llvm::append_range(order, llvm::seq<int64_t>(0, model.ranges.size()));
  buildLoops(schedule, model, order);
  schedule.coreDim = chooseCoreDim(schedule, model, configuration.computeCores);
  schedule.isCyclic = tiles.rows == snitch::Rows::Cyclic &&
                      llvm::any_of(model.inputs, [&](const Operand &input) {
                        return hasRowsOf(input, schedule.coreDim);
                      });
  schedule.late = tiles.dualBuffer && tiles.buffers > 2 &&
                  !schedule.loops.empty() &&
                  !model.isReduction[schedule.loops.back().dim];
  for (const Operand &input : model.inputs)
    schedule.inputs.push_back(
        buildInput(schedule, tiles, input, configuration));
  buildOutput(schedule, model, configuration);
  return schedule;
}
