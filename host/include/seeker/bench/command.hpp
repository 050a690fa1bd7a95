// How somebody runs one case of a suite by hand.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/bench/suite.hpp"

namespace seeker::bench {

/// A line for a shell in the present folder; `program` is how that finds
/// `seeker`. A model becomes NAME.elf there.
std::string command_of(const suite_case &one, const std::string &program);

/// `program`, a file, as a shell in `folder` finds it: by its path when it lies
/// below, else by its name alone.
std::string called_from(const std::filesystem::path &folder,
                        const std::filesystem::path &program);

} // namespace seeker::bench
