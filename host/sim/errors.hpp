// What ends seeker-sim early, by exit code.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <stdexcept>

namespace seeker::sim {

// What is wrong with the command line; exit code 2.
struct usage_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// What is wrong with the machine; exit code 3.
struct machine_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

} // namespace seeker::sim
