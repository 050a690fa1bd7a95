// How other commands reach a lab, and how long they wait for it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/cli/commands.hpp"
#include "seeker/lab/client.hpp"

namespace seeker::cli {

/// For a target that others have.
inline constexpr std::chrono::milliseconds lab_wait = std::chrono::hours(1);

result<lab::client> reach_lab(const lab_access &asked);

} // namespace seeker::cli
