// What seeker-sim tells of a run: stalls, accesses, waves, instructions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim_process.hpp"

#include <fstream>
#include <sstream>

namespace {

using namespace seeker;
using namespace seeker::test;

class sim_watched : public sim_process {};

// Hart 0 stores a word at the end of a buffer, one behind it, and ends.
constexpr std::array<std::uint32_t, 14> straying{
    0xF14022F3, // csrr t0, mhartid
    0x00100E93, // li   t4, 1
    0x005E9EB3, // sll  t4, t4, t0
    0x10021F37, // lui  t5, 0x10021
    0x1BDF2423, // sw   t4, 0x1A8(t5)    cl_clint_clear
    0x00029E63, // bnez t0, park
    0x10000337, // lui  t1, 0x10000
    0x00632E23, // sw   t1, 28(t1)
    0x02632023, // sw   t1, 32(t1)       outside
    0x800013B7, // lui  t2, 0x80001
    0x00100E13, // li   t3, 1
    0x01C3A023, // sw   t3, 0(t2)        tohost
    0x10500073, // park: wfi
    0xFFDFF06F, // j    park
};

json plan_of(std::uint32_t bytes) {
  return {{"tcdm",
           {{"base", SEEKER_TCDM_BASE},
            {"bytes", SEEKER_TCDM_BYTES},
            {"alias", SEEKER_CLUSTER_ALIAS_BASE}}},
          {"kernels", json::array()},
          {"always",
           {{{"name", "x"},
             {"role", "input"},
             {"address", SEEKER_TCDM_BASE},
             {"bytes", bytes}}}}};
}

TEST_F(sim_watched, reports_stalls_and_the_first_access_outside_a_plan) {
  for (const bool strays : {false, true}) {
    std::ofstream(folder / "plan.json") << plan_of(strays ? 32 : 40);
    start({"--plan", folder / "plan.json", "--report", folder / "report.json",
           "--monitor"});
    load_and_start(straying);
    const auto status = wait_done(1000us);
    // It is there before the host can know of the end.
    const json report = json::parse(std::ifstream(folder / "report.json"));
    const auto took = status.done_cycle - status.start_cycle;
    EXPECT_EQ(report.at("cycles"), took);
    ASSERT_EQ(report.at("stalls").size(), harts);
    for (const json &hart : report.at("stalls")) {
      std::uint64_t sum = 0;
      for (const auto &[cause, cycles] : hart.items())
        sum += cycles.get<std::uint64_t>();
      EXPECT_EQ(sum, took) << hart;
    }
    EXPECT_EQ(report.contains("violation"), strays);
    if (strays) {
      const json &found = report.at("violation");
      EXPECT_EQ(found.at("kind"), "outside");
      EXPECT_EQ(found.at("hart"), 0);
      EXPECT_EQ(found.at("write"), true);
      EXPECT_EQ(found.at("address"), SEEKER_TCDM_BASE + 32u);
      EXPECT_EQ(found.at("bytes"), 4);
      EXPECT_EQ(found.at("nearest").at("name"), "x");
      EXPECT_EQ(found.at("nearest").at("distance"), 1);
      EXPECT_LT(found.at("cycle"), took);
    }
    finish();
  }
}

TEST_F(sim_watched, refuses_plans_and_reports_that_it_cannot_use) {
  const auto refusal = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"--listen", "unix:" + folder / "link"};
    words.insert(words.end(), more.begin(), more.end());
    process made(words);
    EXPECT_NE(made.wait(), 0);
    return made.errors();
  };
  EXPECT_EQ(refusal({"--plan", folder / "none"}),
            "seeker-sim: --plan: cannot read " + folder / "none" + "\n");
  std::ofstream(folder / "plan.json") << "[";
  EXPECT_EQ(refusal({"--plan", folder / "plan.json"}),
            "seeker-sim: --plan " + folder / "plan.json" +
                ": the plan is no JSON\n");
  EXPECT_EQ(refusal({"--report", folder / "no/report"}),
            "seeker-sim: cannot write the report " + folder / "no/report" +
                ": No such file or directory\n");
  EXPECT_NE(refusal({"--monitor"}).find("--plan"), std::string::npos);
}

// The first and the last time in an FST file, from its header block.
std::pair<std::uint64_t, std::uint64_t> times_of(const std::string &file) {
  std::ifstream in(file, std::ios::binary);
  std::array<unsigned char, 25> head{};
  in.read(reinterpret_cast<char *>(head.data()), head.size());
  const auto number = [&](std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i != 8; ++i)
      value = value << 8 | head[at + i];
    return value;
  };
  return {number(9), number(17)};
}

TEST_F(sim_watched, writes_waves_of_the_cycles_that_were_asked_for) {
  const auto times = [&](std::vector<std::string> window) {
    window.insert(window.begin(), {"--wave", folder / "wave.fst"});
    start(window);
    load_and_start(counting);
    wait_done(1000us);
    finish();
    return times_of(folder / "wave.fst");
  };
  // A cycle is two times; the start is seen at a cycle's rising edge.
  const auto [power_up, end] = times({"--wave-to", "24"});
  EXPECT_EQ(power_up, 0u);
  const auto [started, last] = times({"--wave-from", "0", "--wave-to", "24"});
  EXPECT_GT(started, 100u);
  EXPECT_EQ(last - started, 2 * 24u);
  const auto [sixth, same] = times({"--wave-from", "5", "--wave-to", "24"});
  EXPECT_EQ(same - sixth, 2 * (24 - 5) + 1u);
  const auto [begin, over] = times({"--wave-from", "100000000"});
  EXPECT_GE(begin, over) << "nothing is in the window";
}

TEST_F(sim_watched, lists_instructions_from_the_start_on) {
  start({"--instructions", folder / "listing"});
  load_and_start(straying);
  wait_done(1000us);
  // It is there before the host can know of the end.
  std::ostringstream text;
  text << std::ifstream(folder / "listing/hart_0.txt").rdbuf();
  const auto stands = [&](const std::string &line) {
    EXPECT_NE(text.str().find(line), std::string::npos) << text.str();
  };
  stands(" 80000000 f14022f3 csrrs x5, x0");
  stands(" x6 = 10000000\n");
  stands(" 80000020 02632023 sw x6, x6, 32\n");
  for (unsigned hart = 1; hart != harts; ++hart)
    EXPECT_GT(fs::file_size(fs::path(folder / "listing") /
                            ("hart_" + std::to_string(hart) + ".txt")),
              100u);
  finish();
}

} // namespace
