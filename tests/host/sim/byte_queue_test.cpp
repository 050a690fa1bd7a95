// The queue of bytes against std::deque.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "byte_queue.hpp"

#include <algorithm>
#include <deque>
#include <random>

#include <gtest/gtest.h>

namespace {

TEST(byte_queue, gives_what_it_got) {
  seeker::sim::byte_queue queue;
  std::deque<std::byte> expected;
  std::mt19937 random(1);
  for (int round = 0; round != 5000; ++round) {
    std::vector<std::byte> more(random() % (round % 50 == 0 ? 20000 : 100));
    for (auto &each : more)
      each = static_cast<std::byte>(random());
    queue.push(more);
    expected.insert(expected.end(), more.begin(), more.end());
    ASSERT_EQ(queue.size(), expected.size());
    const auto count = std::min<std::size_t>(queue.size(), random() % 600);
    ASSERT_TRUE(
        std::equal(queue.data(), queue.data() + count, expected.begin()));
    queue.pop(count);
    expected.erase(expected.begin(),
                   expected.begin() + static_cast<std::ptrdiff_t>(count));
    ASSERT_EQ(queue.empty(), expected.empty());
  }
  EXPECT_TRUE(std::ranges::equal(queue.take(), expected));
  EXPECT_TRUE(queue.empty());
}

} // namespace
