// seeker-plan-l1: gives every L1 buffer its offset, or says why none can have
// one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/L1/LiveRanges.h"
#include "seeker/L1/Planner.h"
#include "seeker/Transforms/Passes.h"

#include "mlir/IR/Builders.h"

namespace seeker {
#define GEN_PASS_DEF_PLANL1
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

using namespace mlir;
using namespace seeker;
using namespace seeker::l1;

namespace {

// The buffers of one kernel, which is what the user can change.
struct KernelBuffers {
  StringRef name;
  std::vector<L1Buffer> buffers;
};

std::vector<KernelBuffers> groupByKernel(ArrayRef<L1Buffer> buffers) {
  std::vector<KernelBuffers> kernels;
  for (const L1Buffer &buffer : buffers) {
    snitch::L1AllocOp alloc = buffer.alloc;
    auto group = llvm::find_if(kernels, [&](const KernelBuffers &kernel) {
      return kernel.name == alloc.getKernel();
    });
    if (group == kernels.end())
      group = kernels.insert(group, {alloc.getKernel(), {}});
    group->buffers.push_back(buffer);
  }
  return kernels;
}

void noteBuffers(InFlightDiagnostic &error, ArrayRef<L1Buffer> buffers,
                 int64_t budget) {
  for (const L1Buffer &buffer : buffers) {
    snitch::L1AllocOp alloc = buffer.alloc;
    Diagnostic &note = error.attachNote(alloc.getLoc());
    note << "buffer \"" << alloc.getName() << "\" of " << buffer.bytes
         << " bytes: " << alloc.getReason();
    if (buffer.bytes > budget)
      note << "; larger than the budget by itself: no layout can save it";
  }
}

// Says of each kernel that is too large by itself what it needs; when none is,
// of the whole function.
void reportOverflow(func::FuncOp func, ArrayRef<L1Buffer> buffers,
                    const Plan &plan, int64_t budget) {
  bool reported = false;
  for (const KernelBuffers &kernel : groupByKernel(buffers)) {
    Plan alone = planBuffers(toPlannerBuffers(kernel.buffers), budget);
    if (alone.fits())
      continue;
    snitch::L1AllocOp first = kernel.buffers.front().alloc;
    InFlightDiagnostic error = emitError(first.getLoc())
                               << "kernel \"" << kernel.name
                               << "\" does not fit into L1: needs "
                               << alone.need << " bytes, has " << budget;
    noteBuffers(error, kernel.buffers, budget);
    reported = true;
  }
  if (reported)
    return;
  InFlightDiagnostic error = func.emitError()
                             << "does not fit into L1: needs " << plan.need
                             << " bytes, has " << budget;
  noteBuffers(error, buffers, budget);
}

class PlanL1Pass : public seeker::impl::PlanL1Base<PlanL1Pass> {
public:
  using PlanL1Base::PlanL1Base;

  void runOnOperation() override {
    func::FuncOp func = getOperation();
    const int64_t budget = l1Budget;
    if (budget < 0) {
      func.emitError("the L1 budget is missing: l1-budget=BYTES");
      return signalPassFailure();
    }
    std::vector<L1Buffer> buffers = collectL1Buffers(func);
    Plan plan = planBuffers(toPlannerBuffers(buffers), budget);
    if (!plan.fits()) {
      reportOverflow(func, buffers, plan, budget);
      return signalPassFailure();
    }
    for (auto [buffer, offset] : llvm::zip_equal(buffers, plan.offsets))
      buffer.alloc.setOffset(offset);
  }
};

} // namespace
