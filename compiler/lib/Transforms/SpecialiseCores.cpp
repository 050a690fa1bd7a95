// seeker-specialise-cores: one schedule becomes DM core's and compute core's.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "BarrierSkeleton.h"
#include "OutlineKernels.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "seeker/Config/Configuration.h"
#include "seeker/Dialect/DMA/IR/DMADialect.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;
using namespace seeker;

namespace seeker {
#define GEN_PASS_DEF_SPECIALISECORES
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

/// Drops what only compute cores execute.
static void specialiseForDm(func::FuncOp function) {
  function.walk([](snitch::ComputeOp op) { op.erase(); });
}

/// Drops what only the DM core executes, but for the marks, and opens the
/// compute regions. One
/// `dma.done` stands for all tokens, so that clean-up finds that none of them
/// is needed.
static void specialiseForCompute(func::FuncOp function) {
  Location loc = function.getLoc();
  OpBuilder builder = OpBuilder::atBlockBegin(&function.front());
  Value core = function.front().addArgument(builder.getIndexType(), loc);
  function.setType(builder.getFunctionType({core.getType()}, {}));
  Value done = builder.create<dma::DoneOp>(loc);

  auto forget = [&](Value value) {
    if (isa<dma::TokenType>(value.getType()) && value != done)
      value.replaceAllUsesWith(done);
  };
  function.walk([&](Operation *op) {
    llvm::for_each(op->getResults(), forget);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        llvm::for_each(block.getArguments(), forget);
  });
  function.walk([&](Operation *op) {
    if (isa<dma::StartOp, dma::StartZeroOp, dma::WaitOp>(op))
      op->erase();
  });
  function.walk([](snitch::BarrierOp op) {
    OpBuilder before(op);
    if (op.getLate())
      before.create<snitch::LateFenceOp>(op.getLoc());
    else
      before.create<snitch::FenceOp>(op.getLoc(), ArrayRef<int64_t>());
  });
  SmallVector<snitch::ComputeOp> regions;
  function.walk([&](snitch::ComputeOp op) { regions.push_back(op); });
  for (snitch::ComputeOp op : regions) {
    op.getCore().replaceAllUsesWith(core);
    Block &body = op.getBody().front();
    body.getTerminator()->erase();
    op->getBlock()->getOperations().splice(op->getIterator(),
                                           body.getOperations());
    op.erase();
  }
}

/// Folds, and removes whatever has no effect and no user.
static LogicalResult cleanUp(func::FuncOp function) {
  MLIRContext *context = function.getContext();
  RewritePatternSet patterns(context);
  for (Dialect *dialect : context->getLoadedDialects())
    dialect->getCanonicalizationPatterns(patterns);
  for (RegisteredOperationName op : context->getRegisteredOperations())
    op.getCanonicalizationPatterns(patterns, context);
  return applyPatternsAndFoldGreedily(function, std::move(patterns));
}

/// main(hart): what the firmware calls on every hart.
static void createMain(ModuleOp module, func::FuncOp dm,
                       ArrayRef<func::FuncOp> kernels, int64_t computeCores) {
  Location loc = dm.getLoc();
  OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
  auto main = b.create<func::FuncOp>(
      loc, "main", b.getFunctionType({b.getI32Type()}, {b.getI32Type()}));
  b.setInsertionPointToStart(main.addEntryBlock());
  Value hart = main.getArgument(0);
  Value dmHart = b.create<arith::ConstantIntOp>(loc, computeCores, 32);
  Value isDm =
      b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, hart, dmHart);
  b.create<scf::IfOp>(
      loc, isDm,
      [&](OpBuilder &b, Location loc) {
        b.create<func::CallOp>(loc, dm);
        b.create<scf::YieldOp>(loc);
      },
      [&](OpBuilder &b, Location loc) {
        Value core = b.create<arith::IndexCastOp>(loc, b.getIndexType(), hart);
        for (func::FuncOp kernel : kernels)
          b.create<func::CallOp>(loc, kernel, core);
        b.create<scf::YieldOp>(loc);
      });
  Value zero = b.create<arith::ConstantIntOp>(loc, 0, 32);
  b.create<func::ReturnOp>(loc, zero);
}

namespace {
struct SpecialiseCores : seeker::impl::SpecialiseCoresBase<SpecialiseCores> {
  using SpecialiseCoresBase::SpecialiseCoresBase;

  void runOnOperation() override {
    llvm::Expected<Configuration> configuration = loadConfiguration(config);
    if (!configuration) {
      getOperation().emitError() << toString(configuration.takeError());
      return signalPassFailure();
    }
    auto functions = llvm::to_vector(getOperation().getOps<func::FuncOp>());
    if (functions.size() != 1) {
      getOperation().emitError()
          << "needs one function, has " << functions.size();
      return signalPassFailure();
    }
    if (unsigned arguments = functions[0].getNumArguments()) {
      functions[0].emitOpError()
          << "has " << arguments
          << " arguments, needs none; seeker-place-l3 removes them";
      return signalPassFailure();
    }
    func::FuncOp schedule = functions[0];
    func::FuncOp dm = makeCopy(schedule, "_dm");
    func::FuncOp compute = makeCopy(schedule, "_compute");
    schedule.erase();
    specialiseForDm(dm);
    specialiseForCompute(compute);
    if (failed(cleanUp(dm)) || failed(cleanUp(compute)) ||
        failed(verifySameBarriers(dm, compute)))
      return signalPassFailure();
    createMain(getOperation(), dm, outlineKernels(compute),
               configuration->computeCores);
  }

  /// Neither copy is inlined: a trap's pc then tells whose code it is.
  func::FuncOp makeCopy(func::FuncOp schedule, StringRef suffix) {
    func::FuncOp copy = schedule.clone();
    copy.setSymName((schedule.getSymName() + suffix).str());
    copy.setPrivate();
    copy->setAttr("llvm.linkage", LLVM::LinkageAttr::get(
                                      &getContext(), LLVM::Linkage::Internal));
    copy->setAttr("passthrough",
                  Builder(&getContext()).getStrArrayAttr({"noinline"}));
    getOperation().push_back(copy);
    return copy;
  }
};
} // namespace
