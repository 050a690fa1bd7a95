// The compiler's passes, in the order of the pipeline.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TRANSFORMS_PASSES_TD
#define SEEKER_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def Normalise : Pass<"seeker-normalise", "::mlir::ModuleOp"> {
  let summary = "groups linalg operations on tensors into kernels";
  let description = [{
    Before: a function of linalg operations on tensors of static shape.
    After: the same function of `snitch.kernel` operations, each with one root,
    its accumulator's initialisation (fill, bias) and the elementwise
    operations that consume its result.
  }];
  let dependentDialects = ["::seeker::snitch::SnitchDialect",
                           "::mlir::linalg::LinalgDialect",
                           "::mlir::tensor::TensorDialect"];
}

#endif // SEEKER_TRANSFORMS_PASSES_TD
