// Content hashes: whatever a result depends on changes them, and nothing else.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/content.hpp"

#include "../support/elf_builder.hpp"
#include "../support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <set>

namespace {

using namespace seeker;

class Content : public ::testing::Test {
protected:
  void SetUp() override {
    for (const char *name : {"image", "x", "golden/y.npy", "cycles", "seeker"})
      put(name, name);
    one.name = "a";
    one.target = "sim";
    one.image = folder / "image";
    one.inputs = {"x=" + (folder / "x").string()};
    one.golden = {(folder / "golden").string()};
    one.golden_cycles = folder / "cycles";
  }
  void put(const std::string &name, const std::string &text) {
    std::filesystem::create_directories((folder / name).parent_path());
    fake::write_bytes(folder / name, fake::bytes_of(text));
  }
  std::string hash(const bench::suite_case &of) {
    const auto made = ci::content_of(of, folder / "image", {folder / "seeker"});
    EXPECT_TRUE(made) << made.error().message;
    return made ? *made : "";
  }
  fake::temporary_folder folder;
  bench::suite_case one;
};

TEST_F(Content, ChangesWithEveryFile) {
  std::set<std::string> seen = {hash(one)};
  EXPECT_EQ(hash(one), *seen.begin());
  for (const char *name :
       {"image", "x", "golden/y.npy", "golden/z.npy", "cycles", "seeker"}) {
    put(name, "other");
    EXPECT_TRUE(seen.insert(hash(one)).second) << name;
  }
}

TEST_F(Content, ChangesWithEveryKeyThatMatters) {
  std::set<std::string> seen = {hash(one)};
  const auto differs = [&](auto &&change) {
    bench::suite_case other = one;
    change(other);
    return seen.insert(hash(other)).second;
  };
  EXPECT_TRUE(differs([](auto &to) { to.target = "iss"; }));
  EXPECT_TRUE(differs([](auto &to) { to.rtol = 1; }));
  EXPECT_TRUE(differs([](auto &to) { to.atol = 1; }));
  EXPECT_TRUE(differs([](auto &to) { to.ulp = 1; }));
  EXPECT_TRUE(differs([](auto &to) { to.repeat = 2; }));
  EXPECT_TRUE(differs([](auto &to) { to.max_cycles = 2; }));
  EXPECT_TRUE(differs([](auto &to) { to.timeout = "1s"; }));
  EXPECT_TRUE(differs([](auto &to) { to.inputs.clear(); }));
  EXPECT_TRUE(differs([](auto &to) { to.golden_cycles.reset(); }));
  EXPECT_TRUE(differs(
      [](auto &to) { to.configuration = SEEKER_CFG_SOURCE "/small.json"; }));
  // The image is what the model becomes.
  EXPECT_FALSE(differs([](auto &to) { to.compile = {"--tiles", "[1]"}; }));
  EXPECT_FALSE(differs([](auto &to) { to.name = "b"; }));
}

TEST_F(Content, NeedsItsFiles) {
  one.golden = {"y=" + (folder / "none").string()};
  const auto none = ci::content_of(one, folder / "image", {});
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("none"), std::string::npos);
}

TEST_F(Content, BoardsAndBrokenLinksAreNotRepeatable) {
  EXPECT_TRUE(ci::is_repeatable(one));
  one.target = "iss";
  EXPECT_TRUE(ci::is_repeatable(one));
  one.chaos = "drop=1";
  EXPECT_FALSE(ci::is_repeatable(one));
  one.chaos.reset();
  one.target = "board:a";
  EXPECT_FALSE(ci::is_repeatable(one));
}

} // namespace
