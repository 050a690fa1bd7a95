// Each cycle of a hart counts once, by what its FP side or else its core does.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stall_counter.hpp"

#include <gtest/gtest.h>

#include "run_report.hpp"

#include <nlohmann/json.hpp>

namespace {

using namespace seeker::sim;
using nlohmann::json;

constexpr unsigned wait_load = 2, wait_barrier = 8, stream_data_1 = 17;

TEST(StallCounter, CyclesSumToTheRun) {
  stall_counter stalls;
  stalls.wait(0, 10, 10); // asleep, before the start
  stalls.wait(1, 10, 10);
  EXPECT_TRUE(stalls.counted().empty());
  stalls.start(100);
  stalls.wait(0, 110, 0);
  stalls.wait(0, 115, wait_load);
  stalls.fp_side(0, 120, fp_issue); // hides that the core waits
  stalls.wait(0, 130, wait_barrier);
  stalls.fp_side(0, 140, stream_data_1);
  stalls.fp_side(0, 145, fp_held);
  stalls.fp_side(0, 146, fp_memory);
  stalls.fp_side(0, 147, fp_empty);
  stalls.done(200, 1);
  EXPECT_EQ(stalls.cycles(), 100u);
  EXPECT_EQ(to_json(stalls), json::parse(R"([
    {"sleep": 10, "integer": 5, "load": 5, "fpu": 20, "stream_data 1": 5,
     "fp_operand": 1, "fp_memory": 1, "barrier": 53},
    {"sleep": 100}])"));
}

TEST(StallCounter, TheLastWordCounts) {
  stall_counter stalls;
  stalls.wait(0, 1, 0);
  stalls.start(10);
  stalls.done(20, 0x80001000); // a system call
  stalls.wait(0, 25, wait_load);
  stalls.done(40, 1);
  EXPECT_EQ(to_json(stalls), json::parse(R"([{"integer": 15, "load": 15}])"));
}

TEST(StallCounter, ARunStartsAnew) {
  stall_counter stalls;
  stalls.wait(0, 1, 0);
  stalls.start(10);
  stalls.done(20, 1);
  stalls.start(100);
  EXPECT_TRUE(stalls.counted().empty());
  stalls.done(101, 1);
  EXPECT_EQ(to_json(stalls), json::parse(R"([{"integer": 1}])"));
}

TEST(StallCounter, BarriersAreCountedWhereAHartComesToThem) {
  stall_counter stalls;
  stalls.start(10);
  stalls.wait(0, 20, wait_barrier);
  stalls.wait(0, 25, wait_barrier);
  stalls.wait(0, 30, 0);
  stalls.wait(0, 40, wait_barrier);
  stalls.wait(1, 50, wait_load);
  stalls.done(60, 1);
  ASSERT_EQ(stalls.counted().size(), 2u);
  EXPECT_EQ(stalls.counted()[0].barriers, 2u);
  EXPECT_EQ(stalls.counted()[1].barriers, 0u);
}

TEST(StallCounter, BarriersForTheDmaAreThoseWhileAHartPollsIt) {
  constexpr unsigned poll = 11;
  stall_counter stalls;
  stalls.start(0);
  stalls.wait(0, 10, wait_barrier);
  stalls.wait(1, 20, poll);
  stalls.wait(1, 50, 0);
  stalls.wait(0, 60, 0);
  stalls.wait(1, 70, poll); // nobody waits for it
  stalls.done(100, 1);
  EXPECT_EQ(stalls.counted()[0].barrier_for_dma, 30u);
  EXPECT_EQ(stalls.counted()[1].barrier_for_dma, 0u);
  EXPECT_EQ(to_json(stalls), json::parse(R"([
    {"integer": 50, "barrier": 50}, {"integer": 40, "dma_poll": 60}])"));
}

} // namespace
