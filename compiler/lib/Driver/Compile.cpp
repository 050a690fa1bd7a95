// Compiles one model to one image.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Driver/Compile.h"
#include "StageRunner.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include "seeker/Config/Configuration.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "seeker/Explain/Explain.h"
#include "seeker/Target/Manifest.h"
#include "seeker/Target/Object.h"
#include "seeker/Transforms/Entry.h"
#include "seeker/Transforms/Passes.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace seeker;

/// Where the compiler's weights start: behind the program, as the firmware's
/// linker script has it.
static constexpr int64_t kProgramBytes = 1 << 20;

/// Stack that the firmware's functions need below the schedule.
static constexpr int64_t kFirmwareStackBytes = 128;

static ExitCode fail(const llvm::Twine &message, ExitCode code = kUsage) {
  llvm::WithColor::error(llvm::errs(), "seeker-compile") << message << "\n";
  return code;
}

static ExitCode fail(llvm::Error error, ExitCode code = kUsage) {
  return fail(toString(std::move(error)), code);
}

/// share/seeker/firmware/<name> beside this program's bin.
static std::string firmwareDirectory(StringRef configuration) {
  static int anchor;
  SmallString<256> path(llvm::sys::fs::getMainExecutable(nullptr, &anchor));
  llvm::sys::path::remove_filename(path);
  llvm::sys::path::remove_filename(path);
  llvm::sys::path::append(path, "share", "seeker", "firmware", configuration);
  return path.str().str();
}

/// A configuration's firmware is built beforehand, for the file of that name.
static llvm::Error checkFirmware(const Configuration &configuration) {
  std::string directory = firmwareDirectory(configuration.name);
  llvm::Expected<Configuration> built = loadConfiguration(configuration.name);
  if (built && built->hash == configuration.hash &&
      llvm::sys::fs::is_directory(directory))
    return llvm::Error::success();
  std::string have = built ? "that of '" + built->name + "' is " + built->hash
                           : toString(built.takeError());
  return llvm::createStringError(
      "no firmware is built for the configuration '" + configuration.name +
      "' with the hash " + configuration.hash + ": " + have);
}

/// A schedule as `--dump-ir` writes it is taken as well.
static bool isScheduled(func::FuncOp function) {
  return function
      .walk([](snitch::L1AllocOp) { return WalkResult::interrupt(); })
      .wasInterrupted();
}

static OwningOpRef<ModuleOp> parseModel(const DriverOptions &options,
                                        llvm::SourceMgr &sources,
                                        MLIRContext &context) {
  auto buffer = llvm::MemoryBuffer::getFileOrSTDIN(options.model);
  if (!buffer) {
    fail("cannot read " + options.model + ": " + buffer.getError().message());
    return {};
  }
  sources.AddNewSourceBuffer(std::move(*buffer), SMLoc());
  bool hasError = false;
  ScopedDiagnosticHandler errors(&context, [&](Diagnostic &) {
    hasError = true;
    return failure(); // printed by the handler around
  });
  // Upstream's parsers of some operations go on after an error, and crash.
  OwningOpRef<ModuleOp> module;
  llvm::CrashRecoveryContext::Enable();
  llvm::CrashRecoveryContext recovery;
  bool isWhole = recovery.RunSafely(
      [&] { module = parseSourceFile<ModuleOp>(sources, &context); });
  llvm::CrashRecoveryContext::Disable();
  if (!isWhole && !hasError)
    fail("MLIR's parser gives up on " + options.model);
  return module;
}

static llvm::Expected<SmallVector<char, 0>>
buildImage(ModuleOp module, const Configuration &configuration,
           const ModuleTensors &tensors, const ModelFacts &model) {
  auto object = emitObject(module, tensors.weights);
  if (!object)
    return object.takeError();
  auto elf = linkProgram(*object, firmwareDirectory(configuration.name));
  if (!elf)
    return elf.takeError();
  auto program = readProgram(**elf);
  if (!program)
    return program.takeError();
  int64_t stack = program->stackBytes + kFirmwareStackBytes;
  if (stack > configuration.stackBytesPerHart)
    return llvm::createStringError(
        "the schedule does not fit onto a stack: needs " + llvm::Twine(stack) +
        " bytes a hart, has " + llvm::Twine(configuration.stackBytesPerHart));
  return addManifest(
      **elf, writeManifest(configuration, model, *program, tensors.tensors));
}

static llvm::Error writeImage(StringRef path, ArrayRef<char> image) {
  return llvm::writeToOutput(path, [&](llvm::raw_ostream &out) {
    out.write(image.data(), image.size());
    return llvm::Error::success();
  });
}

