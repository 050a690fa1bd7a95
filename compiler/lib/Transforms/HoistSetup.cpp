// seeker-hoist-setup: what a step needs is made ready before the step.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "FirmwareCalls.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Transforms/Passes.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace seeker;

namespace seeker {
#define GEN_PASS_DEF_HOISTSETUP
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

/// A mover keeps its shape: where all of a loop's jobs have the same one, it is
/// written before the loop.
static void hoistShapes(scf::ForOp loop) {
  llvm::MapVector<int64_t, SmallVector<snitch::StreamShapeOp>> shapes;
  loop.getBody()->walk(
      [&](snitch::StreamShapeOp op) { shapes[op.getMover()].push_back(op); });
  for (auto &[mover, ops] : shapes) {
    snitch::StreamShapeOp first = ops.front();
    bool isOne = llvm::all_of(ops, [&](snitch::StreamShapeOp op) {
      return OperationEquivalence::isEquivalentTo(
          op, first, OperationEquivalence::IgnoreLocations);
    });
    if (!isOne || !llvm::all_of(first->getOperands(), [&](Value operand) {
          return loop.isDefinedOutsideOfLoop(operand);
        }))
      continue;
    first->moveBefore(loop);
    for (snitch::StreamShapeOp op : ArrayRef(ops).drop_front())
      op.erase();
  }
}

/// Whether `value` exists before `op`, in whose block or around it it lies.
static bool existsBefore(Value value, Operation *op) {
  if (auto argument = dyn_cast<BlockArgument>(value))
    return argument.getOwner()->findAncestorOpInBlock(*op);
  Operation *made = value.getDefiningOp();
  Operation *here = made->getBlock()->findAncestorOpInBlock(*op);
  return here && here != made && made->isBeforeInBlock(here);
}

/// Whether the core does nothing in `op` but wait.
static bool onlyWaits(Operation &op) {
  if (auto call = dyn_cast<func::CallOp>(op))
    return call.getCallee() == kDMAWaitFunction;
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return branch.getNumResults() == 0 && !branch.elseBlock() &&
           llvm::all_of(branch.thenBlock()->without_terminator(), onlyWaits);
  return isa<snitch::FenceOp, snitch::LateFenceOp>(op);
}

static bool isArithmetic(Operation &op) {
  return op.getNumRegions() == 0 && op.getNumResults() > 0 && isPure(&op);
}

/// Where a core begins to wait for the barrier.
static Operation *findFirstWait(Operation *barrier) {
  Operation *first = barrier;
  for (Operation *op = barrier->getPrevNode();
       op && (onlyWaits(*op) || isArithmetic(*op)); op = op->getPrevNode())
    if (onlyWaits(*op))
      first = op;
  return first;
}

/// Moves what only computes indices from behind `place` to before it, where
/// the cores would wait for the slowest, for the FPU or for the DMA. Branches
/// are looked into, loops are not.
static void hoistArithmetic(Block &block, Operation *place) {
  auto from = &block == place->getBlock() ? std::next(place->getIterator())
                                          : block.begin();
  for (Operation &op :
       llvm::make_early_inc_range(llvm::make_range(from, block.end()))) {
    if (auto branch = dyn_cast<scf::IfOp>(op)) {
      for (Region &region : branch->getRegions())
        if (!region.empty())
          hoistArithmetic(region.front(), place);
      continue;
    }
    if (isArithmetic(op) && llvm::all_of(op.getOperands(), [&](Value operand) {
          return existsBefore(operand, place);
        }))
      op.moveBefore(place);
  }
}

namespace {
struct HoistSetup : seeker::impl::HoistSetupBase<HoistSetup> {
  using HoistSetupBase::HoistSetupBase;

  void runOnOperation() override {
    // Inner loops come first, so that a shape rises as far as it can.
    getOperation()->walk(hoistShapes);
    SmallVector<snitch::BarrierOp> barriers;
    getOperation()->walk([&](snitch::BarrierOp op) { barriers.push_back(op); });
    for (Operation *op : llvm::reverse(barriers))
      hoistArithmetic(*op->getBlock(), findFirstWait(op));
  }
};
} // namespace
