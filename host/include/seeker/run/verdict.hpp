// From fetched outputs and counted cycles to a verdict; no target any more.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/model.hpp"
#include "seeker/run/results.hpp"

namespace seeker::run {

/// Fills in who runs what where.
void describe(const model_job &job, const target::target &on, outcome &known);

/// Where the run's tensors go.
result<results> open_results(const model_job &job);

/// Puts the outputs in their places and judges them and the cycles. An element
/// that still holds the poison was never written, which fails also without
/// golden values.
result<void> conclude(const model_job &job, results &made, outcome &known);

} // namespace seeker::run
