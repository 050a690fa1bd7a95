// Suites' reports: tables, comparisons, and XML that is well formed.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/report/suite_report.hpp"

#include <gtest/gtest.h>

namespace {

using namespace seeker;
using nlohmann::json;

report::suite_result sample() {
  report::case_result good, slow, broken;
  good.name = "a";
  good.target = "sim";
  good.verdict = "PASS";
  good.seconds = 1.5;
  good.cycles = 1000;
  slow.name = "b<&\"";
  slow.target = "iss";
  slow.verdict = "CYCLE_REGRESSION";
  slow.exit_code = 1;
  slow.cycles = 2200;
  slow.notes = {"whole: 2200 > 2000", "barriers | \x01"};
  slow.reproduce = "seeker run b.elf";
  broken.name = "c";
  broken.target = "sim";
  broken.verdict = "BOARD";
  broken.exit_code = 3;
  return {"nightly", {good, slow, broken}};
}

const json base = json::parse(R"({"cases": [{"name": "a", "cycles": 800},
  {"name": "b<&\"", "cycles": 2200}, {"name": "c"}]})");

TEST(SuiteReport, ExitCodeIsTheWorst) {
  EXPECT_EQ(sample().exit_code(), 3);
  EXPECT_EQ(report::suite_result{}.exit_code(), 0);
}

TEST(SuiteReport, Text) {
  EXPECT_EQ(report::to_text(sample(), base),
            R"(case  verdict           target  cycles    change  seconds
a     PASS              sim      1,000  +25.00 %     1.50
b<&"  CYCLE_REGRESSION  iss      2,200   +0.00 %     0.00
c     BOARD             sim                          0.00
b<&": whole: 2200 > 2000
b<&": barriers | )"
            "\x01"
            R"(
b<&": to reproduce: seeker run b.elf
c: to reproduce: 
1 of 3 cases pass
)");
}

TEST(SuiteReport, JsonIsABaseForTheNext) {
  const json made = report::to_json(sample());
  EXPECT_EQ(made["suite"], "nightly");
  EXPECT_EQ(made["exit_code"], 3);
  EXPECT_EQ(made["cases"][1]["verdict"], "CYCLE_REGRESSION");
  EXPECT_FALSE(made["cases"][2].contains("cycles"));
  EXPECT_NE(report::to_text(sample(), made).find("+0.00 %"), std::string::npos);
  for (const json &nothing : {json(), json(5), json{{"cases", 1}},
                              json{{"cases", {1, {{"name", "a"}}}}}})
    EXPECT_EQ(report::to_text(sample(), nothing).find("%"), std::string::npos);
}

TEST(SuiteReport, Csv) {
  EXPECT_EQ(report::to_csv(sample()), R"(case,target,verdict,cycles,seconds
"a","sim",PASS,1000,1.500
"b<&""","iss",CYCLE_REGRESSION,2200,0.000
"c","sim",BOARD,,0.000
)");
}

TEST(SuiteReport, Markdown) {
  const std::string made = report::to_markdown(sample(), base);
  EXPECT_NE(made.find("### nightly: 1 of 3 cases pass\n"), std::string::npos);
  EXPECT_NE(made.find("| a | PASS | sim | 1,000 | +25.00 % | 1.50 |\n"),
            std::string::npos);
  EXPECT_NE(made.find("- barriers \\| "), std::string::npos);
  EXPECT_NE(made.find("- to reproduce: `seeker run b.elf`\n"),
            std::string::npos);
}

TEST(SuiteReport, Junit) {
  EXPECT_EQ(report::to_junit(sample()),
            R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="nightly" tests="3" failures="1" errors="1" time="1.500">
  <testcase name="a" classname="nightly.sim" time="1.500">
    <properties>
      <property name="cycles" value="1000"/>
    </properties>
  </testcase>
  <testcase name="b&lt;&amp;&quot;" classname="nightly.iss" time="0.000">
    <properties>
      <property name="cycles" value="2200"/>
    </properties>
    <failure type="CYCLE_REGRESSION" message="whole: 2200 &gt; 2000">whole: 2200 &gt; 2000
barriers | ?
to reproduce: seeker run b.elf
</failure>
  </testcase>
  <testcase name="c" classname="nightly.sim" time="0.000">
    <error type="BOARD" message="BOARD">to reproduce: 
</error>
  </testcase>
</testsuite>
)");
}

} // namespace
