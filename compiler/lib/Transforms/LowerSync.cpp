// seeker-lower-sync: barriers become CSR accesses, marks calls of the firmware.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "InlineAssembly.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;
using namespace seeker;

namespace seeker {
#define GEN_PASS_DEF_LOWERSYNC
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

/// The read of the barrier's CSR waits for all harts; the fence before it waits
/// for this one's stores, unless one that waits for the FPU as well stands
/// there. Before a late barrier there may be stores that wait for the FPU.
static void lowerBarrier(snitch::BarrierOp op) {
  OpBuilder b(op);
  bool isFenced =
      op.getLate() || isa_and_nonnull<snitch::FenceOp>(op->getPrevNode());
  emitAssembly(b, op.getLoc(),
               isFenced ? "csrr zero, 0x7c2" : "fence\ncsrr zero, 0x7c2",
               "~{memory}", ValueRange());
  op.erase();
}

static StringRef functionOf(snitch::Point point) {
  return point == snitch::Point::Begin ? "seeker_run_kernel_begin"
                                       : "seeker_run_kernel_end";
}

static constexpr llvm::StringLiteral kWait = "seeker_run_kernel_wait";

namespace {
struct LowerSync : seeker::impl::LowerSyncBase<LowerSync> {
  using LowerSyncBase::LowerSyncBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    module.walk(lowerBarrier);

    llvm::MapVector<StringAttr, unsigned> numbers;
    SmallVector<snitch::MarkOp> marks;
    module.walk([&](snitch::MarkOp op) {
      numbers.insert({op.getKernelAttr(), numbers.size()});
      marks.push_back(op);
    });
    OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
    auto declare = [&](StringRef name) {
      b.create<func::FuncOp>(module.getLoc(), name,
                             b.getFunctionType({b.getI32Type()}, {}))
          .setPrivate();
    };
    if (!marks.empty()) {
      declare(functionOf(snitch::Point::Begin));
      declare(functionOf(snitch::Point::End));
    }
    if (llvm::any_of(marks, [](snitch::MarkOp op) {
          return op->hasAttr(snitch::kWaitsAttr);
        }))
      declare(kWait);
    for (snitch::MarkOp op : marks) {
      OpBuilder b(op);
      Value number = b.create<arith::ConstantIntOp>(
          op.getLoc(), numbers[op.getKernelAttr()], 32);
      b.create<func::CallOp>(op.getLoc(), functionOf(op.getPoint()),
                             TypeRange(), number);
      if (op->hasAttr(snitch::kWaitsAttr))
        b.create<func::CallOp>(op.getLoc(), kWait, TypeRange(), number);
      op.erase();
    }
  }
};
} // namespace
