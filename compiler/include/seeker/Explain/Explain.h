// Why a kernel's L1 layout is as it is, what it needs, and what would fit.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_EXPLAIN_EXPLAIN_H
#define SEEKER_EXPLAIN_EXPLAIN_H

#include "seeker/Tiling/TileSearch.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/Support/JSON.h"

namespace seeker::explain {

/// What is known of a kernel while it is one operation, and what the schedule
/// no longer shows.
struct KernelFacts {
  std::string name;
  tiling::KernelModel model;
  tiling::TileSchedule schedule;
  /// Tilings that fit into the budget, by predicted cycles.
  std::vector<tiling::Candidate> suggestions;
};

/// Collects the facts of every kernel of `func`, which `seeker-choose-tiles`
/// has been run on.
std::vector<KernelFacts> collectKernelFacts(mlir::func::FuncOp func,
                                            const Configuration &configuration,
                                            int64_t budget);

struct Explanation {
  /// The objects of `seeker explain --json`, one for each kernel.
  llvm::json::Array kernels;
  bool fits = true;
};

/// Explains a scheduled function, planned or not: plans what has no offsets, so
/// that the whole table can be shown when it does not fit, and proves it. The
/// function is left as it is. A kernel without facts has no suggestions.
Explanation explainSchedule(mlir::func::FuncOp func,
                            const Configuration &configuration, int64_t budget,
                            llvm::ArrayRef<KernelFacts> facts);

/// The whole object that `--json` prints.
llvm::json::Value toJson(const Explanation &explanation);

/// The same for people.
void print(const Explanation &explanation, llvm::raw_ostream &out);

} // namespace seeker::explain

#endif // SEEKER_EXPLAIN_EXPLAIN_H
