// Sums of products of f32, two at a time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_STREAMS_PAIRS_H
#define SEEKER_LIB_TRANSFORMS_STREAMS_PAIRS_H

#include "Nest.h"
#include "Payload.h"

namespace seeker::streams {

/// A reduction whose products are taken in pairs along one dimension. Both
/// factors lie side by side along it, and begin at multiples of 8 bytes.
struct Pairs {
  unsigned dim;
  /// How many pairs there are.
  mlir::OpFoldResult count;
  /// Whether an element may remain.
  bool mayBeOdd = false;
  /// The dimension along which results lie side by side, if they begin at
  /// multiples of 8 bytes wherever it has an even index.
  std::optional<unsigned> resultDim;
};

/// The pairs of `nest`, which is one of f32, and its one instruction; or
/// nothing, and why not.
std::optional<Pairs> analysePairs(mlir::OpBuilder &builder, const Nest &nest,
                                  Payload &payload, std::string &whyNot);

/// The same operation on what no pair has: 0 or 1 elements of the dimension.
mlir::linalg::LinalgOp emitRest(mlir::OpBuilder &builder, const Nest &nest,
                                const Pairs &pairs);

} // namespace seeker::streams

#endif // SEEKER_LIB_TRANSFORMS_STREAMS_PAIRS_H
