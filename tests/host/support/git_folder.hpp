// A git repository that is gone with its object.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "run_program.hpp"
#include "temporary_folder.hpp"

#include <gtest/gtest.h>

namespace seeker::fake {

class git_folder {
public:
  git_folder() { git({"init", "-q"}); }
  const std::filesystem::path &path() const { return folder_.path(); }
  /// Writes and commits a file; gives the commit.
  std::string commit(const std::string &file, const std::string &content) {
    write_bytes(path() / file, bytes_of(content));
    git({"add", file});
    git({"-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m",
         file});
    const std::string head = git({"rev-parse", "HEAD"});
    return head.substr(0, head.find('\n'));
  }

private:
  std::string git(std::vector<std::string> words) {
    words.insert(words.begin(), {"-C", path().string()});
    const ran made = run_program({"/usr/bin/git", std::move(words), {}});
    EXPECT_EQ(made.status, 0) << made.err;
    return made.out;
  }
  temporary_folder folder_;
};

} // namespace seeker::fake
