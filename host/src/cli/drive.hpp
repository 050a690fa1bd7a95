// Runs one coroutine to its end; signals cancel it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <boost/asio/io_context.hpp>

#include <csignal>
#include <vector>

namespace seeker::cli {

/// The first of `signals` that comes cancels the work, and is the error then.
result<void> drive(boost::asio::io_context &context, task<void> work,
                   const std::vector<int> &signals = {SIGINT, SIGTERM});

} // namespace seeker::cli
