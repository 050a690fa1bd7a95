// The compiler's pipeline, written once for driver, seeker-opt and tests.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_PIPELINE_PIPELINE_H
#define SEEKER_PIPELINE_PIPELINE_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seeker {

/// What a user can choose.
struct PipelineOptions {
  std::string config = "default";
  /// Bytes of L1 for buffers.
  int64_t l1Budget = 0;
  /// Bytes of L3 for the program and its tensors; 0 is all.
  int64_t l3Budget = 0;
  /// Of the configuration.
  int64_t computeCores = 0;
  /// As written by the user: "[0,40,100]"; empty means not given.
  std::string tiles;
  std::string order;
  std::optional<bool> dualBuffer;
  std::optional<int64_t> buffers;
  std::string rows;
  /// A file of tiles by kernel; empty means none.
  std::string tuned;
  std::optional<uint32_t> randomWeights;
  /// Compute in f32 what the model has in f64.
  bool demoteToF32 = false;
};

/// A step between two forms of a module that are worth a look: passes in the
/// syntax of `seeker-opt --pass-pipeline`, on the module.
struct Stage {
  std::string name;
  std::string passes;
  /// It judges the model: a failure says that the model does not fit, not that
  /// the input is wrong.
  bool judges = false;
};

/// What gives a schedule its L1 layout and proves it.
std::vector<Stage> planStages(const PipelineOptions &options);

/// From linalg on tensors to the planned and proven schedule.
std::vector<Stage> scheduleStages(const PipelineOptions &options);

/// From the planned schedule to the LLVM dialect.
std::vector<Stage> lowerStages(const PipelineOptions &options);

/// Registers every pass that a stage names.
void registerPipelinePasses();

/// Registers `--seeker-lower-schedule`, the passes of lowerStages() together.
void registerPipelines();

} // namespace seeker

#endif // SEEKER_PIPELINE_PIPELINE_H
