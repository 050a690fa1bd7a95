// From the LLVM dialect to a riscv32 object, in this process.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Target/Object.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "seeker/Target/RiscV.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"

using namespace llvm;

static Error makeError(const Twine &message) {
  return createStringError(inconvertibleErrorCode(), message);
}

static Expected<std::unique_ptr<TargetMachine>> createMachine() {
  LLVMInitializeRISCVTargetInfo();
  LLVMInitializeRISCVTarget();
  LLVMInitializeRISCVTargetMC();
  LLVMInitializeRISCVAsmParser();
  LLVMInitializeRISCVAsmPrinter();
  std::string message;
  const Target *target =
      TargetRegistry::lookupTarget(seeker::riscv::kTriple.str(), message);
  if (!target)
    return makeError(message);
  TargetOptions options;
  options.MCOptions.ABIName = seeker::riscv::kAbi.str();
  options.EmitStackSizeSection = true;
  return std::unique_ptr<TargetMachine>(target->createTargetMachine(
      seeker::riscv::kTriple, "generic-rv32", seeker::riscv::kFeatures, options,
      Reloc::Static, CodeModel::Medium, CodeGenOptLevel::Default));
}

/// The middle end at O2. No library function exists on the cluster, so that no
/// loop may become a call of memset; and there are no vectors.
static void optimise(Module &module, TargetMachine &machine) {
  PipelineTuningOptions tuning;
  tuning.LoopVectorization = false;
  tuning.SLPVectorization = false;
  LoopAnalysisManager loops;
  FunctionAnalysisManager functions;
  CGSCCAnalysisManager sccs;
  ModuleAnalysisManager modules;
  TargetLibraryInfoImpl library{Triple(module.getTargetTriple())};
  library.disableAllFunctions();
  functions.registerPass([&] { return TargetLibraryAnalysis(library); });
  PassBuilder builder(&machine, tuning);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(sccs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, sccs, modules);
  builder.buildPerModuleDefaultPipeline(OptimizationLevel::O2)
      .run(module, modules);
}

static void addWeights(Module &module, StringRef weights) {
  if (weights.empty())
    return;
  auto *data = ConstantDataArray::getRaw(weights, weights.size(),
                                         Type::getInt8Ty(module.getContext()));
  auto *global =
      new GlobalVariable(module, data->getType(), /*isConstant=*/true,
                         GlobalValue::ExternalLinkage, data, "seeker_weights");
  global->setSection(".seeker.weights");
  global->setAlignment(Align(4096));
}

Expected<SmallVector<char, 0>> seeker::emitObject(mlir::ModuleOp module,
                                                  StringRef weights) {
  mlir::registerBuiltinDialectTranslation(*module.getContext());
  mlir::registerLLVMDialectTranslation(*module.getContext());
  LLVMContext context;
  std::unique_ptr<Module> llvmModule =
      mlir::translateModuleToLLVMIR(module, context, "seeker");
  if (!llvmModule)
    return makeError("the module cannot be translated to LLVM IR");
  Expected<std::unique_ptr<TargetMachine>> machine = createMachine();
  if (!machine)
    return machine.takeError();
  llvmModule->setDataLayout((*machine)->createDataLayout());
  llvmModule->setModuleFlag(Module::Error, "target-abi",
                            MDString::get(context, riscv::kAbi));
  for (Function &function : *llvmModule) {
    function.addFnAttr(Attribute::NoUnwind);
    // Another core, whose latencies of FP operations are near Snitch's: without
    // a model of these the scheduler does not hide them.
    function.addFnAttr("tune-cpu", "sifive-7-series");
  }

  optimise(*llvmModule, **machine);
  addWeights(*llvmModule, weights);
  SmallVector<char, 0> object;
  raw_svector_ostream stream(object);
  legacy::PassManager codegen;
  if ((*machine)->addPassesToEmitFile(codegen, stream, nullptr,
                                      CodeGenFileType::ObjectFile))
    return makeError("LLVM cannot emit an object for riscv32");
  codegen.run(*llvmModule);
  return object;
}
