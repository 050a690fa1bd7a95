// The run record and the performance counters.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/record.hpp"

#include "../support/fake_link.hpp"
#include "seeker/run/counters.hpp"
#include "seeker_record.h"

#include <gtest/gtest.h>

namespace {

using namespace seeker;

seeker_record good() {
  seeker_record made = {};
  made.magic = SEEKER_RECORD_MAGIC;
  made.version = SEEKER_RECORD_VERSION;
  made.hart_count = 3;
  return made;
}

result<run::record> parse(const seeker_record &raw) {
  return run::parse_record(std::as_bytes(std::span(&raw, 1)));
}

TEST(Record, KernelsAndTraps) {
  seeker_record raw = good();
  raw.status = SEEKER_STATUS_FAILED;
  raw.exit_code = 0x704;
  raw.kernel_count = 2;
  raw.kernels[0] = {100, 250};
  raw.kernels[1] = {260, 0};
  raw.harts[2] = {1, 4, 0x80000124, 0x1001};
  const auto made = parse(raw);
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->kernels.size(), 2u);
  EXPECT_EQ(made->kernels[0].end, 250u);
  EXPECT_EQ(made->exit_code, 0x704u);
  EXPECT_EQ(run::describe_traps(*made),
            (std::vector<std::string>{
                "hart 2: load address misaligned (mcause 4) at pc 0x80000124, "
                "mtval 0x00001001"}));
}

TEST(Record, MoreKernelsThanEntries) {
  seeker_record raw = good();
  raw.kernel_count = 10'000;
  const auto made = parse(raw);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->kernels.size(), SEEKER_RECORD_KERNELS);
  EXPECT_EQ(made->kernels_begun, 10'000u);
}

TEST(Record, WhatIsNoneIsToldWithNumbers) {
  seeker_record raw = good();
  raw.magic = 0x7ff7dead;
  EXPECT_EQ(parse(raw).error().message,
            "the program left no run record: its magic is 0x7ff7dead, expected "
            "0x52524b53");
  raw = good();
  raw.version = 2;
  EXPECT_EQ(parse(raw).error().message,
            "the run record has version 2, read is 1");
  raw = good();
  raw.hart_count = 33;
  EXPECT_EQ(parse(raw).error().message,
            "the run record has 33 harts, at most 32 fit");
  EXPECT_EQ(run::parse_record({}).error().message,
            "the run record has 0 bytes, expected 4672");
}

TEST(Record, CausesHaveNames) {
  EXPECT_EQ(run::cause_name(2), "illegal instruction");
  EXPECT_EQ(run::cause_name(7), "store access fault");
  EXPECT_EQ(run::cause_name(0x80000013), "cluster-local interrupt");
  EXPECT_EQ(run::cause_name(0x87), "timer interrupt");
  EXPECT_EQ(run::cause_name(42), "cause 42");
}

TEST(Counters, FpuOfEveryHartThenTheClusters) {
  const auto whole = *config::load(SEEKER_CFG_SOURCE "/default.json");
  const auto chosen = run::choose_counters(whole);
  ASSERT_EQ(chosen.size(), 15u);
  for (std::uint16_t hart = 0; hart < 8; ++hart) {
    EXPECT_EQ(run::metric_name(chosen[hart].metric), "issue_fpu");
    EXPECT_EQ(chosen[hart].hart, hart);
  }
  EXPECT_EQ(run::metric_name(chosen[8].metric), "dma_busy");
  auto few = whole;
  few.perf_counters = 9;
  EXPECT_EQ(run::choose_counters(few).size(), 9u);
  EXPECT_EQ(run::metric_name(99), "unknown");
}

TEST(Counters, AreSelectedClearedAndEnabled) {
  boost::asio::io_context context;
  const auto small = *config::load(SEEKER_CFG_SOURCE "/small.json");
  fake::fake_device device(small);
  fake::fake_target on(context, device);
  ASSERT_TRUE(fake::await(context, on.open()));
  const std::uint64_t base = small.peripheral.base;
  device.poke(base + 0x108, std::vector<std::byte>(8, std::byte{9}));
  const auto chosen = run::choose_counters(small);
  ASSERT_TRUE(fake::await(context, run::program_counters(on, small, chosen)));
  const auto word = [&](std::uint64_t offset) {
    return load<std::uint64_t>(device.peek(base + offset, 8), 0);
  };
  EXPECT_EQ(word(0x088), 3u << 16 | 1); // issue_fpu of hart 1
  EXPECT_EQ(word(0x090), 25u << 16);    // dma_busy
  EXPECT_EQ(word(0x108), 0u);
  EXPECT_EQ(word(0x008), 1u);
  device.poke(base + 0x108, std::vector<std::byte>{std::byte{77}});
  const auto counted =
      fake::await(context, run::read_counters(on, small, chosen));
  ASSERT_TRUE(counted);
  EXPECT_EQ(counted->fpu_issues.at(1), 77u);
  EXPECT_EQ(counted->counters.at("dma_busy"), 0u);
}

} // namespace
