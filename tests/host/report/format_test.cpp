// Numbers and tables for people.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/format.hpp"

#include <gtest/gtest.h>

namespace {

using seeker::report::grouped;
using seeker::report::table;

TEST(Format, GroupsDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567890), "1,234,567,890");
}

TEST(Format, AlignsColumns) {
  table made({{"name"}, {"bytes", table::align::right}});
  EXPECT_TRUE(made.empty());
  made.add({"w", "153,600"});
  made.add({"a longer one", "8"});
  EXPECT_EQ(made.text("  "), "  name            bytes\n"
                             "  w             153,600\n"
                             "  a longer one        8\n");
}

TEST(Format, CountsCharactersNotBytes) {
  table made({{"a"}, {"b"}});
  made.add({"\xc3\xa9", "1"});
  made.add({"ee", "2"});
  EXPECT_EQ(made.text(), "a   b\n\xc3\xa9   1\nee  2\n");
}

} // namespace
