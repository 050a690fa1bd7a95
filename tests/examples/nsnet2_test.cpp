// The reference network against the output that others published for it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "nsnet2.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace {

using seeker::reference::nsnet2;
using seeker::reference::nsnet2_features;
using seeker::reference::vector;

TEST(NsNet2Reference, PrintsThePublishedGains) {
  std::array<vector, 2> states{vector(400), vector(400)};
  const vector gains = nsnet2().frame(nsnet2_features(), states);
  std::ifstream file(EXPECTED_OUTPUT);
  std::string expected;
  std::size_t line = 0;
  while (std::getline(file, expected)) {
    ASSERT_LT(line, gains.size());
    char printed[32];
    std::snprintf(printed, sizeof printed, "%f", gains[line]);
    EXPECT_EQ(printed, expected) << "output " << line;
    ++line;
  }
  EXPECT_EQ(line, 161u);
}

TEST(NsNet2Reference, CarriesItsStates) {
  const nsnet2 net;
  std::array<vector, 2> states{vector(400), vector(400)};
  const vector first = net.frame(nsnet2_features(), states);
  const vector second = net.frame(nsnet2_features(), states);
  EXPECT_NE(first, second);
}

} // namespace
