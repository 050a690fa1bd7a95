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
          SmallVector<int64_t>(attr.getOrder()), attr.getDualBuffer()};
}

snitch::TilesAttr Tiles::toAttr(MLIRContext *context) const {
  return snitch::TilesAttr::get(context, l1, order, dualBuffer);
}

int64_t Stream::tileBytes() const {
  int64_t elements = 1;
  for (int64_t size : shape)
    elements *= size;
  return elements * elementBytes;
}

int64_t TileSchedule::needBytes() const {
  int64_t total = llvm::alignTo(output.bytes(), kAlignment);
  for (const Stream &input : inputs)
    total += llvm::alignTo(input.bytes(), kAlignment);
  return total;
}

const TileLoop *TileSchedule::findLoop(unsigned dim) const {
  const auto *it =
      llvm::find_if(loops, [&](const TileLoop &l) { return l.dim == dim; });
  return it == loops.end() ? nullptr : it;
}

static void buildLoops(TileSchedule &schedule, const KernelModel &model,
                       ArrayRef<int64_t> order) {
  for (int64_t dim : order) {
    int64_t trips = llvm::divideCeil(model.ranges[dim], schedule.tile[dim]);
    if (trips > 1)
      schedule.loops.push_back({static_cast<unsigned>(dim), trips, 0});
  }
  for (TileLoop &loop : llvm::reverse(schedule.loops)) {
    loop.period = schedule.steps;
    schedule.steps *= loop.trips;
  }
}

static bool isRelevant(AffineMap map, unsigned dim) {
  return map.isFunctionOfDim(dim);
}

/// A stream of tiles that change with the loops in `map`.
static Stream buildInput(const TileSchedule &schedule, const Operand &operand) {
  Stream stream;
  stream.elementBytes = operand.elementBytes;
  for (AffineExpr expr : operand.map.getResults())
    stream.shape.push_back(
        schedule.tile[cast<AffineDimExpr>(expr).getPosition()]);
  stream.period = schedule.steps;
  for (const TileLoop &loop : schedule.loops)
    if (isRelevant(operand.map, loop.dim))
      stream.period = loop.period;
  stream.transfers = schedule.steps / stream.period;
  stream.copies = schedule.dualBuffer && stream.transfers > 1 ? 2 : 1;
  return stream;
}

static void buildOutput(TileSchedule &schedule, const KernelModel &model) {
  schedule.isResident.assign(model.ranges.size(), false);
  Stream &stream = schedule.output;
  stream.elementBytes = model.output.elementBytes;
  stream.period = 1;
  bool insideReduction = false;
  for (const TileLoop &loop : schedule.loops) {
    if (model.isReduction[loop.dim] && !insideReduction) {
      insideReduction = true;
      stream.period = loop.period * loop.trips;
    }
    if (insideReduction && !model.isReduction[loop.dim])
      schedule.isResident[loop.dim] = true;
  }
  for (AffineExpr expr : model.output.map.getResults()) {
    unsigned dim = cast<AffineDimExpr>(expr).getPosition();
    stream.shape.push_back(schedule.isResident[dim] ? model.ranges[dim]
                                                    : schedule.tile[dim]);
  }
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
                                   int64_t cores) {
  TileSchedule schedule;
  schedule.dualBuffer = tiles.dualBuffer;
  for (auto [size, range] : llvm::zip(tiles.l1, model.ranges))
    schedule.tile.push_back(size == 0 ? range : size);
  SmallVector<int64_t> order(tiles.order);
  if (order.empty())
    llvm::append_range(order, llvm::seq<int64_t>(0, model.ranges.size()));
  buildLoops(schedule, model, order);
  for (const Operand &input : model.inputs)
    schedule.inputs.push_back(buildInput(schedule, input));
  buildOutput(schedule, model);
  schedule.coreDim = chooseCoreDim(schedule, model, cores);
  return schedule;
}
