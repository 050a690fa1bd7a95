// The progress bar's line.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/cli/progress_bar.hpp"

#include <gtest/gtest.h>

namespace {

using seeker::cli::progress_line;

TEST(ProgressBar, ShowsShareAmountAndRate) {
  EXPECT_EQ(progress_line("load", 1'000'000, 2'000'000, 0.5),
            "load       [###############               ]  50 %     1.00 MB  "
            "   2.00 MB/s");
}

TEST(ProgressBar, NothingToDoIsDone) {
  EXPECT_EQ(progress_line("load", 0, 0, 0),
            "load       [##############################] 100 %     0.00 MB  "
            "   0.00 MB/s");
}

} // namespace
