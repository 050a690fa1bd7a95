// seeker-inline-calls: a network of several functions becomes one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "mlir/IR/IRMapping.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Transforms/Entry.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;
using namespace seeker;

namespace seeker {
#define GEN_PASS_DEF_INLINECALLS
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

static func::FuncOp getCallee(func::CallOp call) {
  return SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(
      call, call.getCalleeAttr());
}

namespace {
/// Follows calls from a function, and finds the circles among them.
class CallWalk {
public:
  LogicalResult visit(func::FuncOp function) {
    if (done.contains(function))
      return success();
    path.insert(function);
    WalkResult result = function.walk([&](func::CallOp call) {
      func::FuncOp callee = getCallee(call);
      if (path.contains(callee)) {
        call.emitOpError() << "calls '" << callee.getSymName()
                           << "', which is still running: supported are calls "
                              "that form no circle";
        return WalkResult::interrupt();
      }
      return succeeded(visit(callee)) ? WalkResult::advance()
                                      : WalkResult::interrupt();
    });
    path.erase(function);
    done.insert(function);
    return failure(result.wasInterrupted());
  }

private:
  llvm::SmallPtrSet<Operation *, 8> path, done;
};
} // namespace

FailureOr<func::FuncOp> seeker::findEntry(ModuleOp module) {
  llvm::SmallPtrSet<Operation *, 8> called;
  module.walk([&](func::CallOp call) { called.insert(getCallee(call)); });
  bool isEmpty = true;
  func::FuncOp entry;
  CallWalk walk;
  for (auto function : module.getOps<func::FuncOp>()) {
    if (function.isExternal())
      continue;
    isEmpty = false;
    if (failed(walk.visit(function)))
      return failure();
    if (called.contains(function))
      continue;
    if (entry) {
      InFlightDiagnostic diag =
          function.emitOpError("is a second function that nothing calls, "
                               "supported is one");
      diag.attachNote(entry.getLoc()) << "the first function";
      return diag;
    }
    entry = function;
  }
  if (isEmpty)
    return module.emitError("there is no function to compile: supported is one "
                            "func.func on tensors");
  assert(entry && "without a circle, something is not called");
  return entry;
}

/// What can be put in the place of a call to it.
static LogicalResult checkCallee(func::CallOp call, func::FuncOp callee) {
  auto refuse = [&](const llvm::Twine &why) {
    InFlightDiagnostic diag =
        call.emitOpError() << "calls '" << callee.getSymName() << "', " << why;
    diag.attachNote(callee.getLoc()) << "this function";
    return diag;
  };
  if (callee.isExternal())
    return refuse("which has no body");
  if (!llvm::hasSingleElement(callee.getBody()))
    return refuse("which has branches, supported is straight code");
  for (unsigned index = 0; index < callee.getNumArguments(); ++index)
    if (callee.getArgAttr(index, snitch::kStateAttr))
      return refuse("argument " + llvm::Twine(index) +
                    " of which is marked 'snitch.state', supported where "
                    "nothing calls the function");
  return success();
}

/// Puts the callee's operations in the place of `call`.
static void inlineCall(func::CallOp call, func::FuncOp callee) {
  OpBuilder builder(call);
  IRMapping mapping;
  mapping.map(callee.getArguments(), call.getOperands());
  Block &body = callee.front();
  for (Operation &op : body.without_terminator())
    builder.clone(op, mapping);
  for (auto [result, value] :
       llvm::zip(call.getResults(), body.getTerminator()->getOperands()))
    result.replaceAllUsesWith(mapping.lookupOrDefault(value));
  call.erase();
}

namespace {
struct InlineCalls : seeker::impl::InlineCallsBase<InlineCalls> {
  void runOnOperation() override {
    FailureOr<func::FuncOp> entry = findEntry(getOperation());
    if (failed(entry))
      return signalPassFailure();
    // What was put in a call's place may call in turn.
    for (func::CallOp call = nextCall(*entry); call; call = nextCall(*entry)) {
      func::FuncOp callee = getCallee(call);
      if (failed(checkCallee(call, callee)))
        return signalPassFailure();
      inlineCall(call, callee);
    }
    for (auto function :
         llvm::make_early_inc_range(getOperation().getOps<func::FuncOp>()))
      if (function != *entry && !function.isExternal())
        function.erase();
  }

private:
  static func::CallOp nextCall(func::FuncOp function) {
    func::CallOp found;
    function.walk([&](func::CallOp call) {
      found = call;
      return WalkResult::interrupt();
    });
    return found;
  }
};
} // namespace
