// Runs a program of the build and keeps what it printed.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace seeker::e2e {

struct ended {
  int exit_code = -1; // 128 + signal when it was killed
  std::string out;
  std::string err;
};

// `words[0]` is looked for in the build's bin folder. Ends by SIGKILL after
// `seconds`.
ended run(const std::vector<std::string> &words, int seconds = 120);

} // namespace seeker::e2e
