// What git is asked: heads, names of commits, histories.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/revision.hpp"

#include "../support/git_folder.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;

TEST(Revision, KnowsHeadsAndHistories) {
  fake::git_folder folder;
  const std::string first = folder.commit("a", "1");
  const std::string second = folder.commit("a", "2");
  ci::repository tree(folder.path());
  EXPECT_EQ(tree.clean_head(), second);
  const auto named = tree.commit("HEAD~1");
  ASSERT_TRUE(named) << named.error().message;
  EXPECT_EQ(*named, first);
  EXPECT_TRUE(tree.contains(second, first));
  EXPECT_TRUE(tree.contains(first, first));
  EXPECT_FALSE(tree.contains(first, second));
  EXPECT_FALSE(tree.contains(first, "no commit"));
  fake::write_bytes(folder.path() / "a", fake::bytes_of("changed"));
  EXPECT_EQ(tree.clean_head(), "");
}

TEST(Revision, WhatIsNoCommit) {
  fake::git_folder folder;
  folder.commit("a", "1");
  ci::repository tree(folder.path());
  for (const char *name : {"none", "--all", ""}) {
    const auto none = tree.commit(name);
    ASSERT_FALSE(none) << name;
    EXPECT_EQ(none.error().message,
              fmt::format("'{}' is no commit of the repository at {}", name,
                          folder.path().string()));
  }
}

TEST(Revision, WithoutARepository) {
  fake::temporary_folder folder;
  ci::repository tree(folder.path());
  EXPECT_EQ(tree.clean_head(), "");
  EXPECT_FALSE(tree.commit("HEAD"));
}

} // namespace
