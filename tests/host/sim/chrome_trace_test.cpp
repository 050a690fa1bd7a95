// A trace's slices nest, lie within the run, and sum to its totals.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "chrome_trace.hpp"

#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "audience.hpp"
#include "seeker/wire/frame.hpp"

namespace {

using namespace seeker::sim;
using nlohmann::json;
namespace fs = std::filesystem;

constexpr unsigned wait_load = 2, wait_barrier = 8;

class ChromeTrace : public testing::Test {
protected:
  ChromeTrace() {
    plan known;
    known.tcdm_base = 0x1000'0000;
    known.tcdm_bytes = 0x2'0000;
    known.tcdm_alias = 0x1FFF'0000;
    trace.emplace(file, "small", known, stalls);
    all.add(stalls, states);
    all.add(*trace, states | accesses | links);
  }
  void TearDown() override { fs::remove(file); }

  // The events of a track that last, in the order of the file.
  std::vector<json> slices(unsigned process, unsigned track) const {
    std::vector<json> made;
    const json whole = content();
    for (const json &event : whole.at("traceEvents"))
      if (event.at("ph") == "X" && event.at("pid") == process &&
          event.at("tid") == track)
        made.push_back(event);
    return made;
  }
  std::vector<json> counters(const std::string &name) const {
    std::vector<json> made;
    const json whole = content();
    for (const json &event : whole.at("traceEvents"))
      if (event.at("ph") == "C" && event.at("name") == name)
        made.push_back(event);
    return made;
  }
  json totals() const {
    const json whole = content();
    for (const json &event : whole.at("traceEvents"))
      if (event.at("name") == "totals")
        return event.at("args");
    return nullptr;
  }
  json content() const { return json::parse(std::ifstream(file)); }

