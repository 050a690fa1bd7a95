// Verdicts of a run, and the exit codes they stand for.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <optional>
#include <string_view>

namespace seeker::judge {

/// From the best to the worst. Only link and board are worth a repetition.
///
/// An access that the image's plan of L1 does not allow is a golden_mismatch:
/// the plan is what the image promises and proves of itself, as golden values
/// are, so the judged thing failed, whatever values came of it. It is no hang,
/// which would send people looking for a wait.
enum class verdict {
  pass,
  cycle_regression,
  golden_mismatch,
  target_hang,
  link,
  board,
  config,
};

/// "PASS", "GOLDEN_MISMATCH", ...
std::string_view name(verdict what);
/// The verdict of this name.
std::optional<verdict> named(std::string_view name);

/// Whether the infrastructure failed, not what was judged: only then another
/// attempt may tell something else.
bool worth_repeating(verdict what);

/// 0 pass, 1 the judged thing failed, 2 usage or configuration, 3
/// infrastructure.
int exit_code(verdict what);

/// The verdict when a run could not be judged because of an error.
verdict of(errc code);

} // namespace seeker::judge
