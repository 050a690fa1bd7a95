// Runs programs of the build: to their end, or in the background.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <memory>
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

// A program that runs until this goes.
class service {
public:
  explicit service(const std::vector<std::string> &words);
  ~service();
  // The first line that it prints, without its end; it waits for that.
  std::string first_line();
  void kill(int signal);

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace seeker::e2e
