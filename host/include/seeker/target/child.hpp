// A supervised child process: it never outlives this one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The child leads a process group of its own, is killed by the kernel when
// this process dies, and is killed with its group and reaped when this object
// is destroyed. What it says on stderr is kept, to be shown when it fails.
#pragma once

#include "seeker/base/error.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace seeker::target {

class child {
public:
  static result<child> spawn(const std::filesystem::path &program,
                             const std::vector<std::string> &arguments);
  child(child &&other) noexcept;
  child &operator=(child &&) = delete;
  ~child();

  pid_t pid() const { return pid_; }

  /// How it ended ("exited with 3", "was killed by signal 9 (Killed)"), or
  /// nothing while it runs. Does not block.
  std::optional<std::string> ended();

  /// Asks the group to end, and kills it after `grace`. Blocks until then.
  void terminate(std::chrono::milliseconds grace);

  /// All that it has said on stderr so far, but no more than a MiB.
  std::string said() const;

  /// The last lines of its stderr, each on a line of its own, indented.
  std::string last_words() const;

private:
  child(pid_t pid, int output) : pid_(pid), output_(output) {}

  pid_t pid_ = -1; // also the group's
  int output_ = -1;
  std::optional<std::string> end_;
};

} // namespace seeker::target
