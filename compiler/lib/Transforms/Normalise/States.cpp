// Each state's next value may take the place of the old one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Steps.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::normalise;

SmallVector<unsigned> normalise::getStateArguments(func::FuncOp function) {
  SmallVector<unsigned> states;
  for (unsigned index = 0; index < function.getNumArguments(); ++index)
    if (function.getArgAttr(index, snitch::kStateAttr))
      states.push_back(index);
  return states;
}

SmallVector<unsigned> normalise::getStateResults(func::FuncOp function) {
  SmallVector<unsigned> states;
  for (unsigned index = 0; index < function.getNumResults(); ++index)
    if (function.getResultAttr(index, snitch::kStateAttr))
      states.push_back(index);
  return states;
}

/// Whether `op` reads nothing of `state` but the element that it computes.
static bool readsElementwise(linalg::GenericOp op, Value state) {
  if (!isElementwise(op))
    return false;
  for (OpOperand &operand : op->getOpOperands())
    if (operand.get() == state &&
        !op.getMatchingIndexingMap(&operand).isIdentity())
      return false;
  return true;
}

/// Whether `next` can be written to where `state` lies: what reads the old
/// value has run before, or reads an element just before its next value is
/// written.
static bool canReplace(Value next, Value state) {
  auto producer = next.getDefiningOp<linalg::GenericOp>();
  if (!producer)
    return false;
  return llvm::all_of(state.getUsers(), [&](Operation *user) {
    if (user == producer)
      return readsElementwise(producer, state);
    // A view is read where its users are.
    return isa<linalg::LinalgOp>(user) && user->isBeforeInBlock(producer);
  });
}

void normalise::separateStates(func::FuncOp function) {
  SmallVector<unsigned> results = getStateResults(function);
  if (results.empty())
    return;
  SmallVector<unsigned> arguments = getStateArguments(function);
  auto ret = cast<func::ReturnOp>(function.front().getTerminator());
  OpBuilder builder(ret);
  // All copies come last, from tensors of their own: no copy reads a state.
  for (auto [argument, result] : llvm::zip(arguments, results))
    if (!canReplace(ret.getOperand(result), function.getArgument(argument)))
      ret.setOperand(result,
                     createCopy(builder, ret.getLoc(), ret.getOperand(result)));
}