  fs::path file = fs::path(testing::TempDir()) /
                  ("seeker_chrome_" + std::to_string(::getpid()) + ".json");
  stall_counter stalls;
  std::optional<chrome_trace> trace;
  audience all;
};

TEST_F(ChromeTrace, HartsWaitInSlicesAndTotals) {
  all.wait(0, 10, wait_load); // before the start
  all.wait(0, 20, 0);
  all.start(1000);
  all.wait(0, 1100, wait_load);
  all.wait(0, 1150, 0);
  all.wait(0, 1200, wait_load);
  all.wait(0, 1203, 0); // too short to be drawn
  all.done(2000, 3);
  const auto drawn = slices(1, 0);
  ASSERT_EQ(drawn.size(), 1u);
  EXPECT_EQ(drawn[0].at("name"), "load");
  EXPECT_EQ(drawn[0].at("ts"), 0.1);
  EXPECT_EQ(drawn[0].at("dur"), 0.05);
  EXPECT_EQ(totals().at("cycles"), 1000);
  EXPECT_EQ(totals().at("harts").at(0).at("load"), 53);
  EXPECT_EQ(totals().at("harts").at(0).at("integer"), 947);
  EXPECT_EQ(trace->finish(2000), "");
}

TEST_F(ChromeTrace, ABarrierLastsFromTheFirstToTheLast) {
  all.wait(0, 1, 0);
  all.wait(1, 1, 0);
  all.start(100);
  all.wait(1, 120, wait_barrier);
  all.wait(0, 150, wait_barrier);
  all.wait(0, 152, 0);
  all.wait(1, 153, 0);
  all.done(200, 1);
  const auto drawn = slices(0, 1);
  ASSERT_EQ(drawn.size(), 1u);
  EXPECT_EQ(drawn[0].at("ts"), 0.02);
  EXPECT_EQ(drawn[0].at("dur"), 0.033);
}

TEST_F(ChromeTrace, TransfersFollowEachOther) {
  all.start(100);
  all.transferred(110, {2, 0x8000'0000, 0x1000'0000, 64, 0, 0, 4});
  all.transferred(112, {3, 0x1000'0000, 0x8000'0000, 32, 0, 0, 1});
  all.completed(150, 2);
  all.completed(170, 3);
  all.done(200, 1);
  const auto drawn = slices(3, 0);
  ASSERT_EQ(drawn.size(), 2u);
  EXPECT_EQ(drawn[0].at("name"), "L3 to L1");
  EXPECT_EQ(drawn[0].at("ts"), 0.01);
  EXPECT_EQ(drawn[0].at("dur"), 0.04);
  EXPECT_EQ(drawn[0].at("args").at("bytes"), 256);
  EXPECT_EQ(drawn[1].at("name"), "L1 to L3");
  EXPECT_EQ(drawn[1].at("ts"), 0.05) << "not before the first has completed";
  EXPECT_EQ(drawn[1].at("dur"), 0.02);
  EXPECT_EQ(drawn[1].at("args").at("enqueued_ns"), 12);
  EXPECT_EQ(totals().at("dma"),
            json({{"busy_cycles", 60}, {"bytes", 288}, {"transfers", 2}}));
}

TEST_F(ChromeTrace, AShareOfTheFpuIsAWindowsCycles) {
  all.start(0);
  all.fp_side(0, 64, fp_issue);
  all.fp_side(0, 192, fp_empty);
  all.fp_side(0, 2 * counter_window, fp_issue);
  all.fp_side(0, 3 * counter_window, fp_empty);
  all.fp_side(0, 5 * counter_window, fp_issue);
  all.done(5 * counter_window + 1, 1);
  std::map<double, double> shares;
  for (const json &event : counters("FPU 0"))
    shares[event.at("ts")] = event.at("args").at("busy");
  EXPECT_EQ(shares, (std::map<double, double>{
                        {0, 0.5}, {0.256, 0}, {0.512, 1}, {0.768, 0}}));
}

TEST_F(ChromeTrace, ARandomRunNestsAndSums) {
  constexpr unsigned harts = 3;
  std::uint64_t cycle = 50;
  std::uint32_t random = 1;
  const auto draw = [&](std::uint32_t below) {
    random = random * 1664525u + 1013904223u;
    return (random >> 8) % below;
  };
  for (unsigned hart = 0; hart != harts; ++hart) {
    all.wait(hart, 0, 0);
    all.fp_side(hart, 0, fp_empty);
  }
  all.start(cycle);
  for (int n = 0; n != 5000; ++n) {
    cycle += draw(30);
    const unsigned hart = draw(harts);
    if (draw(2) == 0)
      all.wait(hart, cycle, draw(wait_barrier));
    else
      all.fp_side(hart, cycle, draw(4));
  }
  all.done(cycle, 1);
  const std::uint64_t took = cycle - 50;
  for (unsigned process : {1u, 2u})
    for (unsigned hart = 0; hart != harts; ++hart) {
      double last = 0;
      for (const json &one : slices(process, hart)) {
        EXPECT_GE(one.at("ts").get<double>(), last - 1e-9);
        last = one.at("ts").get<double>() + one.at("dur").get<double>();
      }
      EXPECT_LE(last, static_cast<double>(took) / 1000 + 1e-9);
    }
  const json sums = totals();
  for (const json &hart : sums.at("harts")) {
    std::uint64_t sum = 0;
    for (const auto &[cause, cycles] : hart.items())
      sum += cycles.get<std::uint64_t>();
    EXPECT_EQ(sum, took);
  }
}

TEST_F(ChromeTrace, HostAndLinkAreOnTheSameTimeLine) {
  using namespace seeker;
  const std::vector<std::byte> payload(64, std::byte{7});
  const auto write =
      wire::encode_frame(wire::request::write(1, 0, 0x80000000), payload);
  const auto send = [&](std::uint64_t cycle, bool to_soc,
                        std::span<const std::byte> bytes) {
    all.link(cycle, to_soc, bytes);
  };
  send(100, true, std::span(write).first(64));
  send(101, true, std::span(write).subspan(64));
  wire::header done = wire::request::write(1, 0, 0x80000000);
  done.code = 0x82;
  done.count = 64;
  send(103, false, wire::encode_frame(done));
  const std::vector<std::byte> garbage(3, std::byte{1});
  send(104, true, garbage);
  all.start(110);
  done.code = 0xc3;
  send(120, false, wire::encode_frame(done, payload));
  all.done(130, 1);
  trace->finish(150);
  const auto is = [](const json &event, const std::string &name, double from,
                     double cycles) {
    EXPECT_EQ(event.at("name"), name);
    EXPECT_DOUBLE_EQ(event.at("ts").get<double>(), from / 1000);
    EXPECT_DOUBLE_EQ(event.at("dur").get<double>(), cycles / 1000);
  };
  const auto there = slices(4, 0), back = slices(4, 1), host = slices(5, 0);
  ASSERT_EQ(there.size(), 2u);
  is(there[0], "write 64 B", -10, 2);
  is(there[1], "noise", -6, 1);
  ASSERT_EQ(back.size(), 2u);
  is(back[0], "write 64 B", -7, 1);
  is(back[1], "read 64 B", 10, 1);
  ASSERT_EQ(host.size(), 3u);
  is(host[0], "brings program and tensors", -10, 10);
  is(host[1], "watches", 0, 20);
  is(host[2], "fetches and brings", 20, 20);
}

} // namespace
