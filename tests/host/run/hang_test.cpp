// When harts stand still for ever, and who is told to be at fault.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/hang.hpp"

#include <gtest/gtest.h>

using namespace seeker;
using wire::hart_state;
using wire::hart_status;
using wire::hart_wait;

namespace {

constexpr std::uint8_t start_cause = 0x93;

hart_status runs(hart_wait wait, std::uint8_t quiet) {
  return {0x80000100, hart_state::running, start_cause, wait, quiet};
}
hart_status sleeps(std::uint8_t quiet, std::uint8_t mcause = start_cause) {
  return {0x10020010, hart_state::sleeping, mcause, hart_wait::sleep, quiet};
}
hart_status trapped(std::uint8_t mcause, std::uint8_t quiet) {
  return {0x80000200, hart_state::trapped, mcause, hart_wait::none, quiet};
}
hart_wait of_stream(hart_wait cause, int stream) {
  return static_cast<hart_wait>(static_cast<int>(cause) + stream);
}

wire::device_status status(std::vector<hart_status> harts,
                           std::uint64_t cycles = 1'000'000) {
  wire::device_status made;
  made.cycles = cycles;
  made.started = true;
  made.harts = std::move(harts);
  return made;
}

bool at_once(const wire::device_status &now) {
  run::hang_detector detector;
  return detector.look(now);
}

TEST(HangDetector, EverybodyQuietIsAHang) {
  EXPECT_TRUE(at_once(status({runs(hart_wait::none, 16), sleeps(20)})));
  EXPECT_TRUE(
      at_once(status({runs(hart_wait::barrier, 17),
                      runs(of_stream(hart_wait::stream_data, 1), 16)})));
}

TEST(HangDetector, OneThatMakesProgressIsNone) {
  EXPECT_FALSE(at_once(status({runs(hart_wait::none, 3), sleeps(30)})));
  EXPECT_FALSE(at_once(
      status({runs(hart_wait::barrier, 30), runs(hart_wait::none, 0)})));
}

TEST(HangDetector, NeitherIsAWorkingDma) {
  auto now = status({runs(hart_wait::none, 30), runs(hart_wait::dma_poll, 30)});
  now.dma_busy = true;
  EXPECT_FALSE(at_once(now));
}

TEST(HangDetector, NeitherIsAHaltedHart) {
  EXPECT_FALSE(at_once(
      status({runs(hart_wait::barrier, 30), runs(hart_wait::debug, 30)})));
}

TEST(HangDetector, ATrapNeedsLessTime) {
  EXPECT_TRUE(at_once(status({trapped(2, 14), runs(hart_wait::barrier, 13)})));
  EXPECT_FALSE(at_once(status({trapped(2, 14), runs(hart_wait::none, 12)})));
}

TEST(HangDetector, WithoutQuietCyclesTheClockTells) {
  run::hang_detector detector;
  EXPECT_FALSE(detector.look(status({sleeps(0), sleeps(0)}, 1000)));
  EXPECT_TRUE(detector.is_suspicious());
  EXPECT_FALSE(detector.look(status({sleeps(0), sleeps(0)}, 90'000)));
  EXPECT_TRUE(detector.look(status({sleeps(0), sleeps(0)}, 101'000)));
}

TEST(HangDetector, AClockThatStandsTells) {
  run::hang_detector detector;
  int looks = 1;
  while (
      !detector.look(status({sleeps(0), runs(hart_wait::barrier, 0)},
                            1000 + static_cast<std::uint64_t>(looks) * 10)) &&
      looks < 100)
    ++looks;
  EXPECT_EQ(looks, 6);
}

TEST(HangDetector, SomebodyWhoMovesBeginsItAnew) {
  run::hang_detector detector;
  EXPECT_FALSE(detector.look(status({sleeps(0)}, 1000)));
  EXPECT_FALSE(detector.look(status({runs(hart_wait::none, 0)}, 90'000)));
  EXPECT_FALSE(detector.is_suspicious());
  EXPECT_FALSE(detector.look(status({sleeps(0)}, 101'000)));
}

struct row {
  hart_status hart;
  const char *text;
};

TEST(Hang, EveryCauseHasItsWords) {
  const row rows[] = {
      {trapped(2, 20),
       "is in a trap that nobody handles: illegal instruction (mcause 2)"},
      {sleeps(20), "sleeps"},
      {sleeps(20, 1),
       "sleeps after an exception: instruction access fault (mcause 1)"},
      {{0, hart_state::reset, start_cause}, "is in reset"},
      {runs(hart_wait::none, 20), "spins without progress"},
      {runs(hart_wait::fetch, 20), "waits for an instruction"},
      {runs(hart_wait::load, 20),
       "waits for what it reads: a load's answer, or another value"},
      {runs(hart_wait::store, 20), "waits to store"},
      {runs(hart_wait::muldiv, 20), "waits for the multiplier"},
      {runs(hart_wait::dma, 20), "waits for the DMA's front end"},
      {runs(hart_wait::fp_queue, 20), "waits for room in the FP queue"},
      {runs(hart_wait::fp_result, 20), "waits for the FPU"},
      {runs(hart_wait::barrier, 20), "waits at the barrier"},
      {runs(hart_wait::fence, 20), "waits in a fence"},
      {runs(hart_wait::sleep, 20), "sleeps"},
      {runs(hart_wait::dma_poll, 20),
       "polls the DMA, which has nothing to do: the transfer that it waits for "
       "was never started"},
      {runs(of_stream(hart_wait::stream_data, 1), 20),
       "waits for a datum of stream 1: the program takes more than the stream "
       "delivers"},
      {runs(of_stream(hart_wait::stream_room, 2), 20),
       "waits for room in write stream 2: the program writes more than the "
       "stream takes"},
      {runs(of_stream(hart_wait::stream_config, 0), 20),
       "configures stream 0, whose jobs never finish: the program takes or "
       "writes less than they are about"},
      {runs(hart_wait::frep_body, 20),
       "waits for the rest of a hardware loop's body, which is shorter than "
       "the loop says"}};
  for (const row &one : rows)
    EXPECT_EQ(run::describe(one.hart), one.text);
}

TEST(Hang, TheBarrierNamesWhomItMisses) {
  EXPECT_EQ(run::describe_hang({runs(hart_wait::barrier, 20),
                                runs(hart_wait::barrier, 20), sleeps(20)}),
            "the barrier, at which harts 0, 1 wait, misses hart 2; hart 2 "
            "sleeps (pc 0x10020010)");
}

TEST(Hang, ThoseWhoWaitForTheCulpritAreNotAtFault) {
  EXPECT_EQ(
      run::describe_hang({runs(of_stream(hart_wait::stream_data, 0), 20),
                          runs(hart_wait::barrier, 20), sleeps(20)}),
      "the barrier, at which hart 1 waits, misses harts 0, 2; hart 0 waits for "
      "a datum of stream 0: the program takes more than the stream delivers "
      "(pc 0x80000100)");
}

TEST(Hang, HartsWithOneFaultShareASentence) {
  EXPECT_EQ(run::describe_hang({runs(hart_wait::none, 20),
                                runs(hart_wait::none, 20), trapped(1, 20)}),
            "harts 0, 1: each spins without progress (pc "
            "0x80000100); hart 2 is in a trap that nobody handles: instruction "
            "access fault (mcause 1) (pc 0x80000200)");
}

TEST(Hang, AllAsleep) {
  EXPECT_EQ(run::describe_hang({sleeps(20), sleeps(20)}),
            "all harts sleep and nothing wakes them, but the program has not "
            "reported its end");
}

} // namespace
