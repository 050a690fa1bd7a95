// Pages: every part is there when the report has it, and hostile names stay
// text.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/html.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace seeker;
using nlohmann::json;

const json report = json::parse(R"({
  "verdict": "GOLDEN_MISMATCH", "model": "m<script>", "cycles": 1000,
  "notes": ["y: 1 of 10 & more"], "target": "sim",
  "kernels": [{"name": "k\"1", "cycles": 900}],
  "fpu_utilisation": {"0": 0.5},
  "roofline": {"operations_per_byte": 0.1, "operations_per_cycle": 0.4,
               "roof": 6.4, "fpus": 8, "dma_bytes_per_cycle": 64},
  "judged": [{"name": "y", "differing": 1, "elements": 10, "kernel": "k<1",
              "first_difference": {"index": [0, 3], "core": 5, "got": "nan",
                                   "golden": 1.5},
              "ulp_histogram": [{"from": 0, "elements": 9},
                                {"from": 64, "elements": 1}]}],
  "phases": [{"name": "load", "bytes": 5000, "skipped_bytes": 1,
              "seconds": 0.5}]})");
const json kernels = json::parse(R"([{"name": "k", "budget_bytes": 100,
  "need_bytes": 80, "buffers": [
    {"name": "k.a", "offset": 0, "end": 40, "live": [0, 2]},
    {"name": "k.b", "offset": 40, "end": 80, "live": [1, 3]},
    {"name": "lost"}]}])");

bool has(const std::string &page, std::string_view what) {
  return page.find(what) != std::string::npos;
}

TEST(Html, HasEveryPart) {
  const std::string made =
      report::to_html(report, kernels,
                      {{5, "m", "ab", "default", "0", "sim", "PASS", 1000, ""},
                       {6, "m", "ab", "default", "0", "sim", "LINK", {}, ""}});
  for (const char *part :
       {">Cycles by kernel</h2>", ">What each core's cycles went on</h2>",
        ">Roofline</h2>", ">L1 over time</h2>", ">Golden values</h2>",
        ">Phases</h2>", ">History</h2>", "y: 1 of 10 &amp; more",
        "k.a: 40 bytes at 0", "first at [0,3], core 5: got nan, golden 1.5",
        "made by kernel <code>k&lt;1</code>", "href=\"#roofline\"",
        "2 runs, at most 1,000 cycles", "GOLDEN_MISMATCH</span>", "50.0 % FPU"})
    EXPECT_TRUE(has(made, part)) << part;
  // It needs nothing from elsewhere, and names are text.
  for (const char *part : {"<script", "http://", "https://", "src=", "nan\""})
    EXPECT_FALSE(has(made, part)) << part;
  EXPECT_TRUE(has(made, "m&lt;script&gt;"));
  EXPECT_EQ(std::count(made.begin(), made.end(), '<'),
            std::count(made.begin(), made.end(), '>'));
}

TEST(Html, StallsTakeThePlaceOfUse) {
  json with = report;
  with["stalls"] = json::parse(R"({"0": {"fpu": 600, "barrier": 400}})");
  const std::string made = report::to_html(with, kernels, {});
  EXPECT_TRUE(has(made, "barrier: 40.0 %"));
  EXPECT_FALSE(has(made, "% FPU"));
}

TEST(Html, KernelsHaveATimelineWhereTheirBeginsAreKnown) {
  EXPECT_FALSE(has(report::to_html(report, kernels, {}), "id=\"timeline\""));
  json with = report;
  with["kernels"] = json::parse(R"([
    {"name": "first", "begin": 500, "cycles": 1000},
    {"name": "second", "begin": 1500, "cycles": 3000}])");
  const std::string made = report::to_html(with, kernels, {});
  EXPECT_TRUE(has(made, "first: 1,000 cycles from 0"));
  EXPECT_TRUE(has(made, "second: 3,000 cycles from 1,000"));
  EXPECT_TRUE(has(made, "4,000 cycles"));
}

TEST(Html, HangsHaveTheirHarts) {
  const std::string made = report::to_html(
      json::parse(R"({"verdict": "TARGET_HANG", "hang": {"reason": "why",
        "harts": [{"hart": 0, "pc": 2147483664, "state": "running",
                   "wait": "barrier", "quiet_cycles": 64}]}})"),
      json(), {});
  EXPECT_TRUE(has(made, "0x80000010"));
  EXPECT_TRUE(has(made, "<p>why</p>"));
}

TEST(Html, PlansHaveTheirTilesBeforeAnythingRuns) {
  json explained = {{"kernels", kernels}};
  explained["kernels"][0].update(json::parse(R"({"fits": true,
    "predicted_cycles": 1234, "tiles": {"l1": [0, 32], "order": [1, 0],
    "dual_buffer": true, "buffers": 4},
    "transfers": [{"bytes": 100, "times": 25}]})"));
  std::string made = report::to_plan_html("m<b>.mlir", explained);
  for (const char *part :
       {"fits into L1 m&lt;b&gt;.mlir", "id=\"tiles\"", "<td>[0,32]</td>",
        "<td>[1,0]</td>", "<td class=n>4</td>", "<td class=n>80</td>",
        "<td class=n>2,500</td>", "<td class=n>1,234</td>", "id=\"kernels\"",
        "id=\"timeline\"", "id=\"l1\"", "id=\"explanation\"", "kernel k: fits"})
    EXPECT_TRUE(has(made, part)) << part;
  EXPECT_FALSE(has(made, "<script"));
  explained["kernels"][0]["fits"] = false;
  made = report::to_plan_html("m", explained);
  EXPECT_TRUE(has(made, "does not fit into L1 m")) << made;
}

TEST(Html, LeavesOutWhatIsMissing) {
  for (const json &nothing :
       {json::object(), json(5), json{{"roofline", json::object()}},
        json{{"kernels", 3}, {"phases", 3}, {"judged", "x"}}}) {
    const std::string made = report::to_html(nothing, json(7), {});
    EXPECT_FALSE(has(made, ">Roofline<")) << nothing;
    EXPECT_FALSE(has(made, ">L1 over time<")) << nothing;
    EXPECT_TRUE(made.ends_with("</html>\n"));
  }
}

} // namespace
