// seeker-expand-math: functions become the arithmetic that cores have.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ExpandMath/Functions.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/BuiltinOps.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;

namespace seeker {
#define GEN_PASS_DEF_EXPANDMATH
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

using namespace seeker::expand;

/// Replaces `function.op` by its quick form, which counts on an argument that
/// is covered.
static Value expandForTest(OpBuilder &builder, const Function &function) {
  Value squares = Scalars(builder, function.op->getLoc()).number(0);
  return expandQuickly(builder, function, function.argument, squares);
}

namespace {
struct ExpandMath : seeker::impl::ExpandMathBase<ExpandMath> {
  using ExpandMathBase::ExpandMathBase;

  void runOnOperation() override {
    SmallVector<Operation *> ops;
    getOperation()->walk([&](Operation *op) { ops.push_back(op); });
    // Users first: what a function consists of is then unused.
    for (Operation *op : llvm::reverse(ops)) {
      if (isOpTriviallyDead(op)) {
        op->erase();
        continue;
      }
      std::optional<Function> function = matchFunction(op);
      if (!function)
        continue;
      bool hasQuickForm = getQuickLimit(*function) > 0;
      if (hasQuickForm && keepQuick)
        continue;
      OpBuilder builder(op);
      Value value = hasQuickForm && quick ? expandForTest(builder, *function)
                                          : expandFunction(builder, *function,
                                                           function->argument);
      op->getResult(0).replaceAllUsesWith(value);
      op->erase();
    }
  }
};
} // namespace
