// The simulator's report, whole and damaged.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/observation.hpp"

#include <gtest/gtest.h>

namespace {

using seeker::target::parse_observation;

TEST(Observation, IsRead) {
  const auto made = parse_observation(
      R"({"cycles": 30, "stalls": [{"fpu": 10, "barrier": 20}, {}],
          "barriers": [7, 0], "barrier_for_dma": [15, 0],
          "violation": {"text": "hart 1 strays", "hart": 1}})");
  ASSERT_TRUE(made);
  ASSERT_EQ(made->stalls.size(), 2u);
  EXPECT_EQ(made->stalls[0].at("barrier"), 20u);
  EXPECT_EQ(made->barriers, (std::vector<std::uint64_t>{7, 0}));
  EXPECT_EQ(made->barrier_for_dma, (std::vector<std::uint64_t>{15, 0}));
  ASSERT_TRUE(made->violated);
  EXPECT_EQ(made->violated->text, "hart 1 strays");
  EXPECT_EQ(made->violated->details.at("hart"), 1);
}

TEST(Observation, NothingIsNothing) {
  const auto made = parse_observation("{}");
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->stalls.empty());
  EXPECT_FALSE(made->violated);
}

TEST(Observation, WhatIsHalfWrittenIsIgnored) {
  const std::string whole =
      R"({"stalls":[{"fpu":10}],"violation":{"text":"t"}})";
  for (std::size_t n = 0; n < whole.size(); ++n)
    EXPECT_FALSE(parse_observation(whole.substr(0, n))) << n;
  EXPECT_FALSE(parse_observation(R"({"stalls": 3})"));
  EXPECT_FALSE(parse_observation(R"({"barriers": 3})"));
  EXPECT_FALSE(parse_observation(R"({"violation": {"text": 3}})"));
}

} // namespace
