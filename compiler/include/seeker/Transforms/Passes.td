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

//===-- from the planned schedule to LLVM ---------------------------------===//

def LowerMicrokernels : Pass<"seeker-lower-microkernels", "::mlir::ModuleOp"> {
  let summary = "one core's work on tiles becomes loops over scalars";
  let description = [{
    Before: `snitch.microkernel` with linalg operations on memrefs.
    After: `scf` loops of loads, arithmetic and stores in its place. Several
    outputs are computed side by side, so that the FPU's latency is hidden;
    each is loaded and stored once. Sizes may be dynamic and 0.
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
    "::mlir::math::MathDialect", "::mlir::memref::MemRefDialect",
    "::mlir::scf::SCFDialect"];
}

#endif // SEEKER_TRANSFORMS_PASSES_TD
