// Follows results on their way out: from the core that computes them to the
// transfer that stores them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_PROOF_STORES_H
#define SEEKER_LIB_PROOF_STORES_H

#include "Rules.h"
#include "Touch.h"

#include <map>

namespace seeker::proof {

/// Told of every access in the order of the walk. Knows which bytes of each
/// tensor have been stored, and which bytes of L1 hold a result that has not.
class Stores {
public:
  Stores(mlir::func::FuncOp func, Proof &proof);

  void transfer(llvm::ArrayRef<Touch> sides);
  void compute(const Touch &touch);
  /// The end of the function: adds what was proved, or what is missing.
  void finish();

private:
  struct Tensor {
    mlir::Value root;
    std::vector<bool> stored; // for each cell
  };
  struct Buffer {
    mlir::Value root;
    mlir::Operation *computedBy = nullptr; // the last one
    bool isStored = false;                 // at some time
    std::optional<Violation> lost;         // the first time
  };

  void readTensor(const Touch &touch);
  void overwrite(const Touch &touch, int32_t by);
  void lose(Buffer &buffer, Interval addresses, const llvm::Twine &how,
            std::optional<mlir::Location> where);

  Proof &proof;
  std::vector<Tensor> tensors; // that start empty or must be stored
  std::vector<Buffer> buffers;
  llvm::DenseMap<mlir::Value, size_t> tensorOf, bufferOf;
  // For each cell of L1 the buffer whose result waits there, or -1.
  std::vector<int32_t> waiting;
  bool readTooEarly = false;
};

} // namespace seeker::proof

#endif // SEEKER_LIB_PROOF_STORES_H
