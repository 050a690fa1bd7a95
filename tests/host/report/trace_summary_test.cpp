// Traces are added up; what is none is refused.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/trace_summary.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using nlohmann::json;

json slice(unsigned process, unsigned track, const std::string &name,
           double from, double length) {
  return {{"ph", "X"},    {"pid", process}, {"tid", track},
          {"name", name}, {"ts", from},     {"dur", length}};
}

/// Two kernels, 0.1 to 0.5 us and 0.6 to 1 us, written as the simulator does:
/// what a kernel waits for comes before it.
json sample() {
  json transfer = slice(3, 0, "L3 to L1", 0.15, 0.1);
  transfer["args"] = {{"id", 1}, {"bytes", 4096}};
  return {
      {"displayTimeUnit", "ns"},
      {"otherData",
       {{"producer", "seeker-sim"},
        {"configuration", "small"},
        {"shortest_slice_cycles", 8}}},
      {"traceEvents",
       {{{"ph", "M"}, {"name", "process_name"}, {"pid", 0}},
        transfer,
        slice(1, 0, "barrier", 0.12, 0.3),
        slice(2, 1, "stream_data 0", 0.2, 0.05),
        slice(0, 0, "first", 0.1, 0.4),
        slice(1, 1, "barrier", 0.45, 0.3), // begins in the first
        slice(1, 1, "load", 0.55, 0.02),   // in neither
        slice(1, 0, "sleep", 1, 5),        // after the end
        slice(0, 0, "second", 0.6, 0.4),
        {{"ph", "C"}, {"name", "FPU 0"}, {"pid", 2}},
        {{"ph", "i"},
         {"name", "totals"},
         {"pid", 0},
         {"args",
          {{"cycles", 1000},
           {"harts", {{{"fpu", 600}, {"barrier", 400}}, {{"fpu", 1000}}}},
           {"dma",
            {{"busy_cycles", 100}, {"bytes", 4096}, {"transfers", 1}}}}}}}}};
}

result<report::trace_summary> read(const std::string &text,
                                   std::size_t top = 2) {
  return report::summarise_trace(std::as_bytes(std::span(text)), "t.json", top);
}

TEST(TraceSummary, AddsUpByHartAndByKernel) {
  const auto made = read(sample().dump());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->configuration, "small");
  ASSERT_EQ(made->runs.size(), 1u);
  EXPECT_EQ(made->runs[0].cycles, 1000u);
  EXPECT_EQ(made->runs[0].harts.at(0).at("barrier"), 400u);
  EXPECT_EQ(made->runs[0].dma_bytes, 4096u);
  ASSERT_EQ(made->kernels.size(), 2u);
  EXPECT_EQ(made->kernels[0].name, "first");
  EXPECT_EQ(made->kernels[0].begin, 100u);
  EXPECT_EQ(made->kernels[0].cycles, 400u);
  EXPECT_EQ(made->kernels[0].dma_bytes, 4096u);
  EXPECT_EQ(made->kernels[0].waits.at("barrier"), 600u);
  EXPECT_EQ(made->kernels[0].waits.at("stream_data 0"), 50u);
  EXPECT_TRUE(made->kernels[1].waits.empty());
  ASSERT_EQ(made->longest.size(), 2u); // the two that were asked for
  EXPECT_EQ(made->longest[0].begin, 120u);
  EXPECT_EQ(made->longest[1].hart, 1u);
  EXPECT_EQ(made->longest[1].kernel, "first");
}

TEST(TraceSummary, Text) {
  EXPECT_EQ(report::to_text(*read(sample().dump())),
            R"(configuration small
run 1   1,000 cycles; DMA 4,096 bytes in 1 transfers, busy 100 cycles
% of cycles by hart     0      1
fpu                  60.0  100.0
barrier              40.0
kernel  begins  cycles  DMA bytes  waits of all harts
first      100     400      4,096  barrier 600, stream_data 0 50
second     600     400          0
longest waits    cycles  from  kernel
hart 0: barrier     300   120  first
hart 1: barrier     300   450  first
kernels' waits are those of 8 cycles and more
)");
}

TEST(TraceSummary, Json) {
  const json made = report::to_json(*read(sample().dump()));
  EXPECT_EQ(made.at("runs").at(0).at("harts").at(1).at("fpu"), 1000);
  EXPECT_EQ(made.at("runs").at(0).at("dma").at("transfers"), 1);
  EXPECT_EQ(made.at("kernels").at(0).at("waits").at("barrier"), 600);
  EXPECT_EQ(made.at("longest_waits").at(0).at("side"), "core");
}

TEST(TraceSummary, ProgramsWithoutAnEnd) {
  json cut = sample();
  cut["traceEvents"].erase(cut["traceEvents"].size() - 1);
  const auto made = read(cut.dump());
  ASSERT_TRUE(made);
  EXPECT_NE(report::to_text(*made).find(
                "the program did not end while it was traced\n"),
            std::string::npos);
}

TEST(TraceSummary, WhatIsNoTraceIsRefused) {
  EXPECT_EQ(read("{").error().message, "t.json is no JSON");
  EXPECT_EQ(read("").error().message, "t.json is no JSON");
  const std::string other = "t.json is no trace of seeker-sim, as `seeker run "
                            "--trace` makes it";
  EXPECT_EQ(read("[1]").error().message, other);
  EXPECT_EQ(read(R"({"traceEvents": []})").error().message, other);
  EXPECT_EQ(
      read(R"({"otherData": {"producer": "seeker-sim"}})").error().message,
      other);
  EXPECT_EQ(report::summarise_trace("/nowhere/t.json", 1).error().message,
            "cannot open /nowhere/t.json: No such file or directory");
}

TEST(TraceSummary, EventsOfAnyFormAreHarmless) {
  const std::string whole = sample().dump();
  for (const auto &[was, is] : std::vector<std::pair<std::string, std::string>>{
           {"\"ts\":0.12", "\"ts\":-1e300"},
           {"\"ts\":0.12", "\"ts\":\"x\""},
           {"\"harts\":[", "\"harts\":[7,null,"},
           {"\"pid\":2", "\"pid\":-2"},
           {"\"cycles\":1000", "\"cycles\":[]"}}) {
    std::string bad = whole;
    const std::size_t at = bad.find(was);
    ASSERT_NE(at, std::string::npos) << was;
    bad.replace(at, was.size(), is);
    const auto made = read(bad);
    EXPECT_TRUE(made) << is;
  }
}

} // namespace
