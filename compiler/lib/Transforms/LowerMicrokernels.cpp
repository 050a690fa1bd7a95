// seeker-lower-microkernels: work on tiles becomes streams or scalar loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Contains.h"
#include "JammedLoops.h"
#include "Streams/Kernels.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "seeker/Config/Configuration.h"
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

static Value rootOf(Value view) {
  while (auto source = view.getDefiningOp<ViewLikeOpInterface>())
    view = source.getViewSource();
  return view;
}

namespace {
/// Which linalg operations touch a buffer.
class Users {
public:
  explicit Users(ArrayRef<linalg::LinalgOp> ops) {
    for (linalg::LinalgOp op : ops)
      for (OpOperand &operand : op->getOpOperands())
        if (isa<MemRefType>(operand.get().getType())) {
          Value root = rootOf(operand.get());
          touching[root].insert(op);
          if (op.isDpsInit(&operand))
            writing[root].insert(op);
        }
  }

  /// Whether streams of `op` may meet loads and stores of another operation,
  /// with which nothing orders them.
  bool meetsOthers(linalg::LinalgOp op) const {
    for (OpOperand &operand : op->getOpOperands()) {
      if (!isa<MemRefType>(operand.get().getType()))
        continue;
      // A reduction loads and stores its output in the order of the others.
      if (op.isDpsInit(&operand) && op.getNumReductionLoops() > 0)
        continue;
      const auto &others = op.isDpsInit(&operand) ? touching : writing;
      auto found = others.find(rootOf(operand.get()));
      if (found != others.end() &&
          llvm::any_of(found->second, [&](Operation *o) { return o != op; }))
        return true;
    }
    return false;
  }

private:
  DenseMap<Value, llvm::SmallPtrSet<Operation *, 4>> touching, writing;
};

struct LowerMicrokernels
    : seeker::impl::LowerMicrokernelsBase<LowerMicrokernels> {
  using LowerMicrokernelsBase::LowerMicrokernelsBase;

  void runOnOperation() override {
    llvm::Expected<Configuration> configuration = loadConfiguration(config);
    if (!configuration) {
      getOperation().emitError() << toString(configuration.takeError());
      return signalPassFailure();
    }
    limits.movers = configuration->ssrStreams;
    limits.loops = configuration->ssrLoops;
    limits.body = configuration->frepBuffer;
    limits.latency = configuration->fpuLatencyFma;

    SmallVector<snitch::MicrokernelOp> microkernels;
    getOperation()->walk(
        [&](snitch::MicrokernelOp op) { microkernels.push_back(op); });
    for (snitch::MicrokernelOp op : microkernels)
      inlineMicrokernel(op);

    SmallVector<linalg::LinalgOp> ops;
    getOperation()->walk([&](linalg::LinalgOp op) { ops.push_back(op); });
    Users users(ops);
    for (auto [index, op] : llvm::enumerate(ops)) {
      if (!op.hasPureBufferSemantics()) {
        op.emitOpError("works on tensors; only memrefs can be lowered");
        return signalPassFailure();
      }
      linalg::LinalgOp next =
          index + 1 < ops.size() ? ops[index + 1] : linalg::LinalgOp();
      if (next && startsSums(op, next))
        starts[next] = op;
      else
        lower(op, users);
    }
  }

private:
  /// Whether all that `fill` does is to give the sums of `next` a start.
  static bool startsSums(linalg::LinalgOp fill, linalg::LinalgOp next) {
    if (!isa<linalg::FillOp>(fill) || fill->getBlock() != next->getBlock() ||
        next.getNumReductionLoops() == 0 || next.getNumDpsInits() != 1 ||
        fill.getDpsInits()[0] != next.getDpsInits()[0])
      return false;
    // It must be known that there is something to sum.
    for (auto [range, kind] :
         llvm::zip(next.getStaticLoopRanges(), next.getIteratorTypesArray()))
      if (kind == utils::IteratorType::reduction && range <= 0)
        return false;
    for (Operation *op = fill->getNextNode(); op != next;
         op = op->getNextNode())
      if (!isMemoryEffectFree(op))
        return false;
    return llvm::all_of(next.getDpsInputs(), [&](Value input) {
      return !isa<MemRefType>(input.getType()) ||
             rootOf(input) != rootOf(fill.getDpsInits()[0]);
    });
  }

  /// Whether `op` has results that the FPU gives later than moves to the
  /// integer side, by which fences at barriers wait: it divides.
  static bool divides(linalg::LinalgOp op) {
    return llvm::any_of(*op.getBlock(), [](Operation &inner) {
      return isa<arith::DivFOp, math::SqrtOp>(inner);
    });
  }

  /// Whether nothing but a barrier needs what `op` gives: what comes behind it
  /// in its compute region begins with a fence, and before every such region
  /// there is a barrier.
  static bool endsAtBarrier(linalg::LinalgOp op, const Users &users) {
    auto region = op->getParentOfType<snitch::ComputeOp>();
    if (!region || divides(op))
      return false;
    bool isBehind = false, isFenced = true;
    region.walk([&](linalg::LinalgOp other) {
      if (isBehind)
        isFenced &= users.meetsOthers(other);
      isBehind |= other == op;
    });
    auto followsBarrier = [](snitch::ComputeOp compute) {
      for (Operation *before = compute->getPrevNode(); before;
           before = before->getPrevNode()) {
        if (isa<snitch::BarrierOp>(before))
          return WalkResult::advance();
        if (contains<snitch::ComputeOp>(before))
          break;
      }
      return WalkResult::interrupt();
    };
    return isFenced && !region->getParentOfType<func::FuncOp>()
                            .walk(followsBarrier)
                            .wasInterrupted();
  }

  void lower(linalg::LinalgOp op, const Users &users) {
    OpBuilder builder(op);
    linalg::LinalgOp fill = starts.lookup(op);
    std::string whyNot;
    std::optional<streams::Kernel> kernel =
        streams::analyseKernel(builder, op, limits, whyNot);
    if (kernel) {
      if (fill && kernel->pairs &&
          !fill.getDpsInputs()[0].getDefiningOp<arith::ConstantOp>())
        emitJammedLoops(builder, fill, {});
      else if (fill)
        kernel->start = fill.getDpsInputs()[0];
      bool hasRest = kernel->pairs && kernel->pairs->mayBeOdd;
      kernel->endsAtBarrier = !hasRest && endsAtBarrier(op, users);
      if (users.meetsOthers(op))
        builder.create<snitch::FenceOp>(op.getLoc(), ArrayRef<int64_t>());
      if (kernel->isReduction())
        streams::emitReduction(builder, *kernel, limits);
      else
        streams::emitElementwise(builder, *kernel, limits);
      // What is left of pairs is added to the sums in memory.
      if (hasRest) {
        linalg::LinalgOp rest =
            streams::emitRest(builder, kernel->nest, *kernel->pairs);
        emitJammedLoops(builder, rest, {});
        rest.erase();
      }
    } else {
      op.emitRemark() << "is lowered to scalar loops: " << whyNot;
      if (op->getParentOfType<snitch::ComputeOp>() && users.meetsOthers(op))
        builder.create<snitch::FenceOp>(op.getLoc(), ArrayRef<int64_t>());
      JamFactors factors;
      if (fill)
        emitJammedLoops(builder, fill, factors);
      emitJammedLoops(builder, op, factors);
    }
    op.erase();
    if (fill)
      fill.erase();
  }

  streams::Limits limits;
  DenseMap<Operation *, linalg::LinalgOp> starts;
};
} // namespace
