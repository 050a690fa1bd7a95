// Runs the pipeline stage by stage, with a file a stage for who wants to look.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_DRIVER_STAGERUNNER_H
#define SEEKER_LIB_DRIVER_STAGERUNNER_H

#include "mlir/IR/BuiltinOps.h"
#include "seeker/Pipeline/Pipeline.h"

namespace seeker {

class StageRunner {
public:
  /// `dumpDirectory` is made when it is not there; empty for no files.
  StageRunner(mlir::ModuleOp module, std::string dumpDirectory)
      : module(module), dumpDirectory(std::move(dumpDirectory)) {}

  /// Runs the stage's passes on the module.
  mlir::LogicalResult run(const Stage &stage);

  /// Writes the module to <directory>/<number>-<stage>.mlir.
  mlir::LogicalResult dump(const Stage &stage);

private:
  mlir::ModuleOp module;
  std::string dumpDirectory;
  unsigned number = 0;
};

} // namespace seeker

#endif // SEEKER_LIB_DRIVER_STAGERUNNER_H
