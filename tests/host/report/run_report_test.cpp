// Reports of runs, as text and as JSON.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/run_report.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace {

using namespace seeker;

run::outcome sample() {
  run::outcome made;
  made.target = "sim";
  made.image = "a.elf";
  made.image_sha256 = std::string(64, 'a');
  made.model = "matvec";
  made.configuration = "default";
  made.configuration_hash = "0123456789abcdef";
  made.compute_cores = 2;
  made.dma_bytes_per_cycle = 64;
  made.cycles = {1000, 1001};
  made.predicted_cycles = 990;
  made.kernels = {{"matvec", 900}};
  made.counted.fpu_issues = {{0, 500}, {1, 400}};
  made.counted.counters = {{"dma_busy", 800},       {"dma_w_bw", 51200},
                           {"tcdm_accessed", 7000}, {"tcdm_congested", 70},
                           {"icache_miss", 3},      {"icache_stall", 12}};
  made.has_golden = true;
  run::tensor_judgement one;
  one.name = "y";
  one.dims = {1, 10};
  one.values.elements = 10;
  one.values.largest = judge::difference{7, {0, 7}, 1.5, 1.25, 0.25, 0.2, 99};
  one.kernel = "matvec";
  one.tile = {{0, 1}};
  one.core = 1;
  made.judged = {one};
  made.phases = {{"load", 2'000'000, 0.5, 0}, {"run", 0, 2, 0}};
  made.simulated_cycles = 2001;
  made.simulated_seconds = 2;
  made.exit_code = 0;
  made.link.requests = 50;
  return made;
}

TEST(RunReport, StallsByCauseAndHart) {
  run::outcome known = sample();
  known.stalls = {{{"fpu", 500}, {"barrier", 300}, {"integer", 200}},
                  {{"fpu", 400}, {"barrier", 600}}};
  EXPECT_NE(report::to_text(known).find("% of cycles by hart     0     1\n"
                                        "barrier              30.0  60.0\n"
                                        "fpu                  50.0  40.0\n"
                                        "integer              20.0\n"),
            std::string::npos)
      << report::to_text(known);
  const auto made = report::to_json(known);
  EXPECT_EQ(made.at("stalls").at("1").at("barrier"), 600);
  EXPECT_FALSE(report::to_json(sample()).contains("stalls"));
}

TEST(RunReport, WhatTheMonitorFound) {
  run::outcome known = sample();
  known.violated = {"hart 1 strays", {{"kind", "outside"}}};
  known.add(judge::verdict::golden_mismatch, "L1 monitor: hart 1 strays");
  EXPECT_TRUE(report::to_text(known).ends_with(
      "note    L1 monitor: hart 1 strays\nGOLDEN_MISMATCH\n"));
  EXPECT_EQ(report::to_json(known).at("l1_violation").at("kind"), "outside");
}

TEST(RunReport, Text) {
  EXPECT_EQ(report::to_text(sample()), "seeker " SEEKER_VERSION "\n"
                                       R"(image   a.elf  sha256 aaaaaaaaaaaaaaaa
target  sim  configuration default (0123456789abcdef)
phase      bytes  seconds   KB/s  already there
load   2,000,000    0.500  4,000
run                 2.000
cycles  1,000  (predicted 990)  at 1,000 simulated cycles a second
  run 2  1,001
  matvec  900
FPU     0.450 of all cycles; by core 0.500 0.400
DMA     51,200 bytes, busy 800 cycles
TCDM    7,000 accesses, 70 congested (hart 0)
icache  3 misses, 12 cycles stalled (hart 0)
golden  y 1x10: 10 of 10 elements pass; largest error 0.25 (0.2 relative, 99 ulp) at [0, 7], tile [0, 1], core 1
PASS
)");
}

