// Golden cycles: exact, within an interval, and files that say nothing about a
// run.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/judge/cycles.hpp"

#include "seeker/judge/verdict.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using judge::golden_cycles;

golden_cycles sample(std::uint64_t cycles, double tolerance = 0) {
  return {"sim",
          "0123456789abcdef",
          "aa",
          cycles,
          {{"k", cycles / 2}},
          tolerance,
          {},
          {}};
}

std::string parse_problem(std::string_view text) {
  const auto made = judge::parse_golden_cycles(text, "f");
  return made ? "none" : made.error().message;
}

TEST(Cycles, FileReadsWhatItWrites) {
  golden_cycles made = sample(1000, 0.02);
  made.spent = {{"icache_stall", 7}};
  made.plans = {{"k", "[0, 40]"}};
  const auto read =
      judge::parse_golden_cycles(judge::format_golden_cycles(made), "f");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->target, made.target);
  EXPECT_EQ(read->config_hash, made.config_hash);
  EXPECT_EQ(read->image_hash, made.image_hash);
  EXPECT_EQ(read->cycles, made.cycles);
  EXPECT_EQ(read->kernels, made.kernels);
  EXPECT_EQ(read->tolerance, made.tolerance);
  EXPECT_EQ(read->spent, made.spent);
  EXPECT_EQ(read->plans, made.plans);
}

TEST(Cycles, FilesThatAreNone) {
  const std::string prefix = "f is no golden cycles file: ";
  EXPECT_EQ(parse_problem("[]"), prefix + "it is no JSON object");
  EXPECT_EQ(parse_problem("{}"),
            prefix + "target and config_hash must be strings");
  const std::string head = R"({"target": "sim", "config_hash": "0")";
  EXPECT_EQ(parse_problem(head + "}"),
            prefix + "cycles must be a whole number");
  EXPECT_EQ(parse_problem(head + R"(, "cycles": -5})"),
            prefix + "cycles must be a whole number");
  EXPECT_EQ(parse_problem(head + R"(, "cycles": 5})"),
            prefix + "tolerance must be a fraction of 0 or more");
  EXPECT_EQ(parse_problem(head + R"(, "cycles": 5, "tolerance": -1})"),
            prefix + "tolerance must be a fraction of 0 or more");
  EXPECT_EQ(
      parse_problem(head + R"(, "cycles": 5, "tolerance": 0, "kernels": 1})"),
      prefix + "kernels must be an object");
  EXPECT_EQ(
      parse_problem(head +
                    R"(, "cycles": 5, "tolerance": 0, "kernels": {"k": 1.5}})"),
      prefix + "the cycles of a kernel must be a whole number");
  const std::string whole = head + R"(, "cycles": 5, "tolerance": 0)";
  EXPECT_EQ(parse_problem(whole + R"(, "spent": 1})"),
            prefix + "spent must be an object");
  EXPECT_EQ(parse_problem(whole + R"(, "spent": {"x": -1}})"),
            prefix + "what was spent must be whole numbers");
  EXPECT_EQ(parse_problem(whole + R"(, "plans": 1})"),
            prefix + "plans must be an object");
  EXPECT_EQ(parse_problem(whole + R"(, "plans": {"k": 1}})"),
            prefix + "the plan of a kernel must be a string");
}

TEST(Cycles, ExactWhenToleranceIsZero) {
  const auto same = judge::judge_cycles(sample(1000), sample(1000));
  ASSERT_TRUE(same);
  EXPECT_FALSE(same->regressed);
  EXPECT_TRUE(same->notes.empty());
  golden_cycles slower = sample(1000);
  slower.cycles = 1001;
  const auto one = judge::judge_cycles(sample(1000), slower);
  ASSERT_TRUE(one);
  EXPECT_TRUE(one->regressed);
  EXPECT_EQ(one->notes,
            (std::vector<std::string>{
                "whole: 1001 cycles, golden 1000 (+0.100 %, allowed 0 %)"}));
}

TEST(Cycles, FasterPassesAndIsSaid) {
  const auto made = judge::judge_cycles(sample(1000), sample(900));
  ASSERT_TRUE(made);
  EXPECT_FALSE(made->regressed);
  ASSERT_EQ(made->notes.size(), 2u);
  EXPECT_EQ(made->notes[0],
            "whole: 900 cycles, golden 1000 (-10.000 %, allowed 0 %), faster: "
            "the golden cycles are out of date");
}

TEST(Cycles, IntervalAllowsBothWays) {
  EXPECT_TRUE(
      judge::judge_cycles(sample(1000, 0.02), sample(1020))->notes.empty());
  EXPECT_TRUE(
      judge::judge_cycles(sample(1000, 0.02), sample(980))->notes.empty());
  EXPECT_TRUE(judge::judge_cycles(sample(1000, 0.02), sample(1022))->regressed);
}

TEST(Cycles, KernelsCountByThemselves) {
  golden_cycles got = sample(1000);
  got.kernels["k"] = 501;
  const auto made = judge::judge_cycles(sample(1000), got);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->regressed);
  EXPECT_EQ(made->notes[0],
            "kernel k: 501 cycles, golden 500 (+0.200 %, allowed 0 %)");
  got.kernels.clear();
  EXPECT_EQ(judge::judge_cycles(sample(1000), got).error().message,
            "the golden cycles have a kernel 'k', this run has none of that "
            "name");
}

TEST(Cycles, AnotherImageIsNamedWhenCyclesDiffer) {
  golden_cycles got = sample(2000);
  got.image_hash = "bb";
  const auto made = judge::judge_cycles(sample(1000), got);
  EXPECT_EQ(made->notes.back(),
            "the image is another than the golden one: bb, golden aa");
}

TEST(Cycles, OtherTargetOrConfigurationIsRefused) {
  golden_cycles got = sample(1000);
  got.target = "iss";
  const auto made = judge::judge_cycles(sample(1000), got);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, errc::mismatch);
  EXPECT_EQ(made.error().message,
            "the golden cycles are those of target sim with configuration "
            "0123456789abcdef, this run's target is iss with "
            "0123456789abcdef");
}

TEST(Verdict, NamesAndExitCodes) {
  using judge::verdict;
  const std::vector<std::pair<verdict, int>> all = {
      {verdict::pass, 0},
      {verdict::cycle_regression, 1},
      {verdict::golden_mismatch, 1},
      {verdict::target_hang, 1},
      {verdict::link, 3},
      {verdict::board, 3},
      {verdict::config, 2}};
  for (const auto &[what, code] : all)
    EXPECT_EQ(judge::exit_code(what), code) << judge::name(what);
  EXPECT_EQ(judge::name(verdict::golden_mismatch), "GOLDEN_MISMATCH");
  EXPECT_EQ(judge::name(verdict::target_hang), "TARGET_HANG");
}

TEST(Verdict, OfEveryErrorClass) {
  using judge::verdict;
  for (const errc code : {errc::usage, errc::file, errc::format, errc::limit,
                          errc::mismatch, errc::unsupported})
    EXPECT_EQ(judge::of(code), verdict::config) << to_string(code);
  for (const errc code :
       {errc::link_lost, errc::link_timeout, errc::link_protocol})
    EXPECT_EQ(judge::of(code), verdict::link) << to_string(code);
  for (const errc code : {errc::refused, errc::board, errc::interrupted})
    EXPECT_EQ(judge::of(code), verdict::board) << to_string(code);
  EXPECT_EQ(judge::of(errc::hang), verdict::target_hang);
}

} // namespace
