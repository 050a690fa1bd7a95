// The checker's stages in order, and how violations are reported.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Proof/Proof.h"

#include "Evaluator.h"
#include "Rules.h"

#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::proof;

llvm::StringRef seeker::proof::nameOf(Rule rule) {
  switch (rule) {
  case Rule::Disjoint:
    return "disjoint";
  case Rule::InBounds:
    return "in_bounds";
  case Rule::Aligned:
    return "aligned";
  case Rule::Accesses:
    return "accesses";
  case Rule::DmaRaces:
    return "dma_races";
  case Rule::Barriers:
    return "barriers";
  case Rule::Outputs:
    return "outputs";
  }
  llvm_unreachable("a rule without a name");
}

void seeker::proof::checkOffsets(func::FuncOp func, const Machine &machine,
                                 Proof &proof) {
  func.walk([&](snitch::L1AllocOp alloc) {
    const std::string name = "buffer \"" + alloc.getName().str() + "\"";
    if (!alloc.getOffset()) {
      addViolation(proof, Rule::InBounds, alloc.getLoc(),
                   name + " has no offset");
      return;
    }
    const int64_t offset = static_cast<int64_t>(*alloc.getOffset());
    const int64_t alignment = static_cast<int64_t>(alloc.getAlignment());
    Evaluator evaluator;
    evaluator.setRoot(alloc.getMemref());
    const View &view = evaluator.view(alloc.getMemref());
    int64_t end = offset;
    for (Interval interval : view.intervals())
      end = std::max(end, offset + interval.end);
    if (offset < 0 || end > machine.budget)
      addViolation(proof, Rule::InBounds, alloc.getLoc(),
                   name + " at bytes [" + Twine(offset) + ", " + Twine(end) +
                       ") leaves the " + Twine(machine.budget) +
                       " bytes of L1 for buffers");
    else
      addFacts(proof, Rule::InBounds);
    const int64_t wanted = std::max(alignment, view.elementBytes);
    if (offset % wanted != 0)
      addViolation(proof, Rule::Aligned, alloc.getLoc(),
                   name + " at offset " + Twine(offset) +
                       " is not aligned to " + Twine(wanted) + " bytes");
    else
      addFacts(proof, Rule::Aligned);
  });
}

Proof seeker::proof::prove(func::FuncOp func, const Machine &machine) {
  Proof proof;
  checkOffsets(func, machine, proof);
  checkBounds(func, machine, proof);
  // A walk that leaves its buffers, or has nowhere to put them, means nothing.
  if (proof.holds(Rule::InBounds) && proof.holds(Rule::Accesses))
    checkSchedule(func, machine, proof);
  return proof;
}

void seeker::proof::report(const Proof &proof) {
  for (const Violation &violation : proof.violations) {
    InFlightDiagnostic error = emitError(violation.where) << violation.what;
    if (violation.other)
      error.attachNote(*violation.other) << violation.otherWhat;
  }
}
