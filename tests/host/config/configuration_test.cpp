// Configurations: the hash that generate.py computes too, errors, differences.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/config/configuration.hpp"

#include "../support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace seeker;
using nlohmann::json;

std::string source(const std::string &name) {
  return std::string(SEEKER_CFG_SOURCE "/") + name + ".json";
}

json small() { return json::parse(fake::read_text(source("small"))); }

std::string problem(const json &document) {
  const auto made = config::parse(document.dump(), "here");
  return made ? "none" : made.error().message;
}

class Generated : public ::testing::TestWithParam<const char *> {};

TEST_P(Generated, HasTheHashThatGeneratePyComputes) {
  const auto made = config::load(source(GetParam()));
  ASSERT_TRUE(made) << made.error().message;
  const std::string header = fake::read_text(
      std::string(SEEKER_CFG_GENERATED "/") + GetParam() + "/seeker_cfg.h");
  const std::string line =
      "#define SEEKER_CONFIG_HASH 0x" + config::hash_text(made->hash) + "\n";
  EXPECT_NE(header.find(line), std::string::npos) << line;
}

INSTANTIATE_TEST_SUITE_P(Configuration, Generated,
                         ::testing::Values("default", "small"));

TEST(Configuration, ReadsTheNumbers) {
  const auto made = config::load(source("default"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->name, "default");
  EXPECT_EQ(made->harts(), 9u);
  EXPECT_EQ(made->perf_counters, 16u);
  EXPECT_EQ(made->l3.base, 0x80000000u);
  EXPECT_EQ(made->tcdm.bytes, 131072u);
  EXPECT_EQ(made->peripheral.base, 0x10021000u);
}

TEST(Configuration, HashDoesNotDependOnOrderOrBlanks) {
  const json document = small();
  const auto plain = config::parse(document.dump(), "a");
  const auto spaced = config::parse(document.dump(4), "b");
  ASSERT_TRUE(plain && spaced);
  EXPECT_EQ(plain->hash, spaced->hash);
  json other = document;
  other["tcdm"]["banks"] = 16;
  EXPECT_NE(config::parse(other.dump(), "c")->hash, plain->hash);
}

TEST(Configuration, RegionsKnowTheirBounds) {
  const config::region area{0x1000, 0x100};
  EXPECT_TRUE(area.contains(0x1000, 0x100));
  EXPECT_TRUE(area.contains(0x10ff, 1));
  EXPECT_FALSE(area.contains(0xfff, 2));
  EXPECT_FALSE(area.contains(0x10ff, 2));
  EXPECT_FALSE(area.contains(0x1001, ~std::uint64_t{0}));
}

TEST(Configuration, RefusesWhatIsWrong) {
  EXPECT_EQ(config::parse("[1", "here").error().message,
            "here: not a JSON object");
  json document = small();
  document["l3"].erase("base");
  EXPECT_EQ(problem(document), "here: l3/base is missing");
  document = small();
  document["l3"]["base"] = "0x80g0";
  EXPECT_EQ(problem(document), "here: l3/base is no address: \"0x80g0\"");
  document = small();
  document["cluster"]["compute_cores"] = -1;
  EXPECT_EQ(problem(document), "here: cluster/compute_cores is no number: -1");
  document = small();
  document["cluster"]["compute_cores"] = 5000;
  EXPECT_EQ(problem(document),
            "here: cluster/compute_cores is 5000, at most 1024");
  document = small();
  document["core"]["speed"] = 1.5;
  EXPECT_EQ(problem(document), "here: only whole numbers are allowed");
  document = small();
  document["frep"]["length_minus_one"] = 1;
  EXPECT_EQ(problem(document),
            "here: frep/length_minus_one is neither true nor false: 1");
  document = small();
  document.erase("name");
  EXPECT_EQ(problem(document), "here: name is missing");
}

TEST(Configuration, NamesTheFileThatIsMissing) {
  const auto made = config::load("nowhere");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, errc::file);
  EXPECT_TRUE(
      made.error().message.starts_with("configuration 'nowhere': cannot open "))
      << made.error().message;
}

TEST(Configuration, TellsTheDifferenceLeafByLeaf) {
  json other = small();
  other["tcdm"]["banks"] = 16;
  other["fpu"].erase("latency_fma");
  const auto here = config::parse(small().dump(), "a");
  const auto there = config::parse(other.dump(), "b");
  ASSERT_TRUE(here && there);
  EXPECT_EQ(config::difference(*here, *there),
            (std::vector<std::string>{"fpu.latency_fma: 4, there null",
                                      "tcdm.banks: 32, there 16"}));
  EXPECT_TRUE(config::difference(*here, *here).empty());
}

TEST(Configuration, MismatchOfUnknownOnesNamesTheHashes) {
  const error cause = config::mismatch("a.elf", 1, "the target", 2);
  EXPECT_EQ(cause.code, errc::mismatch);
  EXPECT_EQ(cause.message,
            "a.elf is made for the configuration 0000000000000001, the target "
            "has 0000000000000002");
}

TEST(Configuration, MismatchOfKnownOnesNamesTheLeaves) {
  const auto here = config::load("default");
  const auto there = config::load("small");
  ASSERT_TRUE(here && there);
  const error cause =
      config::mismatch("a.elf", here->hash, "the target", there->hash);
  EXPECT_NE(cause.message.find("'default' ("), std::string::npos);
  EXPECT_NE(cause.message.find("\n  cluster.compute_cores: 8, there 2"),
            std::string::npos)
      << cause.message;
}

TEST(Configuration, HashesThatNobodyHas) {
  const auto none = config::find(0x0123456789abcdef);
  ASSERT_FALSE(none);
  EXPECT_TRUE(none.error().message.starts_with("no configuration in "));
  EXPECT_TRUE(none.error().message.ends_with(" has the hash 0123456789abcdef"));
}

} // namespace
