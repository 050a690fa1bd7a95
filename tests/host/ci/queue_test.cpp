// The queue: order, exclusion, and which verdicts are tried again.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/queue.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using judge::verdict;

TEST(CiQueue, LongestFirst) {
  ci::queue units({{1, ""}, {3, ""}, {2, ""}, {3, ""}}, 1);
  std::vector<std::size_t> order;
  while (const auto one = units.next())
    order.push_back(one->unit);
  EXPECT_EQ(order, (std::vector<std::size_t>{1, 3, 2, 0}));
  EXPECT_FALSE(units.done());
}

TEST(CiQueue, OnlyLinkAndBoardAreTriedAgain) {
  for (const verdict came :
       {verdict::pass, verdict::cycle_regression, verdict::golden_mismatch,
        verdict::target_hang, verdict::config}) {
    ci::queue units({{}}, 5);
    EXPECT_FALSE(units.finish(*units.next(), came));
    EXPECT_TRUE(units.done());
  }
  for (const verdict came : {verdict::link, verdict::board}) {
    ci::queue units({{}}, 3);
    for (const unsigned attempt : {1u, 2u, 3u}) {
      const auto one = units.next();
      ASSERT_TRUE(one);
      EXPECT_EQ(one->attempt, attempt);
      EXPECT_EQ(units.finish(*one, came), attempt < 3);
    }
    EXPECT_TRUE(units.done());
  }
}

TEST(CiQueue, WhatIsTriedAgainGoesBehindTheRest) {
  ci::queue units({{2, ""}, {1, ""}}, 2);
  EXPECT_TRUE(units.finish(*units.next(), verdict::board));
  EXPECT_EQ(units.next()->unit, 1u);
  EXPECT_EQ(units.next()->unit, 0u);
}

TEST(CiQueue, ABoardDoesOneThingAtATime) {
  ci::queue units({{3, "a"}, {2, "a"}, {1, "b"}}, 1);
  const auto first = units.next(), other = units.next();
  EXPECT_EQ(first->unit, 0u);
  EXPECT_EQ(other->unit, 2u);
  EXPECT_FALSE(units.next());
  units.finish(*first, verdict::pass);
  EXPECT_EQ(units.next()->unit, 1u);
}

} // namespace
