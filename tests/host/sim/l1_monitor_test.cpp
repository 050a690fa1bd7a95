// The L1 monitor: what is outside a plan, what is a race, and what is neither.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cstddef>

#include <gtest/gtest.h>

#include "l1_monitor.hpp"
#include "seeker_record.h"

namespace {

using namespace seeker::sim;

constexpr std::uint32_t l1 = 0x10000000;
constexpr std::uint32_t record = 0x80004000;

// Two kernels of two buffers and of one, a stack for each of two harts.
plan sample() {
  plan p;
  p.tcdm_base = l1;
  p.tcdm_bytes = 4096;
  p.tcdm_alias = 0x18000000;
  p.record = record;
  p.kernels = {{"first",
                {{"a", "input", l1 + 0x40, 64, {}},
                 {"b", "output", l1 + 0x100, 60, {}}}},
               {"second", {{"c", "input", l1 + 0x400, 128, {}}}}};
  p.always = {{"stack of hart 0", "stack", l1 + 0xf80, 128, 0},
              {"stack of hart 1", "stack", l1 + 0xf00, 128, 1},
              {"reserve", "reserve", l1 + 0xe80, 128, {}}};
  return p;
}

class L1Monitor : public testing::Test {
protected:
  void SetUp() override { monitor.start(1000); }

  // A hart's 64-bit access, or that of some bytes of the word.
  void access(std::uint32_t offset, bool write = false, unsigned hart = 0,
              unsigned port = 1, unsigned strobes = 0xff) {
    monitor.accessed({hart, ++cycle, port, write, l1 + offset,
                      static_cast<std::uint8_t>(strobes), 0});
  }
  void mark(std::size_t kernel, bool begins) {
    const auto at = static_cast<std::uint32_t>(
        record + offsetof(seeker_record, kernels) +
        kernel * sizeof(seeker_record_kernel) + (begins ? 0 : 8));
    monitor.accessed({1, ++cycle, narrow_port, true, at, 0x0f, 77});
    monitor.accessed({1, ++cycle, narrow_port, true, at + 4, 0xf0, 0});
  }
  std::string text() const {
    return monitor.found() ? monitor.found()->text() : "";
  }

