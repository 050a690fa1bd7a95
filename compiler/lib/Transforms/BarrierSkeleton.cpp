// Compares the barriers of two functions, and the control flow around them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "BarrierSkeleton.h"
#include "Contains.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/OperationSupport.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;

namespace {
/// Two functions walked side by side. Loops that correspond have corresponding
/// induction variables; other values correspond when they are computed in the
/// same way from values that do.
class Comparison {
public:
  LogicalResult compareBlocks(Block &first, Block &second);

private:
  LogicalResult compareOps(Operation *first, Operation *second);
  bool same(Value first, Value second);

  DenseMap<Value, Value> partner;
};
} // namespace

static SmallVector<Operation *> barriersOf(Block &block) {
  SmallVector<Operation *> ops;
  for (Operation &op : block)
    if (contains<snitch::BarrierOp>(&op))
      ops.push_back(&op);
  return ops;
}

bool Comparison::same(Value first, Value second) {
  auto known = partner.find(first);
  if (known != partner.end())
    return known->second == second;
  Operation *a = first.getDefiningOp(), *b = second.getDefiningOp();
  if (!a || !b || a->getName() != b->getName() ||
      a->getAttrDictionary() != b->getAttrDictionary() ||
      a->getNumOperands() != b->getNumOperands() || a->getNumRegions() != 0 ||
      b->getNumRegions() != 0 ||
      cast<OpResult>(first).getResultNumber() !=
          cast<OpResult>(second).getResultNumber() ||
      !isMemoryEffectFree(a))
    return false;
  for (auto [x, y] : llvm::zip(a->getOperands(), b->getOperands()))
    if (!same(x, y))
      return false;
  partner[first] = second;
  return true;
}

static LogicalResult differ(Operation *first, Operation *second,
                            const Twine &how) {
  InFlightDiagnostic diag = first->emitOpError() << how;
  diag.attachNote(second->getLoc()) << "the other core's code";
  return diag;
}

LogicalResult Comparison::compareOps(Operation *first, Operation *second) {
  if (first->getName() != second->getName())
    return differ(first, second,
                  "is where another core has '" +
                      second->getName().getStringRef() + "'");
  if (isa<snitch::BarrierOp>(first))
    return success();
  if (auto a = dyn_cast<scf::ForOp>(first)) {
    auto b = cast<scf::ForOp>(second);
    if (!same(a.getLowerBound(), b.getLowerBound()) ||
        !same(a.getUpperBound(), b.getUpperBound()) ||
        !same(a.getStep(), b.getStep()))
      return differ(a, b,
                    "with a barrier runs between other bounds on another "
                    "core");
    partner[a.getInductionVar()] = b.getInductionVar();
    return compareBlocks(*a.getBody(), *b.getBody());
  }
  if (auto a = dyn_cast<scf::IfOp>(first)) {
    auto b = cast<scf::IfOp>(second);
    if (!same(a.getCondition(), b.getCondition()))
      return differ(a, b,
                    "with a barrier has another condition on another "
                    "core");
    if (failed(compareBlocks(*a.thenBlock(), *b.thenBlock())))
      return failure();
    if (bool(a.elseBlock()) != bool(b.elseBlock())) {
      Block *only = a.elseBlock() ? a.elseBlock() : b.elseBlock();
      if (!barriersOf(*only).empty())
        return differ(a, b,
                      "has a barrier in an else branch that another core "
                      "has not");
      return success();
    }
    return a.elseBlock() ? compareBlocks(*a.elseBlock(), *b.elseBlock())
                         : success();
  }
  return first->emitOpError(
      "has a barrier inside; supported are scf.for and scf.if");
}

LogicalResult Comparison::compareBlocks(Block &first, Block &second) {
  SmallVector<Operation *> a = barriersOf(first), b = barriersOf(second);
  for (auto [x, y] : llvm::zip(a, b))
    if (failed(compareOps(x, y)))
      return failure();
  if (a.size() != b.size()) {
    Operation *extra = a.size() > b.size() ? a[b.size()] : b[a.size()];
    return extra->emitOpError("has no counterpart on another core");
  }
  return success();
}

LogicalResult seeker::verifySameBarriers(func::FuncOp first,
                                         func::FuncOp second) {
  return Comparison().compareBlocks(first.front(), second.front());
}
