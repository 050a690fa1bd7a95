// From fetched outputs and counted cycles to a verdict; no target any more.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/model.hpp"

namespace seeker::run {

/// The pattern that outputs are filled with before a run, a NaN in f64 and f32.
inline constexpr std::uint32_t poison = 0x7ff7dead;

/// Fills in who runs what where.
void describe(const model_job &job, const target::target &on, outcome &known);

/// Writes outputs, compares them and the cycles. An element that still holds
/// the poison was never written, which fails also without golden values.
result<void> conclude(const model_job &job, const arrays &fetched,
                      outcome &known);

} // namespace seeker::run
