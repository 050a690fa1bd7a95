// A slower run is put down to what grew.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/judge/attribution.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using judge::golden_cycles;

using spent = std::map<std::string, std::uint64_t>;

golden_cycles run(std::uint64_t cycles, spent on) {
  golden_cycles made;
  made.target = "sim";
  made.config_hash = "0";
  made.cycles = cycles;
  made.spent = std::move(on);
  return made;
}

const golden_cycles golden = run(1000, {{"compute.fpu", 600},
                                        {"compute.fp_operand", 50},
                                        {"compute.stream_data", 50},
                                        {"compute.barrier", 100},
                                        {"compute.integer", 150},
                                        {"compute.fetch", 50},
                                        {"dm.dma_poll", 800},
                                        {"dm.barrier", 100},
                                        {"tcdm_congested", 40},
                                        {"icache_stall", 40},
                                        {"icache_miss", 9},
                                        {"dma_busy", 700}});

/// The golden run with these causes longer, and what is said of it.
std::string first_cause(spent more) {
  golden_cycles slower = golden;
  slower.cycles += 200;
  for (const auto &[cause, cycles] : more)
    slower.spent[cause] += cycles;
  const auto grew = judge::growths(golden, slower);
  return grew.empty() ? "nothing" : std::string(grew.front().cause);
}

TEST(Attribution, NamesTheCause) {
  EXPECT_EQ(first_cause({{"compute.barrier", 200}, {"dm.dma_poll", 210}}),
            "DMA wait");
  EXPECT_EQ(first_cause({{"compute.barrier", 200}, {"dm.barrier", 190}}),
            "barriers");
  EXPECT_EQ(first_cause({{"compute.stream_data", 200}, {"tcdm_congested", 90}}),
            "bank conflicts");
  EXPECT_EQ(first_cause({{"compute.stream_data", 200}}),
            "streams that wait for data");
  EXPECT_EQ(first_cause({{"compute.fetch", 200}, {"icache_stall", 180}}),
            "instruction cache");
  EXPECT_EQ(first_cause({{"compute.fp_operand", 200}}), "FPU dependencies");
  EXPECT_EQ(first_cause({{"compute.integer", 200}}), "integer instructions");
  EXPECT_EQ(first_cause({{"compute.fence", 200}}), "fences");
  EXPECT_EQ(first_cause({{"compute.fence", 200},
                         {"compute.fetch", 100},
                         {"icache_miss", 30}}),
            "instruction cache");
  EXPECT_EQ(first_cause({{"compute.fpu", 200}}), "FPU operations");
}

TEST(Attribution, WhoWaitsForTheDmaAtBarriersIsCounted) {
  golden_cycles before = golden, after = golden;
  before.spent["compute.barrier_for_dma"] = 10;
  after.spent["compute.barrier_for_dma"] = 160;
  after.spent["compute.barrier"] += 200;
  after.cycles = 1200;
  const auto grew = judge::growths(before, after);
  ASSERT_EQ(grew.size(), 2u);
  EXPECT_EQ(grew[0].cause, "DMA wait");
  EXPECT_EQ(grew[0].cycles, 150);
  EXPECT_EQ(grew[1].cause, "barriers");
  EXPECT_EQ(grew[1].cycles, 50);
}

TEST(Attribution, MoreBarriersEndTheOverlapToo) {
  golden_cycles before = golden, after = golden;
  before.spent["barriers_met"] = 20;
  after.cycles = 1400;
  after.spent["barriers_met"] = 40;
  after.spent["compute.barrier"] += 100;
  after.spent["compute.integer"] += 300;
  auto grew = judge::growths(before, after);
  ASSERT_EQ(grew.size(), 1u);
  EXPECT_EQ(grew[0].cause, "barriers");
  EXPECT_EQ(grew[0].cycles, 400);
  EXPECT_EQ(judge::attribute(before, after).at(0),
            "what grew, by core: barriers (+400 cycles, 20 more of them)");
  // But not what is far more than what lies between two barriers.
  after.spent["compute.integer"] += 4000;
  after.cycles += 4000;
  grew = judge::growths(before, after);
  ASSERT_EQ(grew.size(), 2u);
  EXPECT_EQ(grew[0].cause, "integer instructions");
  EXPECT_EQ(grew[0].cycles, 4300 - 20 * 32);
}

TEST(Attribution, ATenthOfTheGainIsTheLeastThatIsSaid) {
  EXPECT_EQ(first_cause({{"compute.fpu", 19}}), "nothing");
  EXPECT_EQ(first_cause({{"compute.fpu", 20}}), "FPU operations");
}

TEST(Attribution, CountersAloneExplainWhatTheyCan) {
  const golden_cycles before = run(1000, {{"icache_stall", 40}});
  const golden_cycles after =
      run(1500, {{"icache_stall", 440}, {"tcdm_congested", 900}});
  const auto grew = judge::growths(before, after);
  ASSERT_EQ(grew.size(), 1u);
  EXPECT_EQ(grew[0].cause, "instruction cache");
  EXPECT_EQ(grew[0].cycles, 400);
}

TEST(Attribution, SaysWhatWasCompiledOtherwise) {
  golden_cycles before = golden, after = golden;
  before.plans = {{"k", "[0,40]"}, {"l", "[1]"}};
  after.plans = {{"k", "[0,20]"}, {"l", "[1]"}};
  after.cycles = 1300;
  after.spent["compute.barrier"] += 300;
  after.spent["dm.dma_poll"] += 250;
  EXPECT_EQ(judge::attribute(before, after),
            (std::vector<std::string>{
                "kernel k is compiled otherwise: [0,20]; golden [0,40]",
                "what grew, by core: DMA wait (+250 cycles), barriers (+50 "
                "cycles)"}));
}

TEST(Attribution, IsPartOfARegressionsNotes) {
  golden_cycles after = golden;
  after.cycles = 1200;
  after.spent["compute.fp_operand"] += 200;
  const auto made = judge::judge_cycles(golden, after);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->regressed);
  EXPECT_EQ(made->notes.back(),
            "what grew, by core: FPU dependencies (+200 cycles)");
}

} // namespace
