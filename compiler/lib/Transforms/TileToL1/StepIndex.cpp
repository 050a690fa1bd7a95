// Indices of tiles as affine functions of the step.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "StepIndex.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::tiling;

AffineExpr TileIndices::getStep(StepIndex step) {
  return builder.getAffineDimExpr(0) + step.distance;
}

AffineExpr TileIndices::getTrip(const TileLoop &loop, StepIndex step) {
  AffineExpr trip = getStep(step).floorDiv(loop.period);
  bool isOutermost = &loop == schedule.loops.begin();
  return isOutermost ? trip : trip % loop.trips;
}

OpFoldResult TileIndices::apply(AffineExpr expr, OpFoldResult operand) {
  return affine::makeComposedFoldedAffineApply(builder, loc, expr, {operand});
}

OpFoldResult TileIndices::getOffset(unsigned dim, StepIndex step) {
  const TileLoop *loop = schedule.findLoop(dim);
  if (!loop)
    return builder.getIndexAttr(0);
  AffineExpr trip = getTrip(*loop, step);
  int64_t tile = schedule.tile[dim];
  if (loop->slack == 0 || !loop->isFirstSmall)
    return apply(trip * tile, step.base);
  auto map = AffineMap::get(
      1, 0, {builder.getAffineConstantExpr(0), trip * tile - loop->slack},
      builder.getContext());
  return affine::makeComposedFoldedAffineMax(builder, loc, map, {step.base});
}

OpFoldResult TileIndices::getSize(unsigned dim, StepIndex step) {
  int64_t tile = schedule.tile[dim], range = model.ranges[dim];
  const TileLoop *loop = schedule.findLoop(dim);
  if (!loop)
    return builder.getIndexAttr(range);
  if (loop->slack == 0)
    return builder.getIndexAttr(tile);
  AffineExpr trip = getTrip(*loop, step);
  AffineExpr most = loop->isFirstSmall ? trip * tile + (tile - loop->slack)
                                       : range - trip * tile;
  auto map = AffineMap::get(1, 0, {builder.getAffineConstantExpr(tile), most},
                            builder.getContext());
  return affine::makeComposedFoldedAffineMin(builder, loc, map, {step.base});
}

OpFoldResult TileIndices::getSlot(const Stream &stream, StepIndex step) {
  return apply(getStep(step).floorDiv(stream.period) % stream.copies,
               step.base);
}

Value TileIndices::toValue(OpFoldResult index) {
  return getValueOrCreateConstantIndexOp(builder, loc, index);
}

Value TileIndices::compare(arith::CmpIPredicate predicate, OpFoldResult index,
                           int64_t constant) {
  return builder.create<arith::CmpIOp>(
      loc, predicate, toValue(index),
      builder.create<arith::ConstantIndexOp>(loc, constant));
}

Value TileIndices::both(Value a, Value b) {
  if (!a || !b)
    return a ? a : b;
  return builder.create<arith::AndIOp>(loc, a, b);
}

Value TileIndices::isStartOfPeriod(StepIndex step, int64_t period) {
  if (period == 1)
    return {};
  return compare(arith::CmpIPredicate::eq,
                 apply(getStep(step) % period, step.base), 0);
}

Value TileIndices::isAtTrip(StepIndex step, bool isLast) {
  Value all;
  for (const TileLoop &loop : schedule.loops)
    if (model.isReduction[loop.dim])
      all = both(all, compare(arith::CmpIPredicate::eq,
                              apply(getTrip(loop, step), step.base),
                              isLast ? loop.trips - 1 : 0));
  return all;
}

Value TileIndices::isFirstOfReduction(StepIndex step) {
  return isAtTrip(step, /*isLast=*/false);
}

Value TileIndices::isLastOfReduction(StepIndex step) {
  return isAtTrip(step, /*isLast=*/true);
}
