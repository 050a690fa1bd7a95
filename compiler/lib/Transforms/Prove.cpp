// seeker-prove: lets only schedules pass that are proved safe.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Proof/Proof.h"
#include "seeker/Transforms/Passes.h"

#include "mlir/IR/Builders.h"

namespace seeker {
#define GEN_PASS_DEF_PROVE
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

using namespace mlir;
using namespace seeker;

namespace {

class ProvePass : public seeker::impl::ProveBase<ProvePass> {
public:
  using ProveBase::ProveBase;

  void runOnOperation() override {
    func::FuncOp func = getOperation();
    proof::Machine machine;
    machine.budget = l1Budget;
    machine.computeCores = computeCores;
    if (machine.budget < 0 || machine.computeCores < 1) {
      func.emitError("the L1 budget and the number of compute cores are "
                     "needed: l1-budget=BYTES compute-cores=N");
      return signalPassFailure();
    }
    if (func.isDeclaration())
      return;
    const proof::Proof result = proof::prove(func, machine);
    if (!result.holds()) {
      proof::report(result);
      return signalPassFailure();
    }
    Builder builder(&getContext());
    SmallVector<NamedAttribute> facts;
    for (size_t rule = 0; rule < proof::kNumRules; ++rule)
      facts.push_back(
          builder.getNamedAttr(proof::nameOf(static_cast<proof::Rule>(rule)),
                               builder.getI64IntegerAttr(result.facts[rule])));
    func->setAttr("snitch.proof", builder.getDictionaryAttr(facts));
  }
};

} // namespace
