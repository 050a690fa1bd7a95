// Runs a compiled model on a target and judges it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/image/image.hpp"
#include "seeker/judge/cycles.hpp"
#include "seeker/run/bind.hpp"
#include "seeker/run/frames.hpp"
#include "seeker/run/outcome.hpp"
#include "seeker/run/upload.hpp"
#include "seeker/run/watch.hpp"
#include "seeker/target/target.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seeker::run {

/// What `seeker run IMAGE.elf` was asked for.
struct model_options {
  std::filesystem::path image;
  std::optional<std::string> configuration; // else the image's own
  std::vector<std::string> inputs, outputs, golden, golden_intermediates;
  std::optional<double> rtol, atol;
  std::optional<std::uint64_t> ulp;
  std::optional<std::filesystem::path> save_intermediates; // a folder
  std::optional<std::filesystem::path> golden_cycles;
  std::optional<std::filesystem::path> save_golden_cycles;
  std::optional<std::filesystem::path> evidence; // a folder, for what hangs
  std::optional<unsigned> repeat; // else as many as there are frames, or once
  std::optional<std::uint64_t> max_cycles;
  std::chrono::milliseconds timeout{600'000};
};

/// Everything that can be read and refused before a target is touched.
struct model_job {
  model_options asked;
  image::image image;
  config::configuration configuration;
  arrays inputs, golden;
  std::map<std::string, std::filesystem::path> outputs;
  run::sequence sequence;
  std::optional<judge::golden_cycles> golden_cycles;
  limits allowed;
};
result<model_job> prepare(model_options asked);

/// Loads, streams, runs, fetches, judges; writes the outputs. An error is one
/// for which there is no outcome to report; `known` is filled as far as the
/// run came.
task<void> run_model(const model_job &job, target::target &on, outcome &known,
                     const show &tell, const print &say);

} // namespace seeker::run
