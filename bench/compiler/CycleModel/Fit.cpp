// Fits the cycle model's parameters to measured cycles, and prints its errors.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   cycle_model_fit MEASURED.json [--fit]
//
// MEASURED.json: a list of {"model": FILE.mlir, "cycles": number}, where the
// model has one kernel with tiles. Coordinate descent on the sum of squared
// logarithms: it needs no derivative of a formula full of maxima.
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "seeker/CycleModel/CycleModel.h"
#include "seeker/Transforms/Passes.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <cmath>

using namespace mlir;
using namespace seeker;
using namespace seeker::tiling;

namespace {
struct Sample {
  std::string name;
  KernelModel model;
  TileSchedule schedule;
  double cycles = 0;
};

struct Parameter {
  const char *name;
  double CycleParameters::*value;
  double least, most;
};

constexpr Parameter kParameters[] = {
    {"dmaStart", &CycleParameters::dmaStart, 0, 60},
    {"dmaRow", &CycleParameters::dmaRow, 0, 1},
    {"dmaRowBeside", &CycleParameters::dmaRowBeside, 0, 4},
    {"dmaTurn", &CycleParameters::dmaTurn, 0, 200},
    {"lateTurn", &CycleParameters::lateTurn, 0, 300},
    {"dmaLatency", &CycleParameters::dmaLatency, 10, 40},
    {"barrier", &CycleParameters::barrier, 5, 60},
    {"microkernelStart", &CycleParameters::microkernelStart, 5, 200},
    {"lateStart", &CycleParameters::lateStart, 0, 60},
    {"unevenStart", &CycleParameters::unevenStart, 0, 30},
    {"lateStep", &CycleParameters::lateStep, 40, 300},
    {"blockStart", &CycleParameters::blockStart, 0, 40},
    {"epilogueStart", &CycleParameters::epilogueStart, 0, 200},
    {"resultCycles", &CycleParameters::resultCycles, 1, 20},
    {"conflictsAtLine", &CycleParameters::conflictsAtLine, 1, 3},
    {"conflictsAtHalf", &CycleParameters::conflictsAtHalf, 1, 3},
    {"conflictsRotating", &CycleParameters::conflictsRotating, 1, 3},
    {"conflictsRotatingGaps", &CycleParameters::conflictsRotatingGaps, 1, 3},
    {"conflictsRotatingOdd", &CycleParameters::conflictsRotatingOdd, 1, 3},
    {"conflictsUnaligned", &CycleParameters::conflictsUnaligned, 1, 3},
    {"conflictsElsewhere", &CycleParameters::conflictsElsewhere, 1, 3},
};

class Fit {
public:
  Fit(const Configuration &configuration, std::vector<Sample> samples)
      : configuration(configuration), samples(std::move(samples)) {}

  double errorOf(const Sample &sample, const CycleParameters &with) const {
    double predicted =
        CycleModel(configuration, with).predict(sample.model, sample.schedule);
    return predicted / sample.cycles - 1;
  }

  /// Squares, and more for what is beyond a tenth.
  double costOf(const CycleParameters &with) const {
    double cost = 0;
    for (const Sample &sample : samples) {
      double error = std::abs(errorOf(sample, with));
      cost += error * error + 10 * std::pow(std::max(0.0, error - 0.08), 2);
    }
    return cost;
  }

  void descend() {
    double best = costOf(parameters);
    for (double step = 0.5; step > 0.002; step *= 0.7)
      for (int round = 0; round < 4; ++round)
        for (const Parameter &one : kParameters)
          for (double sign : {-1.0, 1.0}) {
            CycleParameters tried = parameters;
            double range = std::abs(tried.*one.value) + 0.05;
            tried.*one.value = std::clamp(
                tried.*one.value + sign * step * range, one.least, one.most);
            if (double cost = costOf(tried); cost < best) {
              best = cost;
              parameters = tried;
            }
          }
  }

  void print() const {
    std::vector<double> errors;
    for (const Sample &sample : samples) {
      double error = errorOf(sample, parameters);
      llvm::outs() << llvm::formatv(
          "{0,8:F0} cycles, predicted {1,6:F1} % off: "
          "{2}\n",
          sample.cycles, 100 * error, sample.name);
      errors.push_back(std::abs(error));
    }
    llvm::sort(errors);
    llvm::outs() << llvm::formatv(
        "{0} tilings: error median {1:F1} %, worst {2:F1} %\n", errors.size(),
        100 * errors[errors.size() / 2], 100 * errors.back());
    for (const Parameter &one : kParameters)
      llvm::outs() << llvm::formatv("  double {0} = {1:F2};\n", one.name,
                                    parameters.*one.value);
  }

private:
  const Configuration &configuration;
  std::vector<Sample> samples;
  CycleParameters parameters;
};
} // namespace

static llvm::ExitOnError orExit("cycle_model_fit: ");

/// The only kernel of the model, with the tiles that its source gives it.
static Sample load(MLIRContext &context, const std::string &file,
                   const Configuration &configuration) {
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(file, &context);
  PassManager passes(&context);
  passes.addPass(createNormalise());
  if (!module || failed(passes.run(*module)))
    orExit(llvm::createStringError("%s is no model", file.c_str()));
  Sample sample;
  module->walk([&](snitch::KernelOp kernel) {
    sample.model = analyseKernel(kernel);
    sample.schedule = scheduleTiles(
        sample.model, Tiles::from(*kernel.getTiles()), configuration);
    llvm::raw_string_ostream(sample.name)
        << kernel.getName() << " " << *kernel.getTiles();
  });
  return sample;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    llvm::errs() << "usage: cycle_model_fit MEASURED.json [--fit]\n";
    return 2;
  }
  Configuration configuration = orExit(loadConfiguration("default"));
  std::unique_ptr<llvm::MemoryBuffer> text =
      orExit(llvm::errorOrToExpected(llvm::MemoryBuffer::getFile(argv[1])));
  llvm::json::Value list = orExit(llvm::json::parse(text->getBuffer()));
  DialectRegistry registry;
  registerDialects(registry);
  MLIRContext context(registry);
  std::vector<Sample> samples;
  for (const llvm::json::Value &one : *list.getAsArray()) {
    samples.push_back(load(
        context, one.getAsObject()->getString("model")->str(), configuration));
    samples.back().cycles = *one.getAsObject()->getNumber("cycles");
  }
  Fit fit(configuration, std::move(samples));
  if (argc > 2 && llvm::StringRef(argv[2]) == "--fit")
    fit.descend();
  fit.print();
  return 0;
}
