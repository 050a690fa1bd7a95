// Layouts that the L1 planner gives: valid, optimal where known, deterministic.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Instances.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

using namespace seeker::l1;

namespace {

// Independent of the planner's sections: compares every pair.
void expectValid(const std::vector<Buffer> &buffers, const Plan &plan) {
  ASSERT_EQ(plan.offsets.size(), buffers.size());
  int64_t need = 0;
  for (size_t i = 0; i < buffers.size(); ++i) {
    EXPECT_GE(plan.offsets[i], 0);
    EXPECT_EQ(plan.offsets[i] % buffers[i].alignment, 0) << buffers[i].id;
    need = std::max(need, plan.offsets[i] + buffers[i].size);
    for (size_t j = 0; j < i; ++j) {
      bool together = buffers[i].lower < buffers[j].upper &&
                      buffers[j].lower < buffers[i].upper;
      bool overlap = plan.offsets[i] < plan.offsets[j] + buffers[j].size &&
                     plan.offsets[j] < plan.offsets[i] + buffers[i].size;
      EXPECT_FALSE(together && overlap)
          << buffers[i].id << " and " << buffers[j].id;
    }
  }
  EXPECT_EQ(plan.need, need);
  EXPECT_LE(plan.lowerBound, plan.need);
}

// The least need over every order of first-fit placement, which is an optimum:
// sorted by offset, an optimal layout in which nothing can sink is one of them.
int64_t optimumByAllOrders(const std::vector<Buffer> &buffers) {
  std::vector<size_t> order(buffers.size());
  std::iota(order.begin(), order.end(), 0);
  int64_t best = -1;
  do {
    std::vector<int64_t> offset(buffers.size(), -1);
    int64_t need = 0;
    for (size_t b : order) {
      int64_t at = 0;
      for (bool moved = true; moved;) {
        moved = false;
        for (size_t o = 0; o < buffers.size(); ++o) {
          if (offset[o] < 0 || buffers[o].lower >= buffers[b].upper ||
              buffers[b].lower >= buffers[o].upper ||
              at >= offset[o] + buffers[o].size ||
              offset[o] >= at + buffers[b].size)
            continue;
          int64_t a = buffers[b].alignment;
          at = (offset[o] + buffers[o].size + a - 1) / a * a;
          moved = true;
        }
      }
      offset[b] = at;
      need = std::max(need, at + buffers[b].size);
    }
    if (best < 0 || need < best)
      best = need;
  } while (std::next_permutation(order.begin(), order.end()));
  return best;
}

TEST(Planner, NothingNeedsNothing) {
  Plan plan = planBuffers({}, 0);
  EXPECT_TRUE(plan.fits());
  EXPECT_EQ(plan.need, 0);
  EXPECT_EQ(plan.lowerBound, 0);
}

TEST(Planner, BuffersOfDifferentTimesShareBytes) {
  std::vector<Buffer> buffers = {
      {"a", 0, 2, 100}, {"b", 2, 4, 90}, {"c", 4, 6, 80}};
  Plan plan = planBuffers(buffers, 100);
  expectValid(buffers, plan);
  EXPECT_EQ(plan.need, 100);
  EXPECT_EQ(plan.gap(), 0);
}

TEST(Planner, LaysOutEverythingWhenItDoesNotFit) {
  // The five buffers of an unfused 1x1200x400 kernel at tiles [0, 240, 80].
  std::vector<Buffer> buffers = {{"accumulator", 0, 9, 9600, 64},
                                 {"x", 0, 9, 640, 64},
                                 {"w", 0, 9, 153600, 64},
                                 {"bias", 0, 9, 9600, 64},
                                 {"y", 0, 9, 9600, 64}};
  Plan plan = planBuffers(buffers, 100000);
  expectValid(buffers, plan);
  EXPECT_FALSE(plan.fits());
  EXPECT_EQ(plan.need, 183040);
  EXPECT_EQ(plan.lowerBound, 183040);
  EXPECT_EQ(plan.hopeless, std::vector<size_t>({2}));
}

TEST(Planner, KeepsAlignment) {
  std::vector<Buffer> buffers = {
      {"a", 0, 2, 8, 8}, {"b", 0, 2, 100, 64}, {"c", 0, 2, 24, 8}};
  Plan plan = planBuffers(buffers, 1000);
  expectValid(buffers, plan);
  EXPECT_EQ(plan.need, 136); // b at 0, a and c above: 104 + 8 + 24
}

TEST(Planner, FindsTheOptimumOfSmallInstances) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<Buffer> buffers;
    for (size_t i = 0, n = 2 + random() % 6; i < n; ++i) {
      int64_t lower = random() % 8;
      buffers.push_back({std::to_string(i), lower,
                         lower + 1 + static_cast<int64_t>(random() % 4),
                         1 + static_cast<int64_t>(random() % 12),
                         int64_t(1) << random() % 3});
    }
    Plan plan = planBuffers(buffers, 20);
    expectValid(buffers, plan);
    EXPECT_EQ(plan.need, optimumByAllOrders(buffers)) << "round " << round;
    EXPECT_EQ(plan.gap(), 0) << "round " << round;
  }
}

TEST(Planner, MoreRoomChangesNothing) {
  std::vector<Buffer> buffers =
      makeInstance({"room", 3, 60, 100, 4096, 1, 70, 1});
  Plan tight = planBuffers(buffers, 4096);
  Plan wide = planBuffers(buffers, 8192);
  expectValid(buffers, tight);
  EXPECT_EQ(tight.offsets, wide.offsets);
  EXPECT_EQ(tight.steps, wide.steps);
}

TEST(Planner, FindsTheOptimumWithoutSlack) {
  for (const InstanceSpec &spec : zeroSlackInstances()) {
    SCOPED_TRACE(spec.name);
    std::vector<Buffer> buffers = makeInstance(spec);
    Plan plan = planBuffers(buffers, spec.capacity);
    expectValid(buffers, plan);
    EXPECT_EQ(plan.need, spec.capacity);
    EXPECT_EQ(plan.gap(), 0);
  }
}

TEST(Planner, IsDeterministic) {
  std::vector<Buffer> buffers = makeInstance({"same", 5, 80, 100, 4096, 1, 80});
  Plan first = planBuffers(buffers, 4096);
  Plan second = planBuffers(buffers, 4096);
  EXPECT_EQ(first.offsets, second.offsets);
  EXPECT_EQ(first.steps, second.steps);
}

TEST(Planner, WorksWithoutSearch) {
  std::vector<Buffer> buffers =
      makeInstance({"greedy", 11, 100, 200, 1 << 20, 1, 90});
  Plan plan = planBuffers(buffers, 1 << 20, PlanEffort{0});
  expectValid(buffers, plan);
  EXPECT_EQ(plan.steps, 0);
  EXPECT_EQ(plan.lowerBound, 1 << 20);
}

} // namespace
