// Bare-metal programs on every target: exit codes, prints, dumps.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The programs are those of tests/firmware/raw, what they give is in their
// expected.json.
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int harts = 9; // of the default configuration

const json &expected() {
  static const json made = json::parse(std::ifstream(RAW_EXPECTED));
  return made;
}

std::vector<std::string> names() {
  std::vector<std::string> made;
  for (const auto &[name, unused] : expected().items())
    made.push_back(name);
  return made;
}

/// "0xcafe0000 + hart" for one hart.
std::uint64_t value_of(const std::string &text, int hart) {
  std::istringstream terms(text);
  std::uint64_t sum = 0;
  for (std::string term; terms >> term;)
    if (term != "+")
      sum += term == "hart" ? static_cast<std::uint64_t>(hart)
                            : std::stoull(term, nullptr, 0);
  return sum;
}

/// The values of each hart in the lines `hart cycle value`, in order.
std::map<int, std::vector<std::uint64_t>> read_dump(const fs::path &file) {
  std::map<int, std::vector<std::uint64_t>> made;
  std::ifstream lines(file);
  int hart = 0;
  std::uint64_t cycle = 0;
  std::string value;
  while (lines >> hart >> cycle >> value)
    made[hart].push_back(std::stoull(value, nullptr, 16));
  return made;
}

using parameters = std::tuple<std::string, std::string>;
class Raw : public testing::TestWithParam<parameters> {};

TEST_P(Raw, DoesWhatIsExpected) {
  const auto &[target, name] = GetParam();
  const json &wanted = expected().at(name);
  const fs::path dump =
      fs::path(testing::TempDir()) / ("raw_" + target + "_" + name);
  fs::remove(dump);
  const ended got = run({"seeker", "run", "--raw",
                         std::string(RAW_PROGRAMS "/") + name + ".elf",
                         "--target", target, "--dump", dump});
  EXPECT_EQ(got.exit_code, wanted.at("exit").get<int>()) << got.err;
  if (wanted.contains("stdout")) {
    EXPECT_EQ(got.out, wanted.at("stdout").get<std::string>());
  }
  std::string lines;
  for (int hart = 0; hart < harts; ++hart) {
    if (wanted.contains("stdout_per_hart")) {
      std::string line = wanted.at("stdout_per_hart");
      lines += line.replace(line.find("{}"), 2, std::to_string(hart));
    }
    if (wanted.contains("dump_per_hart")) {
      std::vector<std::uint64_t> values;
      for (const json &value : wanted.at("dump_per_hart"))
        values.push_back(value_of(value, hart));
      EXPECT_EQ(read_dump(dump)[hart], values) << "hart " << hart;
    }
  }
  if (wanted.contains("stdout_per_hart")) {
    EXPECT_EQ(got.out, lines);
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Raw,
                         testing::Combine(testing::Values("sim", "iss"),
                                          testing::ValuesIn(names())),
                         [](const auto &info) {
                           return std::get<0>(info.param) + "_" +
                                  std::get<1>(info.param);
                         });

TEST(RawStats, NamesCyclesAndSpeed) {
  const ended got = run({"seeker", "run", "--raw", RAW_PROGRAMS "/exit_42.elf",
                         "--target", "sim", "--stats"});
  EXPECT_EQ(got.exit_code, 42) << got.err;
  EXPECT_TRUE(got.out.starts_with("cycles ")) << got.out;
  EXPECT_NE(got.out.find("\nsimulated cycles a second "), std::string::npos);
}

} // namespace
} // namespace seeker::e2e
