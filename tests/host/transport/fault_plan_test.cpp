// Fault plans: what --chaos may say, and what each kind does to the bytes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/transport/fault_plan.hpp"

#include <algorithm>
#include <bit>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

using namespace std::chrono_literals;
using namespace seeker;
using transport::chaos_spec;
using transport::fault;
using transport::fault_plan;
using bytes = std::vector<std::byte>;

bytes counting(std::size_t count) {
  bytes made(count);
  for (std::size_t i = 0; i != count; ++i)
    made[i] = static_cast<std::byte>(i * 31 + i / 256);
  return made;
}

/// All of `in` in pieces of at most `piece` bytes; interruptions are counted.
bytes through(fault_plan &plan, std::span<const std::byte> in,
              std::size_t piece) {
  bytes out;
  while (!in.empty()) {
    const auto step = plan.pass(in.first(std::min(piece, in.size())), out);
    in = in.subspan(step.consumed);
  }
  return out;
}

chaos_spec only(fault kind, double rate) {
  chaos_spec made;
  made.of(kind) = rate;
  return made;
}

std::uint64_t count(const fault_plan &plan, fault kind) {
  return plan.counts()[static_cast<std::size_t>(kind)];
}

TEST(ChaosSpec, ReadsAllKinds) {
  const auto spec = transport::parse_chaos(
      "corrupt=4,drop=0.5,delay=8:5ms,stall=1:250ms,reset=2,cut=100000");
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_EQ(spec->of(fault::corrupt), 4);
  EXPECT_EQ(spec->of(fault::drop), 0.5);
  EXPECT_EQ(spec->of(fault::insert), 0);
  EXPECT_EQ(spec->delay, 5ms);
  EXPECT_EQ(spec->stall, 250ms);
  EXPECT_EQ(spec->cut_after_bytes, 100000u);
  EXPECT_FALSE(spec->silence_after_bytes);
  EXPECT_TRUE(transport::parse_chaos(""));
}

TEST(ChaosSpec, NamesWhatIsWrong) {
  const auto message = [](std::string_view text) {
    const auto spec = transport::parse_chaos(text);
    EXPECT_FALSE(spec) << text;
    EXPECT_EQ(spec.error().code, errc::usage);
    return spec.error().message;
  };
  EXPECT_EQ(message("drop=1,melt=2"),
            "--chaos: 'melt=2': there are corrupt, drop, truncate, insert, "
            "duplicate, reorder, delay, stall, reset, cut and silence");
  EXPECT_EQ(message("drop=-1"),
            "--chaos: 'drop=-1': a rate is 0 to 10000 events per MiB");
  EXPECT_EQ(message("drop=nan"),
            "--chaos: 'drop=nan': a rate is 0 to 10000 events per MiB");
  EXPECT_EQ(message("drop"),
            "--chaos: 'drop': a rate is 0 to 10000 events per MiB");
  EXPECT_EQ(message("delay=1:5s"),
            "--chaos: 'delay=1:5s': a pause is 0ms to 60000ms, as in "
            "delay=8:5ms");
  EXPECT_EQ(message("cut=soon"),
            "--chaos: 'cut=soon': a number of bytes is missing");
}

TEST(FaultPlan, NothingWrongChangesNothing) {
  fault_plan plan({}, 1);
  const bytes in = counting(100'000);
  EXPECT_EQ(through(plan, in, 4096), in);
  EXPECT_EQ(plan.passed_bytes(), in.size());
}

TEST(FaultPlan, CorruptFlipsOneBitAnEvent) {
  fault_plan plan(only(fault::corrupt, 64), 2);
  const bytes in = counting(1 << 20);
  const bytes out = through(plan, in, 4096);
  ASSERT_EQ(out.size(), in.size());
  std::uint64_t flipped = 0;
  for (std::size_t i = 0; i != in.size(); ++i)
    flipped += static_cast<std::uint64_t>(
        std::popcount(std::to_integer<unsigned>(in[i] ^ out[i])));
  EXPECT_EQ(flipped, count(plan, fault::corrupt));
  EXPECT_GT(flipped, 30u); // 64 expected
  EXPECT_LT(flipped, 130u);
}

TEST(FaultPlan, DropAndTruncateLose) {
  for (const auto [kind, least, most] :
       {std::tuple{fault::drop, 1u, 8u}, {fault::truncate, 32u, 1024u}}) {
    fault_plan plan(only(kind, 16), 3);
    const bytes in = counting(1 << 20);
    const std::uint64_t lost = in.size() - through(plan, in, 1000).size();
    const std::uint64_t events = count(plan, kind);
    ASSERT_GT(events, 0u);
    EXPECT_GE(lost, events * least);
    EXPECT_LE(lost, events * most);
  }
}

TEST(FaultPlan, InsertAndDuplicateAdd) {
  for (const auto [kind, most] :
       {std::pair{fault::insert, 16u}, {fault::duplicate, 4096u}}) {
    fault_plan plan(only(kind, 16), 4);
    const bytes in = counting(1 << 20);
    const std::uint64_t added = through(plan, in, 1000).size() - in.size();
    const std::uint64_t events = count(plan, kind);
    ASSERT_GT(events, 0u);
    EXPECT_GE(added, events);
    EXPECT_LE(added, events * most);
  }
}

TEST(FaultPlan, ReorderKeepsTheBytes) {
  fault_plan plan(only(fault::reorder, 64), 5);
  const bytes in = counting(1 << 20);
  bytes out = through(plan, in, 777);
  EXPECT_NE(out, in);
  // At most one block is still held back.
  EXPECT_GE(out.size() + 512, in.size());
  bytes sorted_in(in.begin(), in.begin() + 500'000);
  bytes sorted_out(out.begin(), out.begin() + 500'000);
  std::size_t different = 0;
  for (std::size_t i = 0; i != sorted_in.size(); ++i)
    different += sorted_in[i] != sorted_out[i];
  // Blocks change places with their neighbours, nothing drifts.
  EXPECT_LT(different, 40u * 1024);
}

TEST(FaultPlan, TimeFaultsInterrupt) {
  for (const fault kind : {fault::delay, fault::stall, fault::reset}) {
    fault_plan plan(only(kind, 100), 6);
    const bytes in = counting(1 << 20);
    bytes out;
    std::span<const std::byte> rest = in;
    std::uint64_t interruptions = 0;
    while (!rest.empty()) {
      const auto step = plan.pass(rest, out);
      rest = rest.subspan(step.consumed);
      if (step.interrupted) {
        EXPECT_EQ(*step.interrupted, kind);
        ++interruptions;
      }
    }
    EXPECT_EQ(out, in);
    EXPECT_EQ(interruptions, count(plan, kind));
    EXPECT_GT(interruptions, 50u);
  }
}

RC_GTEST_PROP(FaultPlan, TheCutsOfTheStreamDoNotMatter, ()) {
  chaos_spec spec;
  for (double &rate : spec.rate)
    rate = *rc::gen::inRange(0, 200);
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const bytes in = counting(60'000);
  fault_plan whole(spec, seed), cut(spec, seed);
  const auto piece = *rc::gen::inRange<std::size_t>(1, 5000);
  RC_ASSERT(through(whole, in, in.size()) == through(cut, in, piece));
  RC_ASSERT(whole.counts() == cut.counts());
}

} // namespace
