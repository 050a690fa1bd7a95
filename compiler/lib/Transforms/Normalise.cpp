// seeker-normalise: groups linalg operations on tensors into kernels.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;

namespace seeker {
#define GEN_PASS_DEF_NORMALISE
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

namespace {
struct Normalise : seeker::impl::NormaliseBase<Normalise> {
  void runOnOperation() override {}
};
} // namespace
