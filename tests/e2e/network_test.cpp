// NsNet2 whole: two frames with their states, against plain C++ and what
// another compiler's RTL simulation printed.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <fstream>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;

struct network_case {
  std::string name;  // of the test and of the golden values
  std::string model; // under EXAMPLES
  std::string target;
  int frames;
};

class Network : public testing::TestWithParam<network_case> {
protected:
  void SetUp() override {
    dir_ = fs::path(testing::TempDir()) /
           ("network_" + GetParam().name + "_" + GetParam().target + "_" +
            std::to_string(GetParam().frames));
    fs::remove_all(dir_);
    fs::create_directories(dir_);
    const ended compiled =
        run({"seeker", "compile", EXAMPLES "/nsnet2/" + GetParam().model, "-o",
             (dir_ / "image.elf").string()});
    ASSERT_EQ(compiled.exit_code, 0) << compiled.err;
  }
  void TearDown() override {
    if (!HasFailure())
      fs::remove_all(dir_);
  }

  // The run's words, with each input and weight of the golden values.
  std::vector<std::string> words(const std::string &golden) const {
    const fs::path data = fs::path(SHARE "/examples") / GetParam().name;
    std::vector<std::string> all{"seeker",
                                 "run",
                                 (dir_ / "image.elf").string(),
                                 "--target",
                                 GetParam().target,
                                 "--json",
                                 "--rtol",
                                 "1e-9",
                                 "--atol",
                                 "1e-12",
                                 "--repeat",
                                 std::to_string(GetParam().frames),
                                 "--output",
                                 "gains=" + gains().string(),
                                 "--golden",
                                 (data / golden).string()};
    for (const fs::directory_entry &file : fs::directory_iterator(data))
      if (file.path().extension() == ".npy") {
        all.push_back("--input");
        all.push_back(file.path().stem().string() + "=" + file.path().string());
      }
    return all;
  }
  fs::path gains() const { return dir_ / "gains.npy"; }

  fs::path dir_;
};

TEST_P(Network, GivesGainsAndStates) {
  const int frames = GetParam().frames;
  const ended result = run(words(frames == 1 ? "golden" : "golden-2"), 300);
  ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
  const auto report = nlohmann::json::parse(result.out);
  EXPECT_EQ(report.at("verdict"), "PASS");
  std::printf("%s on %s, frame %d: %s cycles\n", GetParam().name.c_str(),
              GetParam().target.c_str(), frames,
              report.at("cycles").dump().c_str());
  if (GetParam().name != "nsnet2" || frames != 1)
    return;
  std::ifstream expected(EXAMPLES "/nsnet2/expected_output.txt");
  const matrix got = read_matrix(gains());
  ASSERT_EQ(got.values.size(), 161u);
  for (const double value : got.values) {
    char printed[32];
    std::snprintf(printed, sizeof printed, "%f", value);
    std::string line;
    ASSERT_TRUE(std::getline(expected, line));
    EXPECT_EQ(printed, line);
  }
}

// One frame is not the other: the state has gone on.
TEST_P(Network, TellsFramesApart) {
  const ended result =
      run(words(GetParam().frames == 1 ? "golden-2" : "golden"), 300);
  EXPECT_EQ(result.exit_code, 1) << result.out << result.err;
}

INSTANTIATE_TEST_SUITE_P(
    Small, Network,
    testing::Values(network_case{"nsnet2-small", "small.mlir", "iss", 1},
                    network_case{"nsnet2-small", "small.mlir", "iss", 2},
                    network_case{"nsnet2-small", "small.mlir", "sim", 1},
                    network_case{"nsnet2-small", "small.mlir", "sim", 2}),
    [](const auto &info) {
      return info.param.target + "_" + std::to_string(info.param.frames);
    });

INSTANTIATE_TEST_SUITE_P(
    Whole, Network,
    testing::Values(network_case{"nsnet2", "nsnet2.mlir", "iss", 1},
                    network_case{"nsnet2", "nsnet2.mlir", "iss", 2}),
    [](const auto &info) {
      return info.param.target + "_" + std::to_string(info.param.frames);
    });

} // namespace
} // namespace seeker::e2e
