// Compiles one model to one image.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_DRIVER_COMPILE_H
#define SEEKER_DRIVER_COMPILE_H

#include "seeker/Driver/Options.h"

namespace seeker {

/// Exit codes of every program of Seeker.
enum ExitCode { kPass = 0, kFailed = 1, kUsage = 2 };

/// Runs the pipeline, links, and writes the image. Messages go to stderr. The
/// image is written whole or not at all.
ExitCode compile(DriverOptions options);

} // namespace seeker

#endif // SEEKER_DRIVER_COMPILE_H
