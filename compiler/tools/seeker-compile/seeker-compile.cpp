// seeker-compile: a model of linear algebra becomes an image for the cluster.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Driver/Compile.h"
#include "seeker/L1/PlanCsv.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/WithColor.h"

using namespace seeker;

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  llvm::SmallVector<llvm::StringRef> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments.front() == "--plan")
    return l1::runPlan(llvm::ArrayRef(arguments).drop_front(), llvm::outs(),
                       llvm::errs());

  llvm::Expected<DriverOptions> options = parseOptions(arguments);
  if (!options) {
    llvm::WithColor::error(llvm::errs(), "seeker-compile")
        << toString(options.takeError()) << "\n";
    return kUsage;
  }
  if (options->help) {
    llvm::outs() << usage();
    return kPass;
  }
  if (options->version) {
    llvm::outs() << "seeker-compile " SEEKER_VERSION "\n";
    return kPass;
  }
  return compile(std::move(*options));
}
