// What git says of the tree that is tested.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace seeker::ci {

class repository {
public:
  /// The repository that a folder is in; everything works without one, but for
  /// what asks for its commits.
  explicit repository(std::filesystem::path folder)
      : folder_(std::move(folder)) {}

  /// The commit that is checked out; empty without one, and when tracked files
  /// were changed since.
  std::string clean_head() const;
  /// The full hash of a commit.
  result<std::string> commit(const std::string &name) const;
  /// Whether `later` has `earlier` in its history, or is it.
  bool contains(const std::string &later, const std::string &earlier);

private:
  struct answer {
    bool good = false;
    std::string text; // without the last line break; on errors git's words
  };
  answer ask(std::vector<std::string> words) const;

  std::filesystem::path folder_;
  std::map<std::pair<std::string, std::string>, bool> known_;
};

} // namespace seeker::ci
