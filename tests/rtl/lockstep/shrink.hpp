// Makes a failing program small.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "lockstep/program.hpp"

#include <functional>

namespace seeker::lockstep {

// Leaves chunks out, many at a time first, and runs phases once only, as long
// as `fails` says that what is left fails still. At most `tries` runs.
program shrink(program p, const std::function<bool(const program &)> &fails,
               unsigned tries = 200);

} // namespace seeker::lockstep
