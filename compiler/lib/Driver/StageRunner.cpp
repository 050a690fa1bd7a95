// Runs the pipeline stage by stage, with a file a stage for who wants to look.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "StageRunner.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace seeker;

LogicalResult StageRunner::run(const Stage &stage) {
  PassManager manager(module.getContext());
  if (failed(parsePassPipeline(stage.passes, manager)))
    return failure();
  return manager.run(module);
}

LogicalResult StageRunner::dump(const Stage &stage) {
  if (dumpDirectory.empty())
    return success();
  SmallString<128> path(dumpDirectory);
  std::error_code error = llvm::sys::fs::create_directories(path);
  llvm::sys::path::append(
      path, llvm::formatv("{0,0+2}-{1}.mlir", ++number, stage.name).str());
  if (!error) {
    llvm::raw_fd_ostream out(path, error);
    if (!error) {
      // Weights would hide everything else.
      OpPrintingFlags flags;
      flags.elideLargeElementsAttrs();
      out << "// After seeker-opt --pass-pipeline='builtin.module("
          << stage.passes << ")'\n";
      module.print(out, flags);
      out << "\n";
      out.close();
      error = out.error();
      out.clear_error();
    }
  }
  if (error)
    return module.emitError()
           << "cannot write " << path.str() << ": " << error.message();
  return success();
}