namespace {
/// One model on its way through the pipeline.
class Compilation {
public:
  Compilation(const DriverOptions &options, const Configuration &configuration,
              ModuleOp module, StringRef name)
      : options(options), configuration(configuration), module(module),
        runner(module, options.dumpDirectory) {
    model.name = name.str();
    model.l1BudgetBytes = options.pipeline.l1Budget;
  }

  /// Up to the planned and proven schedule; explains it when asked to.
  ExitCode schedule();
  /// From there to the LLVM dialect.
  ExitCode lower(ModuleTensors &tensors);

  const ModelFacts &facts() const { return model; }

private:
  func::FuncOp function() { return *module.getOps<func::FuncOp>().begin(); }
  explain::Explanation explain() {
    return explain::explainSchedule(function(), configuration,
                                    options.pipeline.l1Budget, kernels);
  }
  bool printExplanation();
  ExitCode run(const Stage &stage);

  const DriverOptions &options;
  const Configuration &configuration;
  ModuleOp module;
  StageRunner runner;
  ModelFacts model;
  std::vector<explain::KernelFacts> kernels;
};
} // namespace

/// Whether everything fits.
bool Compilation::printExplanation() {
  explain::Explanation explanation = explain();
  if (options.json)
    llvm::outs() << toJson(explanation) << "\n";
  else
    print(explanation, llvm::outs());
  llvm::outs().flush();
  return explanation.fits;
}

ExitCode Compilation::run(const Stage &stage) {
  if (failed(runner.run(stage)))
    return stage.judges ? kFailed : kUsage;
  return failed(runner.dump(stage)) ? kUsage : kPass;
}

ExitCode Compilation::schedule() {
  std::vector<Stage> stages = isScheduled(function())
                                  ? planStages(options.pipeline)
                                  : scheduleStages(options.pipeline);
  for (const Stage &stage : stages) {
    // What does not fit is explained before the planner refuses it.
    if (stage.judges && options.explain && !printExplanation())
      return kFailed;
    if (ExitCode code = run(stage))
      return code;
    if (stage.name == "choose-tiles")
      kernels = explain::collectKernelFacts(function(), configuration,
                                            options.pipeline.l1Budget);
  }
  if (options.output.empty())
    return kPass;
  model.kernels = explain().kernels;
  for (const llvm::json::Value &kernel : model.kernels)
    model.predictedCycles +=
        kernel.getAsObject()->getInteger("predicted_cycles").value_or(0);
  return kPass;
}

ExitCode Compilation::lower(ModuleTensors &tensors) {
  for (const Stage &stage : lowerStages(options.pipeline)) {
    if (ExitCode code = run(stage))
      return code;
    if (stage.name == "place-l3")
      tensors = collectTensors(module, configuration.l3Base + kProgramBytes);
  }
  return kPass;
}

ExitCode seeker::compile(DriverOptions options) {
  llvm::Expected<Configuration> configuration =
      loadConfiguration(options.pipeline.config);
  if (!configuration)
    return fail(configuration.takeError());
  if (llvm::Error error = checkFirmware(*configuration))
    return fail(std::move(error));
  int64_t budget = options.l1Budget.value_or(configuration->l1Budget());
  if (budget > configuration->l1Budget())
    return fail("--l1-budget is " + llvm::Twine(budget) +
                " bytes, but the configuration '" + configuration->name +
                "' has " + llvm::Twine(configuration->l1Budget()) +
                " bytes of L1 for buffers");
  options.pipeline.l1Budget = budget;
  if (options.pipeline.l3Budget > configuration->l3Bytes)
    return fail("--l3-budget is " + llvm::Twine(options.pipeline.l3Budget) +
                " bytes, but the configuration '" + configuration->name +
                "' has " + llvm::Twine(configuration->l3Bytes) +
                " bytes of L3");
  options.pipeline.computeCores = configuration->computeCores;

  DialectRegistry registry;
  registerDialects(registry);
  registerPipelinePasses();
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  // The error and its place; the whole operation would bury them.
  context.printOpOnDiagnostic(false);
  llvm::SourceMgr sources;
  SourceMgrDiagnosticHandler diagnostics(sources, &context);
  OwningOpRef<ModuleOp> module = parseModel(options, sources, context);
  if (!module)
    return kUsage;
  FailureOr<func::FuncOp> function = findEntry(*module);
  if (failed(function))
    return kUsage;

  Compilation compilation(options, *configuration, *module,
                          function->getSymName());
  if (ExitCode code = compilation.schedule())
    return code;
  if (options.output.empty())
    return kPass;
  ModuleTensors tensors;
  if (ExitCode code = compilation.lower(tensors))
    return code;
  auto image =
      buildImage(*module, *configuration, tensors, compilation.facts());
  if (!image)
    return fail(image.takeError());
  if (llvm::Error error = writeImage(options.output, *image))
    return fail("cannot write " + options.output + ": " +
                toString(std::move(error)));
  return kPass;
}
