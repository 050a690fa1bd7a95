// Pasts: durations of passes, failures by themselves, passes in a row.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/ci/past.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;

history::entry entry(std::string verdict, double seconds, unsigned attempt = 1,
                     std::optional<std::uint64_t> cycles = {}) {
  history::entry made;
  made.verdict = std::move(verdict);
  made.seconds = seconds;
  made.attempt = attempt;
  made.cycles = cycles;
  return made;
}

TEST(Past, OfNothing) {
  const ci::past none = ci::past_of({});
  EXPECT_FALSE(none.seconds);
  EXPECT_FALSE(none.cycles);
  EXPECT_EQ(none.attempts, 0u);
}

TEST(Past, AddsUp) {
  const ci::past made =
      ci::past_of({entry("PASS", 100, 1, 7), entry("PASS", 1), entry("PASS", 2),
                   entry("LINK", 50), entry("PASS", 3, 2, 9),
                   entry("GOLDEN_MISMATCH", 60, 1, 8), entry("PASS", 4),
                   entry("PASS", 5, 1)});
  EXPECT_EQ(made.seconds, 3); // of the last five passes
  EXPECT_EQ(made.cycles, 9u);
  EXPECT_EQ(made.attempts, 8u);
  EXPECT_EQ(made.failed, 1u); // a mismatch is the code's
  EXPECT_EQ(made.passes_in_a_row, 2u);
}

TEST(Past, APassAtTheSecondAttemptBreaksTheRow) {
  EXPECT_EQ(
      ci::past_of({entry("PASS", 1), entry("BOARD", 1), entry("PASS", 1, 2)})
          .passes_in_a_row,
      0u);
}

} // namespace
