// Makes of each kernel in a core's schedule a function of its own.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "OutlineKernels.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Transforms/RegionUtils.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;

namespace {
struct Part {
  StringRef kernel;
  SmallVector<Operation *> ops;
};

/// Copies operations into one part's function.
class PartCopier {
public:
  PartCopier(func::FuncOp schedule, func::FuncOp part)
      : builder(OpBuilder::atBlockBegin(part.addEntryBlock())) {
    mapping.map(schedule.getArguments(), part.getArguments());
  }

  void copy(Operation *op) {
    llvm::SetVector<Value> needed(op->operand_begin(), op->operand_end());
    getUsedValuesDefinedAbove(op->getRegions(), needed);
    for (Value value : needed)
      if (!mapping.contains(value))
        copy(value.getDefiningOp());
    builder.clone(*op, mapping);
  }

private:
  OpBuilder builder;
  IRMapping mapping;
};
} // namespace

/// Whether each part that needs `op` may have its own.
static bool isRepeatable(Operation &op) {
  return isa<snitch::L1AllocOp>(op) || isPure(&op);
}

static SmallVector<Part> splitAtMarks(func::FuncOp schedule) {
  SmallVector<Part> parts;
  SmallVector<Operation *> current;
  for (Operation &op : schedule.front().without_terminator()) {
    auto mark = dyn_cast<snitch::MarkOp>(op);
    if (!mark && !isRepeatable(op))
      current.push_back(&op);
    if (mark && mark.getPoint() == snitch::Point::End) {
      parts.push_back({mark.getKernel(), std::move(current)});
      current.clear();
    }
  }
  if (!parts.empty())
    llvm::append_range(parts.back().ops, current);
  return parts;
}

SmallVector<func::FuncOp> seeker::outlineKernels(func::FuncOp schedule) {
  SmallVector<Part> parts = splitAtMarks(schedule);
  if (parts.empty())
    return {schedule};
  SmallVector<func::FuncOp> functions;
  OpBuilder builder(schedule);
  Operation *end = schedule.front().getTerminator();
  for (const Part &part : parts) {
    auto function = cast<func::FuncOp>(builder.cloneWithoutRegions(*schedule));
    function.setSymName((schedule.getSymName() + "_" + part.kernel).str());
    PartCopier copier(schedule, function);
    for (Operation *op : part.ops)
      copier.copy(op);
    copier.copy(end);
    functions.push_back(function);
  }
  schedule.erase();
  return functions;
}
