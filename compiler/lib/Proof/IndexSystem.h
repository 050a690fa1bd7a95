// The iterations that reach an operation, as integer constraints on its
// indices.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_PROOF_INDEXSYSTEM_H
#define SEEKER_LIB_PROOF_INDEXSYSTEM_H

#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/AffineMap.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>
#include <string>

namespace seeker::proof {

/// Sum of coefficients times variables, plus a constant. Variables beyond
/// `coefficients` count 0.
struct Linear {
  llvm::SmallVector<int64_t, 8> coefficients;
  int64_t constant = 0;

  bool isConstant() const {
    return llvm::all_of(coefficients, [](int64_t c) { return c == 0; });
  }
  Linear plus(const Linear &other, int64_t factor = 1) const;
  Linear plus(int64_t value) const;
  Linear times(int64_t factor) const;
};

/// An integer point of a system: what its loop indices and cores are, for
/// people, and the value of every variable.
struct Point {
  /// "iteration 3, core 7"; empty where neither matters.
  std::string text;
  llvm::SmallVector<int64_t> values;

  int64_t valueOf(const Linear &linear) const;
};

/// Visits every way through a series of choices: minima, maxima and negated
/// conditions make a union of convex sets, one for each way.
///
///     Choices choices;
///     do { ... choices.pick(2) ... } while (choices.next());
class Choices {
public:
  /// Answers 0 to `count` - 1.
  unsigned pick(unsigned count);
  /// Moves to the next way; false after the last.
  bool next();

private:
  llvm::SmallVector<std::pair<unsigned, unsigned>> taken; // choice, count
  size_t depth = 0;
};

/// One convex part of the iterations. Loop indices and core numbers are
/// variables, and so are the quotients of divisions. A value or condition
/// that is not affine in them makes the system `unknown()`.
class IndexSystem {
public:
  IndexSystem(Choices &choices, int64_t computeCores)
      : choices(choices), computeCores(computeCores) {}

  /// Confines the system to the iterations and cores that execute `op`.
  void enter(mlir::Operation *op);

  /// An index value as a linear expression.
  Linear valueOf(mlir::Value value);
  Linear valueOf(mlir::OpFoldResult value);
  /// The size of one dimension of a memref.
  Linear sizeOf(mlir::Value memref, unsigned dimension);
  /// An affine expression over the given dimensions and symbols.
  Linear valueOf(mlir::AffineExpr expr, llvm::ArrayRef<Linear> dimensions,
                 llvm::ArrayRef<Linear> symbols);

  Linear addVariable(std::string name);
  /// Demands `linear` >= 0.
  void demand(const Linear &linear);

  /// The first value that could not be expressed, if any.
  std::optional<mlir::Location> unknown() const { return unknownAt; }

  /// Can all demands be met, and `extra` >= 0 too? Answers a point that does,
  /// or nothing when the set is empty.
  std::optional<Point> findPoint(llvm::ArrayRef<Linear> extra) const;

private:
  void assume(mlir::Value condition, bool holds);
  void assumeCompare(mlir::Operation *compare, bool holds);
  Linear divide(const Linear &numerator, int64_t divisor);
  Linear least(llvm::ArrayRef<Linear> values, bool largest);
  Linear translate(mlir::Value value);
  Linear giveUp(mlir::Location where);

  Choices &choices;
  const int64_t computeCores;
  llvm::SmallVector<std::string> names;
  llvm::SmallVector<Linear> demands;
  llvm::DenseMap<mlir::Value, Linear> known;
  std::optional<mlir::Location> unknownAt;
};

} // namespace seeker::proof

#endif // SEEKER_LIB_PROOF_INDEXSYSTEM_H
