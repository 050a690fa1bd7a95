// The compiler's pipeline, written once for driver, seeker-opt and tests.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Pipeline/Pipeline.h"
#include "mlir/Conversion/AffineToStandard/AffineToStandard.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Dialect/Affine/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"
#include "seeker/Transforms/Passes.h"
#include "llvm/ADT/Twine.h"

using namespace mlir;
using namespace seeker;

/// "[0, 40, 100]" as the value of a list option of a pass.
static std::string toListOption(llvm::StringRef name, llvm::StringRef list) {
  std::string items;
  for (char c : list)
    if (!llvm::is_contained("[] ", c))
      items += c;
  return items.empty() ? "" : (" " + name + "=" + items).str();
}

static std::string chooseTiles(const PipelineOptions &options) {
  std::string pass = "func.func(seeker-choose-tiles{config='" + options.config +
                     "' l1-budget=" + std::to_string(options.l1Budget);
  pass += toListOption("tiles", options.tiles);
  pass += toListOption("order", options.order);
  if (options.dualBuffer)
    pass += *options.dualBuffer ? " dual-buffer=on" : " dual-buffer=off";
  if (options.buffers)
    pass += " buffers=" + std::to_string(*options.buffers);
  if (!options.rows.empty())
    pass += " rows=" + options.rows;
  if (!options.tuned.empty())
    pass += " tuned='" + options.tuned + "'";
  return pass + "})";
}

std::vector<Stage> seeker::planStages(const PipelineOptions &options) {
  std::string budget = "l1-budget=" + std::to_string(options.l1Budget);
  return {
      {"plan-l1", "func.func(seeker-plan-l1{" + budget + "})",
       /*judges=*/true},
      {"prove", "func.func(seeker-prove{" + budget + " compute-cores=" +
                    std::to_string(options.computeCores) + "})"},
  };
}

std::vector<Stage> seeker::scheduleStages(const PipelineOptions &options) {
  std::vector<Stage> stages = {
      {"normalise", std::string("seeker-inline-calls,") +
                        (options.demoteToF32 ? "seeker-demote-types," : "") +
                        "seeker-normalise"},
      {"choose-tiles", chooseTiles(options)},
      {"tile-to-l1",
       "func.func(seeker-tile-to-l1{config='" + options.config + "'})"},
  };
  for (Stage &stage : planStages(options))
    stages.push_back(std::move(stage));
  return stages;
}

std::vector<Stage> seeker::lowerStages(const PipelineOptions &options) {
  std::string config = "{config='" + options.config + "'}";
  std::vector<Stage> stages;
  if (options.randomWeights)
    stages.push_back(
        {"draw-weights", "seeker-draw-weights{seed=" +
                             std::to_string(*options.randomWeights) + "}"});
  stages.insert(
      stages.end(),
      {{"place-l3", "seeker-place-l3{config='" + options.config +
                        "' l3-budget=" + std::to_string(options.l3Budget) +
                        "}"},
       {"lower-microkernels", "canonicalize,seeker-expand-math{keep-quick},"
                              "seeker-lower-microkernels" +
                                  config +
                                  ",seeker-expand-math,canonicalize,cse"},
       {"specialise-cores", "seeker-specialise-cores" + config + ",cse"},
       {"lower-dma", "seeker-lower-dma" + config + ",canonicalize,cse"},
       // Views become arithmetic on addresses, and index maps arithmetic,
       // which need not wait for barriers.
       {"lower-sync", "expand-strided-metadata,lower-affine,canonicalize,cse,"
                      "func.func(seeker-hoist-setup),seeker-lower-sync"},
       {"to-llvm", "convert-scf-to-cf,canonicalize,cse,seeker-to-llvm" +
                       config + ",cse"}});
  return stages;
}

void seeker::registerPipelinePasses() {
  registerSeekerPasses();
  registerCanonicalizerPass();
  registerCSEPass();
  memref::registerExpandStridedMetadataPass();
  registerPass([] { return mlir::createLowerAffinePass(); });
  registerPass([] { return createConvertSCFToCFPass(); });
}

namespace {
struct ConfigOption : PassPipelineOptions<ConfigOption> {
  Option<std::string> config{*this, "config", llvm::cl::init("default"),
                             llvm::cl::desc("name or file")};
};
} // namespace

void seeker::registerPipelines() {
  static PassPipelineRegistration<ConfigOption> lower(
      "seeker-lower-schedule", "from the planned schedule to the LLVM dialect",
      [](OpPassManager &manager, const ConfigOption &option) {
        PipelineOptions options;
        options.config = option.config;
        for (const Stage &stage : lowerStages(options))
          if (failed(parsePassPipeline(stage.passes, manager)))
            llvm::report_fatal_error("a stage names an unknown pass");
      });
}
