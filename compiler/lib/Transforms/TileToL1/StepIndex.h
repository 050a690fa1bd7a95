// Where the tiles of one step lie: indices as affine functions of the step.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_TILETOL1_STEPINDEX_H
#define SEEKER_LIB_TRANSFORMS_TILETOL1_STEPINDEX_H

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/IR/Builders.h"
#include "seeker/Tiling/TileSchedule.h"

namespace seeker {

/// A step that is a constant distance away from the loop's, or a constant.
struct StepIndex {
  mlir::OpFoldResult base;
  int64_t distance = 0;

  StepIndex operator+(int64_t steps) const { return {base, distance + steps}; }
  StepIndex operator-(int64_t steps) const { return {base, distance - steps}; }
};

/// Builds the indices of one kernel's tiles.
class TileIndices {
public:
  TileIndices(mlir::OpBuilder &builder, mlir::Location loc,
              const tiling::KernelModel &model,
              const tiling::TileSchedule &schedule)
      : builder(builder), loc(loc), model(model), schedule(schedule) {}

  /// First element of the tile of `dim`, and how many elements it has: less
  /// than the tile size in some tiles if that does not divide the range.
  mlir::OpFoldResult getOffset(unsigned dim, StepIndex step);
  mlir::OpFoldResult getSize(unsigned dim, StepIndex step);

  /// Which of a stream's copies step `step` uses.
  mlir::OpFoldResult getSlot(const tiling::Stream &stream, StepIndex step);

  /// Whether a multiple of `period` steps have passed, as an i1; null if
  /// always.
  mlir::Value isStartOfPeriod(StepIndex step, int64_t period);

  /// Whether the loop of every reduction is at its first, or last, trip; null
  /// if always.
  mlir::Value isFirstOfReduction(StepIndex step);
  mlir::Value isLastOfReduction(StepIndex step);

  /// Applies `expr`, a function of d0 = `operand`.
  mlir::OpFoldResult apply(mlir::AffineExpr expr, mlir::OpFoldResult operand);
  mlir::Value toValue(mlir::OpFoldResult index);
  /// The conjunction of two conditions, either of which may be null for true.
  mlir::Value both(mlir::Value a, mlir::Value b);
  mlir::Value compare(mlir::arith::CmpIPredicate predicate,
                      mlir::OpFoldResult index, int64_t constant);

private:
  mlir::AffineExpr getStep(StepIndex step);
  mlir::AffineExpr getTrip(const tiling::TileLoop &loop, StepIndex step);
  mlir::Value isAtTrip(StepIndex step, bool isLast);

  mlir::OpBuilder &builder;
  mlir::Location loc;
  const tiling::KernelModel &model;
  const tiling::TileSchedule &schedule;
};

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_TILETOL1_STEPINDEX_H
