// Values of a schedule in one iteration: integers, views, transfers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_PROOF_EVALUATOR_H
#define SEEKER_LIB_PROOF_EVALUATOR_H

#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>

namespace seeker::proof {

/// Bytes [begin, end) of one memory.
struct Interval {
  int64_t begin = 0;
  int64_t end = 0;
};

/// A view with numbers for everything. Strides and `first` are in bytes,
/// `first` counts from the root's first byte.
struct View {
  mlir::Value root;
  int64_t first = 0;
  llvm::SmallVector<int64_t, 4> sizes;
  llvm::SmallVector<int64_t, 4> strides;
  int64_t elementBytes = 0;

  bool isEmpty() const { return llvm::is_contained(sizes, 0); }
  /// The bytes it covers, in ascending order, neighbours merged.
  llvm::SmallVector<Interval> intervals() const;
};

/// Evaluates index arithmetic and views as operations are met.
class Evaluator {
public:
  void set(mlir::Value value, int64_t number) { numbers[value] = number; }
  std::optional<int64_t> number(mlir::Value value) const;
  std::optional<int64_t> number(mlir::OpFoldResult value) const;

  /// Computes the results of an operation of the scheduled form that is
  /// neither control flow nor synchronisation. False: it cannot be evaluated.
  bool evaluate(mlir::Operation *op);

  /// The view that `value` is now. Its definition has been evaluated.
  const View &view(mlir::Value value) const {
    return views.find(value)->second;
  }
  void setRoot(mlir::Value root);

private:
  bool evaluateNumber(mlir::Operation *op);
  bool evaluateView(mlir::Operation *op);

  llvm::DenseMap<mlir::Value, int64_t> numbers;
  llvm::DenseMap<mlir::Value, View> views;
};

} // namespace seeker::proof

#endif // SEEKER_LIB_PROOF_EVALUATOR_H
