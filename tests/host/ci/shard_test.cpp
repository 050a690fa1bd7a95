// Shards: balanced, complete, and the same wherever they are made.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/shard.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace {

using namespace seeker;

TEST(Shard, BalancesByDurations) {
  const std::vector<ci::piece> pieces = {
      {"a", 8}, {"b", 7}, {"c", 6}, {"d", 5}, {"e", 4}};
  const auto made = ci::divide(pieces, 2);
  std::vector<double> load(2, 0);
  for (std::size_t i = 0; i < pieces.size(); ++i)
    load.at(made.shard_of[i] - 1) += *pieces[i].seconds;
  // 8 + 5 + 4 and 7 + 6: a third more than the best at most.
  EXPECT_LE(*std::max_element(load.begin(), load.end()), 15 * 4.0 / 3);
}

TEST(Shard, WhatHasNoPastCountsAsTheMean) {
  const auto made = ci::divide({{"a", 4}, {"b", 2}, {"new", {}}}, 2);
  EXPECT_EQ(made.shard_of, (std::vector<unsigned>{1, 2, 2}));
}

TEST(Shard, TheOrderDoesNotMatter) {
  std::vector<ci::piece> pieces;
  for (int i = 0; i < 50; ++i)
    pieces.push_back({fmt::format("case{}", i), i % 7});
  const auto first = ci::divide(pieces, 4);
  std::vector<std::size_t> order(pieces.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    order[i] = i;
  std::shuffle(order.begin(), order.end(), std::mt19937(1));
  std::vector<ci::piece> other;
  for (const std::size_t i : order)
    other.push_back(pieces[i]);
  const auto second = ci::divide(other, 4);
  EXPECT_EQ(first.partition, second.partition);
  for (std::size_t i = 0; i < order.size(); ++i)
    EXPECT_EQ(second.shard_of[i], first.shard_of[order[i]]);
  other.front().seconds = 100;
  EXPECT_NE(ci::divide(other, 4).partition, first.partition);
}

TEST(Shard, ReadsParts) {
  const auto part = ci::parse_part("2/5");
  ASSERT_TRUE(part);
  EXPECT_EQ(part->index, 2u);
  EXPECT_EQ(part->of, 5u);
  for (const char *text :
       {"", "2", "2/", "/5", "0/5", "6/5", "1/1001", "1/2x", "-1/2", "1 /2"}) {
    const auto none = ci::parse_part(text);
    ASSERT_FALSE(none) << text;
    EXPECT_EQ(none.error().message,
              fmt::format("'{}' is no part of a suite: give I/N, 1/1 to "
                          "1000/1000",
                          text));
  }
}

} // namespace