  int told = 0;
  l1_monitor monitor{sample(), [this](const violation &) { ++told; }};
  std::uint64_t cycle = 1000;
};

TEST_F(L1Monitor, AllowsWhatIsInThePlan) {
  for (std::uint32_t offset = 0x40; offset != 0x80; offset += 8)
    access(offset, true);
  access(0x138, false, 0, 0, 0x0f); // the last 4 bytes of b
  access(0x478);
  access(0xe80, true);
  access(0xf80, true, 0);
  access(0xf78, true, 1);
  monitor.dma(cycle, true, l1 + 0x100, (std::uint64_t{1} << 60) - 1);
  monitor.dma(cycle, false, l1 + 0x40, ~std::uint64_t{0});
  monitor.dma(cycle, false, 0x80000000, ~std::uint64_t{0});
  EXPECT_EQ(text(), "");
  EXPECT_EQ(told, 0);
}

TEST_F(L1Monitor, NamesAWordPastTheEnd) {
  access(0x80);
  EXPECT_EQ(text(), "cycle 1: hart 0 reads 8 bytes at 0x10000080 by stream 1, "
                    "outside the plan of every kernel; 1 byte past the end of "
                    "'a' (input, 0x10000040 to 0x1000007f)");
  EXPECT_EQ(told, 1);
  EXPECT_EQ(monitor.found()->distance, 1);
}

TEST_F(L1Monitor, NamesAWordBeforeTheBegin) {
  access(0x38, true, 3, 0);
  EXPECT_EQ(text(), "cycle 1: hart 3 writes 8 bytes at 0x10000038 by its "
                    "load/store units or stream 0, outside the plan of every "
                    "kernel; 8 bytes before 'a' (input, 0x10000040 to "
                    "0x1000007f)");
}

TEST_F(L1Monitor, CountsBytesNotWords) {
  access(0x138, true, 0, 0, 0xff); // b ends in the middle of this word
  ASSERT_TRUE(monitor.found());
  EXPECT_EQ(monitor.found()->address, l1 + 0x13c);
  EXPECT_EQ(monitor.found()->bytes, 4u);
}

TEST_F(L1Monitor, KeepsTheFirst) {
  access(0x80);
  access(0x800, true);
  mark(0, true);
  access(0x400);
  EXPECT_EQ(told, 1);
  EXPECT_EQ(monitor.found()->address, l1 + 0x80);
}

TEST_F(L1Monitor, AKernelHasItsOwnBuffersOnly) {
  mark(0, true);
  access(0x40);
  mark(0, false);
  access(0x400); // between kernels: of any
  mark(1, true);
  access(0x400);
  EXPECT_EQ(text(), "");
  access(0x40);
  EXPECT_EQ(text(), "cycle 10: hart 0 reads 8 bytes at 0x10000040 by stream 1, "
                    "outside the plan of kernel 'second'; 960 bytes before 'c' "
                    "(input, 0x10000400 to 0x1000047f)");
}

TEST_F(L1Monitor, AStackIsItsHartsAlone) {
  access(0xf00, true, 0);
  EXPECT_EQ(text(), "cycle 1: hart 0 writes 8 bytes at 0x10000f00 by stream 1, "
                    "outside the plan of every kernel; it is in 'stack of hart "
                    "1' (stack, 0x10000f00 to 0x10000f7f), which is another "
                    "hart's");
}

TEST_F(L1Monitor, NamesTheDma) {
  monitor.dma(1005, true, l1 + 0x100, ~std::uint64_t{0});
  EXPECT_EQ(text(), "cycle 5: the DMA writes 4 bytes at 0x1000013c, outside "
                    "the plan of every kernel; 1 byte past the end of 'b' "
                    "(output, 0x10000100 to 0x1000013b)");
  EXPECT_FALSE(monitor.found()->hart);
}

TEST_F(L1Monitor, ResolvesTheAlias) {
  monitor.dma(1005, true, 0x18000000 + 0x800, 1);
  ASSERT_TRUE(monitor.found());
  EXPECT_EQ(monitor.found()->address, l1 + 0x800);
}

TEST_F(L1Monitor, WatchesFromTheStart) {
  l1_monitor early(sample());
  early.accessed({0, 1, 1, true, l1 + 0x800, 0xff, 0});
  EXPECT_FALSE(early.found());
}

TEST_F(L1Monitor, AccessToWhatATransferWritesIsARace) {
  monitor.transferred(cycle, {7, 0x80000000, l1 + 0x40, 32, 0, 0, 1});
  access(0x60); // behind it
  EXPECT_EQ(text(), "");
  access(0x58);
  EXPECT_EQ(text(),
            "cycle 2: hart 0 reads 8 bytes at 0x10000058 by stream 1, while "
            "the DMA's transfer 7 (from 0x80000000 to 0x10000040, 1 rows of 32 "
            "bytes) is under way there; it is in 'a' (input, 0x10000040 to "
            "0x1000007f)");
  EXPECT_TRUE(monitor.found()->race);
}

TEST_F(L1Monitor, OnlyWritesRaceWithWhatATransferReads) {
  monitor.transferred(cycle, {7, l1 + 0x40, 0x80000000, 32, 0, 0, 1});
  access(0x40);
  EXPECT_EQ(text(), "");
  access(0x40, true);
  EXPECT_TRUE(monitor.found() && monitor.found()->race);
}

TEST_F(L1Monitor, WhatHasCompletedDoesNotRace) {
  monitor.transferred(cycle, {7, 0x80000000, l1 + 0x40, 32, 0, 0, 1});
  monitor.transferred(cycle, {8, 0x80000000, l1 + 0x400, 32, 0, 0, 1});
  monitor.completed(cycle, 7);
  access(0x40, true);
  EXPECT_EQ(text(), "");
  access(0x400);
  EXPECT_TRUE(monitor.found() && monitor.found()->transfer->id == 8);
}

TEST_F(L1Monitor, RowsRaceByTheirBytes) {
  // Rows of 4 bytes, 16 bytes apart, by the alias.
  monitor.transferred(cycle, {7, 0x80000000, 0x18000040, 4, 4, 16, 3});
  access(0x48);
  access(0x40, false, 0, 0, 0xf0); // the other half of a row's word
  access(0x70);                    // there is no fourth row
  EXPECT_EQ(text(), "");
  access(0x60, false, 0, 0, 0x0f);
  EXPECT_TRUE(monitor.found() && monitor.found()->race);
}

TEST_F(L1Monitor, TransfersOfNothingDoNotRace) {
  monitor.transferred(cycle, {7, 0x80000000, l1 + 0x40, 0, 0, 0, 1});
  access(0x40, true);
  EXPECT_EQ(text(), "");
}

} // namespace
