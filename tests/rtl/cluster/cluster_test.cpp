// The cluster as its host sees it: boot, memory map, registers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/cluster_bench.hpp"

#include "seeker_cfg.h"

#include <fstream>
#include <gtest/gtest.h>

namespace cluster {
namespace {

constexpr std::uint64_t error_data = 0xdeadbeefdeadbeef;

TEST(Cluster, HartsParkInTheBootRom) {
  bench b;
  EXPECT_TRUE(b.all_asleep());
  for (unsigned h = 0; h < bench::harts; ++h)
    EXPECT_EQ(b.top().pc_o[h] & 0xfffff000, 0x18020000u) << "hart " << h;
}

TEST(Cluster, NarrowBusReachesTcdmAndItsAlias) {
  bench b;
  for (std::uint32_t i = 0; i < 40; ++i)
    EXPECT_FALSE(
        b.write(SEEKER_TCDM_BASE + 8 * i, 0x0123456789abcdef * i).error);
  for (std::uint32_t i = 0; i < 40; ++i)
    EXPECT_EQ(b.read(SEEKER_CLUSTER_ALIAS_BASE + 8 * i).rdata,
              0x0123456789abcdef * i);
  b.write(SEEKER_TCDM_BASE + SEEKER_TCDM_BYTES - 8, 0x1111111111111111);
  b.write(SEEKER_TCDM_BASE + SEEKER_TCDM_BYTES - 8, 0, 0x0f);
  EXPECT_EQ(b.read(SEEKER_TCDM_BASE + SEEKER_TCDM_BYTES - 8).rdata,
            0x1111111100000000u);
  EXPECT_EQ(b.access({SEEKER_TCDM_BASE + 4, false, 2, 0xf0,
                      std::uint64_t(5) << 32, 0})
                .rdata,
            0u);
  EXPECT_EQ(b.read(SEEKER_TCDM_BASE).rdata, std::uint64_t(5) << 32);
}

TEST(Cluster, BootRomReadsAsTheImageAndRefusesWrites) {
  bench b;
  std::ifstream in(BOOT_ROM, std::ios::binary);
  std::vector<char> image((std::istreambuf_iterator<char>(in)), {});
  ASSERT_FALSE(image.empty());
  image.resize(SEEKER_BOOT_ROM_BYTES);
  for (std::uint32_t at = 0; at < image.size(); at += 8) {
    std::uint64_t expected;
    std::memcpy(&expected, &image[at], 8);
    bench::answer a = b.read(SEEKER_BOOT_ROM_BASE + at);
    ASSERT_EQ(a.rdata, expected) << at;
    ASSERT_FALSE(a.error);
  }
  EXPECT_TRUE(b.write(SEEKER_BOOT_ROM_BASE, 0).error);
}

TEST(Cluster, ZeroMemoryReadsZeroAndIgnoresWrites) {
  bench b;
  EXPECT_FALSE(b.write(SEEKER_ZERO_MEMORY_BASE + 16, ~std::uint64_t(0)).error);
  bench::answer a = b.read(SEEKER_ZERO_MEMORY_BASE + 16);
  EXPECT_EQ(a.rdata, 0u);
  EXPECT_FALSE(a.error);
}

TEST(Cluster, WhatLeadsNowhereAnswersWithAnError) {
  bench b;
  for (std::uint32_t addr : {0x00000000u, 0x0ffffff8u, 0x10040000u, 0x100403f8u,
                             0x10040400u, 0x18040400u, 0x20000000u}) {
    bench::answer a = b.read(addr);
    EXPECT_TRUE(a.error) << std::hex << addr;
    EXPECT_EQ(a.rdata, error_data) << std::hex << addr;
    EXPECT_TRUE(b.write(addr, 0).error) << std::hex << addr;
  }
}

// The debug module sees what a hart sees.
TEST(Cluster, TheSocReachesWhatLiesOutside) {
  bench b;
  EXPECT_FALSE(b.write(0x80000040, 0x0123456789abcdef).error);
  const bench::answer a = b.read(0x80000040);
  EXPECT_FALSE(a.error);
  EXPECT_EQ(a.rdata, 0x0123456789abcdefu);
}

TEST(Cluster, PeripheralRegisters) {
  bench b;
  const std::uint32_t base = SEEKER_PERIPHERAL_BASE;
  for (std::uint32_t i = 0; i < 4; ++i)
    EXPECT_FALSE(b.write(base + 0x180 + 8 * i, 0x1234567800000000 + i).error);
  for (std::uint32_t i = 0; i < 4; ++i)
    EXPECT_EQ(b.read(base + 0x180 + 8 * i).rdata, 0x1234567800000000 + i);
  b.write(base + 0x188, 0xffffffffffffffff, 0x0f);
  EXPECT_EQ(b.read(base + 0x188).rdata, 0x12345678ffffffffu);
  // Prefetch enable.
  EXPECT_EQ(b.read(base + 0x1b0).rdata, 1u);
  b.write(base + 0x1b0, 0);
  EXPECT_EQ(b.read(base + 0x1b0).rdata, 0u);
  // What the counters select after reset.
  const std::uint64_t selected[] = {0, 6, 1, 26, 27, 28, 30};
  for (std::uint32_t i = 0; i < SEEKER_CLUSTER_PERF_COUNTERS; ++i) {
    EXPECT_EQ(b.read(base + 0x080 + 8 * i).rdata, (i < 7 ? selected[i] : 0)
                                                      << 16);
    EXPECT_EQ(b.read(base + 8 * i).rdata, 1u);
  }
  // Halves of a selection are written by themselves.
  b.write(base + 0x088, 0x00190002, 0x03);
  EXPECT_EQ(b.read(base + 0x088).rdata, 0x00060002u);
  b.write(base + 0x088, 0x00190002, 0x0c);
  EXPECT_EQ(b.read(base + 0x088).rdata, 0x00190002u);
  // Unknown offsets, and atomics.
  EXPECT_TRUE(b.read(base + 0x1b8).error);
  EXPECT_TRUE(b.read(base + 0x1000).error);
  EXPECT_TRUE(b.access({base + 0x180, false, 2, 0x0f, 1, 0}).error);
  EXPECT_EQ(b.read(base + 0x180).rdata, 0x1234567800000000u);
}

TEST(Cluster, CycleCounterStartsStopsAndClears) {
  bench b;
  const std::uint32_t enable = SEEKER_PERIPHERAL_BASE,
                      count = SEEKER_PERIPHERAL_BASE + 0x100;
  std::uint64_t first_at = b.cycles(), first = b.read(count).rdata;
  std::uint64_t second_at = b.cycles(), second = b.read(count).rdata;
  EXPECT_EQ(second - first, second_at - first_at);
  b.write(enable, 0);
  first = b.read(count).rdata;
  EXPECT_EQ(b.read(count).rdata, first);
  b.write(count, 12345);
  EXPECT_EQ(b.read(count).rdata, 0u);
}

TEST(Cluster, InterruptBitsSetAndClear) {
  bench b;
  const std::uint32_t set = SEEKER_PERIPHERAL_BASE + 0x1a0;
  // An entry that parks at once: a `ret`
  b.l3().set_word(0x80000000, 0x00008067);
  b.write(SEEKER_PERIPHERAL_BASE + 0x188, 0x80000000);
  b.write(set, 0b10);
  EXPECT_EQ(b.read(set).rdata, 0b10u);
  b.write(set, 0b01);
  EXPECT_EQ(b.read(set).rdata, 0b11u);
  b.write(set + 8, 0b10);
  EXPECT_EQ(b.read(set + 8).rdata, 0b01u);
  EXPECT_FALSE(b.idle()) << "a hart is being woken";
  b.write(set + 8, 0b01);
  for (int i = 0; i < 1000 && !b.idle(); ++i)
    b.step();
  EXPECT_TRUE(b.idle());
}

} // namespace
} // namespace cluster
