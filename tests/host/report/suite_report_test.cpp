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
b<&": To reproduce locally: seeker run b.elf
c: To reproduce locally: 
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
  EXPECT_NE(made.find("- To reproduce locally: `seeker run b.elf`\n"),
            std::string::npos);
}

TEST(SuiteReport, Junit) {
  EXPECT_EQ(report::to_junit(sample()),
            R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nightly">
  <testsuite name="nightly.sim" hostname="sim" tests="2" failures="0" errors="1" skipped="0" time="1.500">
    <testcase name="a" classname="sim" time="1.500">
      <properties>
        <property name="cycles" value="1000"/>
      </properties>
    </testcase>
    <testcase name="c" classname="sim" time="0.000">
      <error type="BOARD" message="BOARD">To reproduce locally: 
</error>
    </testcase>
  </testsuite>
  <testsuite name="nightly.iss" hostname="iss" tests="1" failures="1" errors="0" skipped="0" time="0.000">
    <testcase name="b&lt;&amp;&quot;" classname="iss" time="0.000">
      <properties>
        <property name="cycles" value="2200"/>
      </properties>
      <failure type="CYCLE_REGRESSION" message="whole: 2200 &gt; 2000">whole: 2200 &gt; 2000
barriers | ?
To reproduce locally: seeker run b.elf
</failure>
    </testcase>
  </testsuite>
</testsuites>
)");
}

/// Repeated, unchanged, in quarantine, in a shard.
report::suite_result eventful() {
  report::suite_result made = sample();
  report::case_result &good = made.cases[0];
  good.failed = {{"LINK", "silence | 1 ms", 2}};
  report::case_result &slow = made.cases[1];
  slow.quarantine = "#12: slow";
  report::case_result &broken = made.cases[2];
  broken.verdict = "PASS";
  broken.exit_code = 0;
  broken.unchanged = true;
  made.targets = {{"sim", 40, 1}};
  made.part = report::shard{2, 3, "abc"};
  return made;
}

TEST(SuiteReport, TellsWhatWasRepeatedSkippedAndDividedInEveryForm) {
  const report::suite_result made = eventful();
  EXPECT_EQ(made.exit_code(), 0); // quarantine decides nothing
  const std::string summary = "2 of 3 cases pass, 1 unchanged and not run, 1 "
                              "repeated, 1 in quarantine";
  for (const std::string &text :
       {report::to_text(made, {}), report::to_markdown(made, {}),
        report::to_index(made, {})})
    for (const std::string &what :
         {summary, std::string("attempt 1 of 2: LINK: silence "),
          std::string("in quarantine, decides nothing: #12: slow"),
          std::string("sim failed 1 of 40 attempts by itself (25.0 per 1,000)"),
          std::string("shard 2 of 3, partition abc")})
      EXPECT_NE(text.find(what), std::string::npos) << what << "\n" << text;
  const std::string junit = report::to_junit(made);
  for (const char *what :
       {"<flakyError type=\"LINK\" message=\"silence | 1 ms\"/>",
        "<property name=\"attempts\" value=\"2\"/>",
        "<property name=\"unchanged\" value=\"true\"/>",
        "<skipped message=\"in quarantine: #12: slow; it is CYCLE_REGRESSION: "
        "whole: 2200 &gt; 2000\"/>",
        "failures=\"0\" errors=\"0\" skipped=\"1\""})
    EXPECT_NE(junit.find(what), std::string::npos) << what << "\n" << junit;
}

TEST(SuiteReport, CasesComeBackFromJson) {
  for (const report::case_result &one : eventful().cases) {
    json object = report::to_json(one);
    object["report"] = json::object();
    const auto again = report::case_of(object);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(report::to_json(*again), object);
  }
  const json good = [] {
    json made = report::to_json(eventful().cases[0]);
    made["report"] = json::object();
    return made;
  }();
  EXPECT_EQ(report::case_of(json(1)).error().message,
            "this is no case of a suite, but number");
  for (const auto &[key, value] :
       std::vector<std::pair<std::string, json>>{{"name", 1},
                                                 {"verdict", "GREEN"},
                                                 {"notes", {1}},
                                                 {"report", "x"},
                                                 {"cycles", -1},
                                                 {"unchanged", "x"},
                                                 {"quarantine", 1},
                                                 {"failed_attempts", {1}},
                                                 {"seconds", nullptr}}) {
    json bad = good;
    bad[key] = value;
    const auto none = report::case_of(bad);
    ASSERT_FALSE(none) << key;
    EXPECT_EQ(none.error().message, "this is no case of a suite: its " + key +
                                        " is wrong or missing");
  }
  // The verdict decides, whatever code stands beside it.
  json contradicts = good;
  contradicts["verdict"] = "LINK";
  contradicts["exit_code"] = 0;
  EXPECT_EQ(report::case_of(contradicts)->exit_code, 3);
}

} // namespace
