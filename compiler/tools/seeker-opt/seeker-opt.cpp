// seeker-opt: runs single passes on MLIR text, for tests and for the curious.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "seeker/Pipeline/Pipeline.h"
#include "seeker/Transforms/Passes.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  seeker::registerDialects(registry);
  seeker::registerPipelinePasses();
  seeker::registerPipelines();
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "Seeker's passes, one by one\n", registry));
}
