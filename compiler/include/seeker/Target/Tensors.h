// The tensors of a module whose L3 addresses are known.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TARGET_TENSORS_H
#define SEEKER_TARGET_TENSORS_H

#include "mlir/IR/BuiltinOps.h"
#include <optional>
#include <string>
#include <vector>

namespace seeker {

/// A tensor in L3 as the host sees it.
struct TensorFacts {
  std::string name;
  std::string role;
  std::vector<int64_t> shape;
  std::string dtype;
  uint32_t address = 0;
  int64_t bytes = 0;
  /// The image carries its data.
  bool loaded = false;
  /// The first and the last kernel that need it, where it shares its place.
  std::optional<std::pair<int64_t, int64_t>> needed;
};

struct ModuleTensors {
  /// In the order of their addresses.
  std::vector<TensorFacts> tensors;
  /// The data that the image carries, from `weightsBase` on, without gaps
  /// but for alignment.
  std::string weights;
};

/// Collects the `snitch.l3_tensor` operations of `module`. Data start at
/// `weightsBase`.
ModuleTensors collectTensors(mlir::ModuleOp module, uint64_t weightsBase);

} // namespace seeker

#endif // SEEKER_TARGET_TENSORS_H
