// Plans as JSON: what is read, and what is refused with which words.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "plan.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "errors.hpp"

namespace {

using namespace seeker::sim;
using nlohmann::json;

json sample() {
  return {
      {"tcdm", {{"base", 0x10000000}, {"bytes", 4096}, {"alias", 0x18000000}}},
      {"record", 0x80004000},
      {"kernels",
       {{{"name", "k"},
         {"buffers",
          {{{"name", "a"},
            {"role", "input"},
            {"address", 0x10000040},
            {"bytes", 64}}}}}}},
      {"always",
       {{{"name", "stack of hart 1"},
         {"role", "stack"},
         {"address", 0x10000f80},
         {"bytes", 128},
         {"hart", 1}}}}};
}

std::string refusal(const json &document) {
  try {
    parse_plan(document.dump(), "p");
  } catch (const usage_error &error) {
    return error.what();
  }
  return "";
}

TEST(Plan, IsRead) {
  const plan p = parse_plan(sample().dump(), "p");
  EXPECT_EQ(p.tcdm_base, 0x10000000u);
  EXPECT_EQ(p.record, 0x80004000u);
  ASSERT_EQ(p.kernels.size(), 1u);
  EXPECT_EQ(p.kernels[0].name, "k");
  EXPECT_EQ(p.kernels[0].buffers.at(0).bytes, 64u);
  EXPECT_EQ(p.always.at(0).hart, 1u);
  EXPECT_EQ(p.offset(0x10000010), 0x10u);
  EXPECT_EQ(p.offset(0x18000010), 0x10u);
  EXPECT_FALSE(p.offset(0x10001000));
}

TEST(Plan, WhatIsNoPlanIsRefused) {
  EXPECT_THROW(parse_plan("{", "p"), usage_error);
  EXPECT_EQ(refusal(json::array()), "p: the plan is no JSON object");
  json wrong = sample();
  wrong.erase("tcdm");
  EXPECT_EQ(refusal(wrong), "p: the plan has no field tcdm");
  wrong = sample();
  wrong["tcdm"]["bytes"] = 100;
  EXPECT_EQ(refusal(wrong),
            "p: tcdm.bytes is 100, not a multiple of 64 up to 16777216");
  wrong = sample();
  wrong["kernels"] = 3;
  EXPECT_EQ(refusal(wrong), "p: kernels of the plan is no list");
  wrong = sample();
  wrong["kernels"][0]["name"] = 3;
  EXPECT_EQ(refusal(wrong), "p: name of kernels[0] is no text: 3");
  wrong = sample();
  wrong["always"][0]["address"] = -1;
  EXPECT_EQ(refusal(wrong), "p: address of always[0] is no number of 32 bits: "
                            "-1");
}

TEST(Plan, RangesLieInTheTcdm) {
  json wrong = sample();
  wrong["kernels"][0]["buffers"][0]["bytes"] = 4096;
  EXPECT_EQ(refusal(wrong),
            "p: buffers[0] of kernels[0], 'a' at 0x10000040 with 4096 bytes, "
            "is not inside the TCDM, 0x10000000 with 4096 bytes");
  wrong = sample();
  wrong["always"][0]["address"] = 0x0fffffff;
  EXPECT_NE(refusal(wrong), "");
}

TEST(Plan, FilesAreBounded) {
  const auto file =
      std::filesystem::path(testing::TempDir()) / "seeker_big_plan.json";
  std::ofstream(file) << std::string(max_plan_bytes + 1, ' ');
  try {
    read_plan(file);
    ADD_FAILURE() << "was read";
  } catch (const usage_error &error) {
    EXPECT_EQ(std::string(error.what()),
              "--plan: " + file.string() + " has more than 16777216 bytes");
  }
  std::filesystem::remove(file);
  EXPECT_THROW(read_plan(file), usage_error);
}

} // namespace
