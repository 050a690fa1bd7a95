// seeker-hoist-setup: what a step needs is made ready before the step.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Contains.h"
#include "FirmwareCalls.h"
#include "InlineAssembly.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/CSE.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Transforms/Passes.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"

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
/// and switches are looked into, loops are not.
static void hoistArithmetic(Block &block, Operation *place) {
  auto from = &block == place->getBlock() ? std::next(place->getIterator())
                                          : block.begin();
  for (Operation &op :
       llvm::make_early_inc_range(llvm::make_range(from, block.end()))) {
    if (isa<scf::IfOp, scf::IndexSwitchOp>(op)) {
      for (Region &region : op.getRegions())
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

/// A branch like `op` with nothing in it.
static Operation *makeEmptyBranch(OpBuilder &b, Operation &op) {
  OpBuilder::InsertionGuard guard(b);
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return b.create<scf::IfOp>(op.getLoc(), branch.getCondition(),
                               branch.elseBlock() != nullptr);
  auto choice = cast<scf::IndexSwitchOp>(op);
  auto made =
      b.create<scf::IndexSwitchOp>(op.getLoc(), TypeRange(), choice.getArg(),
                                   choice.getCases(), choice.getCases().size());
  for (Region &region : made->getRegions()) {
    b.createBlock(&region);
    b.create<scf::YieldOp>(op.getLoc());
  }
  return made;
}

/// Moves the shapes that come before any job from `from` to where `b` is, which
/// is before `place`, in branches of their own if need be. A job keeps the
/// shape that it has started with.
static void hoistFirstShapes(llvm::iterator_range<Block::iterator> from,
                             OpBuilder &b, Operation *place) {
  for (Operation &op : llvm::make_early_inc_range(from)) {
    if (isArithmetic(op))
      continue;
    if (!llvm::all_of(op.getOperands(), [&](Value operand) {
          return existsBefore(operand, place);
        }))
      return;
    if (isa<snitch::StreamShapeOp>(op)) {
      op.moveBefore(b.getInsertionBlock(), b.getInsertionPoint());
      continue;
    }
    if (!isa<scf::IfOp, scf::IndexSwitchOp>(op) || op.getNumResults() != 0)
      return;
    Operation *branch = makeEmptyBranch(b, op);
    for (auto [region, made] : llvm::zip(op.getRegions(), branch->getRegions()))
      if (!region.empty()) {
        OpBuilder in = OpBuilder::atBlockTerminator(&made.front());
        hoistFirstShapes(region.front(), in, place);
      }
    if (!contains<snitch::StreamShapeOp>(branch))
      branch->erase();
    return;
  }
}

/// LLVM would compute numbers where they are used, behind the barrier: empty
/// instructions that take them stand where `b` is. Each takes few, since it
/// wants them in registers at once. Other values, and constants, are left out.
static void pin(OpBuilder &b, Location loc, ArrayRef<Value> values) {
  constexpr size_t kMost = 8;
  SmallVector<Value> numbers;
  llvm::copy_if(values, std::back_inserter(numbers), [](Value value) {
    Operation *made = value.getDefiningOp();
    return value.getType().isIndex() &&
           !(made && made->hasTrait<OpTrait::ConstantLike>());
  });
  for (ArrayRef<Value> rest = numbers; !rest.empty();
       rest = rest.drop_front(std::min(kMost, rest.size()))) {
    SmallVector<Value> words;
    for (Value number : rest.take_front(kMost))
      words.push_back(
          b.create<arith::IndexCastOp>(loc, b.getI32Type(), number));
    SmallVector<StringRef> constraints(words.size(), "r");
    emitAssembly(b, loc, "", llvm::join(constraints, ","), words);
  }
}

/// What is computed before `place`, but needed behind `barrier`.
static void pinSetup(Operation *barrier, Operation *place) {
  Block *block = barrier->getBlock();
  SmallVector<Value> numbers;
  for (Operation &op : llvm::make_range(block->begin(), place->getIterator())) {
    if (isArithmetic(op) && llvm::any_of(op.getUsers(), [&](Operation *user) {
          Operation *here = block->findAncestorOpInBlock(*user);
          return here && barrier->isBeforeInBlock(here);
        }))
      numbers.push_back(op.getResult(0));
  }
  OpBuilder b(place);
  pin(b, barrier->getLoc(), numbers);
}

/// Where the core waits for its FPU in the middle of a step, behind the streams
/// that it has started.
static Operation *findMiddleWait(Operation *barrier) {
  bool isStreaming = false;
  for (Operation *op = barrier->getNextNode(); op; op = op->getNextNode()) {
    if (isStreaming && contains<snitch::FenceOp>(op))
      return op;
    isStreaming |= contains<snitch::StreamingOp>(op);
  }
  return nullptr;
}

/// A step that waits for the FPU before it ends computes what the next step
/// needs before that: as the loop's arguments.
static void rotate(IRRewriter &rewriter, scf::ForOp loop) {
  auto barriers = llvm::to_vector(loop.getBody()->getOps<snitch::BarrierOp>());
  if (barriers.size() != 1 || loop.getNumResults() != 0)
    return;
  Operation *place = findFirstWait(barriers.front());
  Operation *wait = findMiddleWait(barriers.front());
  if (!wait)
    return;

  // All that is computed, in order; the views that stay, which are not carried;
  // and the numbers that these and others need.
  SetVector<Operation *> setup, views;
  for (Operation &op :
       llvm::make_range(loop.getBody()->begin(), place->getIterator()))
    if (isArithmetic(op))
      setup.insert(&op);
  auto isNumber = [](Value value) {
    return value.getType().isIndex() || value.getType().isInteger(1);
  };
  auto isNeeded = [&](Value value) {
    return llvm::any_of(value.getUsers(), [&](Operation *user) {
      return !setup.contains(user) || views.contains(user);
    });
  };
  SmallVector<Value> carried;
  for (Operation *op : llvm::reverse(setup))
    if (llvm::any_of(op->getResults(), [&](Value result) {
          return !isNumber(result) && isNeeded(result);
        }))
      views.insert(op);
  for (Operation *op : setup)
    if (!views.contains(op))
      llvm::copy_if(op->getResults(), std::back_inserter(carried), isNeeded);
  auto compute = [&](Value step) {
    IRMapping mapping;
    mapping.map(loop.getInductionVar(), step);
    for (Operation *op : setup)
      rewriter.clone(*op, mapping);
    return llvm::map_to_vector(
        carried, [&](Value value) { return mapping.lookupOrDefault(value); });
  };
  rewriter.setInsertionPoint(loop);
  SmallVector<Value> first = compute(loop.getLowerBound());
  rewriter.setInsertionPoint(wait);
  Value next = rewriter.create<arith::AddIOp>(
      loop.getLoc(), loop.getInductionVar(), loop.getStep());
  SmallVector<Value> following = compute(next);
  pin(rewriter, loop.getLoc(), following);
  auto rotated = cast<scf::ForOp>(*loop.replaceWithAdditionalYields(
      rewriter, first, /*replaceInitOperandUsesInLoop=*/false,
      [&](OpBuilder &, Location, ArrayRef<BlockArgument>) {
        return following;
      }));
  for (auto [value, argument] : llvm::zip(carried, rotated.getRegionIterArgs()))
    value.replaceUsesWithIf(argument, [&](OpOperand &use) {
      return !setup.contains(use.getOwner()) || views.contains(use.getOwner());
    });
  for (Operation *op : llvm::reverse(setup))
    if (op->use_empty())
      rewriter.eraseOp(op);
}

namespace {
struct HoistSetup : seeker::impl::HoistSetupBase<HoistSetup> {
  using HoistSetupBase::HoistSetupBase;

  void runOnOperation() override {
    // Inner loops come first, so that a shape rises as far as it can.
    getOperation()->walk(hoistShapes);
    SmallVector<snitch::BarrierOp> barriers;
    getOperation()->walk([&](snitch::BarrierOp op) { barriers.push_back(op); });
    for (Operation *op : llvm::reverse(barriers)) {
      Operation *place = findFirstWait(op);
      hoistArithmetic(*op->getBlock(), place);
      OpBuilder b(place);
      hoistFirstShapes(
          llvm::make_range(std::next(op->getIterator()), op->getBlock()->end()),
          b, place);
    }
    IRRewriter rewriter(&getContext());
    DominanceInfo dominance(getOperation());
    eliminateCommonSubExpressions(rewriter, dominance, getOperation());
    SmallVector<scf::ForOp> loops;
    getOperation()->walk([&](scf::ForOp loop) { loops.push_back(loop); });
    for (scf::ForOp loop : loops)
      rotate(rewriter, loop);
    for (Operation *op : barriers)
      pinSetup(op, findFirstWait(op));
  }
};
} // namespace
