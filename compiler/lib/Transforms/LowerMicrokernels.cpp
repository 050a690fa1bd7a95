// seeker-lower-microkernels: work on tiles becomes loops over scalars.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "JammedLoops.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;
using namespace seeker;

namespace seeker {
#define GEN_PASS_DEF_LOWERMICROKERNELS
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

/// Puts the body in the microkernel's place; its arguments are the operands.
static void inlineMicrokernel(snitch::MicrokernelOp op) {
  Block &body = op.getBody().front();
  for (auto [argument, operand] :
       llvm::zip(body.getArguments(), op.getOperands()))
    argument.replaceAllUsesWith(operand);
  body.getTerminator()->erase();
  op->getBlock()->getOperations().splice(op->getIterator(),
                                         body.getOperations());
  op.erase();
}

namespace {
struct LowerMicrokernels
    : seeker::impl::LowerMicrokernelsBase<LowerMicrokernels> {
  using LowerMicrokernelsBase::LowerMicrokernelsBase;

  void runOnOperation() override {
    SmallVector<snitch::MicrokernelOp> microkernels;
    getOperation()->walk(
        [&](snitch::MicrokernelOp op) { microkernels.push_back(op); });
    for (snitch::MicrokernelOp op : microkernels)
      inlineMicrokernel(op);

    SmallVector<linalg::LinalgOp> ops;
    getOperation()->walk([&](linalg::LinalgOp op) { ops.push_back(op); });
    for (linalg::LinalgOp op : ops) {
      if (!op.hasPureBufferSemantics()) {
        op.emitOpError("works on tensors; only memrefs can be lowered");
        return signalPassFailure();
      }
      OpBuilder builder(op);
      emitJammedLoops(builder, op);
      op.erase();
    }
  }
};
} // namespace
