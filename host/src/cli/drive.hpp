// Runs one coroutine to its end, which signals cancel, and lets a program
// print.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"
#include "seeker/run/watch.hpp"

#include <boost/asio/io_context.hpp>

#include <csignal>
#include <vector>

namespace seeker::cli {

/// The first of `signals` that comes cancels the work, and is the error then.
result<void> drive(boost::asio::io_context &context, task<void> work,
                   const std::vector<int> &signals = {SIGINT, SIGTERM});

/// Where the prints of the program go: as they come to stdout and stderr, or
/// all to stderr, where stdout is for the report alone.
run::print program_output(bool to_stderr);

} // namespace seeker::cli
