// What a run's result depends on, as one hash.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The image's bytes, the content of all files that the case names, its
// tolerances and limits, and the programs that run and judge it. Not the model
// and not the compiler: what they change, the image shows. Two runs of one
// content give one result, so that a result need not be had twice.
#pragma once

#include "seeker/bench/suite.hpp"

namespace seeker::ci {

/// Whether a result says what the next would be: on simulations without faults
/// it does, on boards it does not.
bool is_repeatable(const bench::suite_case &one);

/// 64 hexadecimal digits. `programs`: files that run and judge.
result<std::string>
content_of(const bench::suite_case &one, const std::filesystem::path &image,
           const std::vector<std::filesystem::path> &programs);

} // namespace seeker::ci