TEST(RunReport, TextOfADifferenceAndAHang) {
  run::outcome made = sample();
  made.judged[0].values.differing = 1;
  made.judged[0].values.first = made.judged[0].values.largest;
  made.judged[0].first_tile = {{0, 1}};
  made.judged[0].first_core = 0;
  made.judged[0].first_address = 0x80000038;
  made.judged[0].values.ulps[0] = 9;
  made.judged[0].values.ulps[7] = 1;
  made.add(judge::verdict::golden_mismatch, "y: 1 of 10 elements differ");
  made.hang = run::hang{"why",
                        {{0x80000010, wire::hart_state::running, 0x93,
                          wire::hart_wait::barrier, 17},
                         {0x80000020, wire::hart_state::trapped, 4}},
                        {"hart 1: a trap"}};
  made.link.retries = 3;
  const std::string text = report::to_text(made);
  for (const char *line :
       {"  first difference at [0, 7], tile [0, 1], core 0: got 1.5, golden "
        "1.25 (L3 0x80000038)\n",
        "  elements by ulps  0: 9, 64-127: 1\n",
        "hart  pc          state    mcause  waits for  quiet cycles\n",
        "   0  0x80000010  running  147     barrier      >= 131,072\n",
        "   1  0x80000020  trapped  4       none ", "hart 1: a trap\n",
        "link    3 of 50 requests repeated",
        "note    y: 1 of 10 elements differ\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  EXPECT_TRUE(text.ends_with("\nGOLDEN_MISMATCH\n"));
}

TEST(RunReport, TextWithoutGoldenValuesSaysSo) {
  run::outcome made = sample();
  made.judged.clear();
  made.has_golden = false;
  EXPECT_NE(report::to_text(made).find("outputs are not compared"),
            std::string::npos);
}

TEST(RunReport, JsonHasEverything) {
  run::outcome outcome = sample();
  outcome.judged[0].values.first =
      judge::difference{3,
                        {0, 3},
                        std::numeric_limits<double>::quiet_NaN(),
                        1,
                        std::numeric_limits<double>::infinity(),
                        1,
                        5};
  outcome.judged[0].first_address = 0x80000018;
  outcome.first_wrong_kernel = "matvec";
  outcome.judged[0].values.ulps[0] = 9;
  outcome.judged[0].values.ulps[3] = 1;
  const nlohmann::json made = report::to_json(outcome);
  EXPECT_EQ(made["verdict"], "PASS");
  EXPECT_EQ(made["cycles"], 1000);
  EXPECT_EQ(made["cycles_by_run"], (nlohmann::json{1000, 1001}));
  EXPECT_EQ(made["kernels"][0]["cycles"], 900);
  EXPECT_EQ(made["fpu_utilisation"]["1"], 0.4);
  EXPECT_EQ(made["dma"]["busy_cycles"], 800);
  EXPECT_EQ(made["dma"]["bytes"], 51200);
  EXPECT_EQ(made["roofline"]["operations"], 900);
  EXPECT_EQ(made["roofline"]["operations_per_cycle"], 0.9);
  EXPECT_EQ(made["roofline"]["roof"], 900.0 / 51200 * 64);
  EXPECT_EQ(made["roofline"]["bound_by"], "dma");
  EXPECT_EQ(made["image"]["sha256"], std::string(64, 'a'));
  EXPECT_EQ(made["configuration"]["hash"], "0123456789abcdef");
  EXPECT_EQ(made["judged"][0]["largest_error"]["index"],
            (nlohmann::json{0, 7}));
  EXPECT_EQ(made["judged"][0]["largest_error"]["tile"], (nlohmann::json{0, 1}));
  EXPECT_EQ(made["judged"][0]["largest_error"]["core"], 1);
  EXPECT_EQ(made["judged"][0]["kernel"], "matvec");
  EXPECT_EQ(made["first_wrong_kernel"], "matvec");
  EXPECT_EQ(made["judged"][0]["first_difference"]["got"], "nan");
  EXPECT_EQ(made["judged"][0]["first_difference"]["absolute"], "inf");
  EXPECT_EQ(made["judged"][0]["first_difference"]["address"], 0x80000018);
  EXPECT_EQ(made["judged"][0]["ulp_histogram"],
            (nlohmann::json::array({{{"from", 0}, {"elements", 9}},
                                    {{"from", 4}, {"elements", 1}}})));
  EXPECT_EQ(made["phases"][0]["bytes"], 2'000'000);
  EXPECT_EQ(made["simulated_cycles_per_second"], 1000.5);
  EXPECT_EQ(made["exit_code"], 0);
  EXPECT_EQ(made["retries"], 0);
}

TEST(RunReport, JsonOfAHangHasEveryHart) {
  run::outcome outcome = sample();
  outcome.hang =
      run::hang{"why", {{0x80000010, wire::hart_state::sleeping, 3}}, {"n"}};
  const nlohmann::json hang = report::to_json(outcome)["hang"];
  EXPECT_EQ(hang["reason"], "why");
  EXPECT_EQ(hang["harts"][0]["pc"], 0x80000010);
  EXPECT_EQ(hang["harts"][0]["state"], "sleeping");
  EXPECT_EQ(hang["notes"][0], "n");
}

TEST(RunReport, ErrorsAreObjectsToo) {
  EXPECT_EQ(report::error_json({errc::link_lost, "cut"}),
            (nlohmann::json{
                {"verdict", "LINK"},
                {"error", {{"class", "link_lost"}, {"message", "cut"}}}}));
}

} // namespace
