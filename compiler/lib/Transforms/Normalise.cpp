// seeker-normalise: groups linalg operations on tensors into kernels.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Normalise/Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
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
  void runOnOperation() override {
    FailureOr<func::FuncOp> function =
        seeker::normalise::checkInput(getOperation());
    if (failed(function))
      return signalPassFailure();
    seeker::normalise::generalise(*function);
    seeker::normalise::fuseElementwise(*function);
    seeker::normalise::fuseBias(*function);
    seeker::normalise::formKernels(*function);
  }
};
} // namespace
