// Tilings are measured, the best is kept, and a later compilation takes it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string read_text(const fs::path &file) {
  return (std::ostringstream() << std::ifstream(file).rdbuf()).str();
}

class Tune : public testing::Test {
protected:
  void SetUp() override {
    fs::remove_all(folder);
    fs::create_directories(folder);
    write_model({1, 120, 70, true}, folder, 3);
  }
  ended tune(std::vector<std::string> more) {
    std::vector<std::string> words = {"seeker", "tune", folder / "model.mlir",
                                      "-o", folder / "tiles.json"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  fs::path folder = fs::path(testing::TempDir()) / "seeker_tune";
};

TEST_F(Tune, TheBestMeasuredIsWhatIsCompiled) {
  const ended made = tune({"--candidates", "3", "--json"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const json file = json::parse(made.out);
  EXPECT_EQ(file, json::parse(read_text(folder / "tiles.json")));
  EXPECT_LE(file.at("cycles").get<unsigned>(),
            file.at("cycles_predicted_best").get<unsigned>() * 101 / 100);
  ASSERT_EQ(file.at("kernels").size(), 1u);

  const ended compiled =
      run({"seeker", "compile", folder / "model.mlir", "-o",
           folder / "image.elf", "--tuned", folder / "tiles.json"});
  ASSERT_EQ(compiled.exit_code, 0) << compiled.err;
  const json explained = json::parse(
      run({"seeker", "explain", folder / "image.elf", "--json"}).out);
  const json &kernel = explained.at("kernels").at(0);
  const json &tiles = file.at("kernels").at(kernel.at("name"));
  for (const char *key : {"l1", "order", "dual_buffer"})
    EXPECT_EQ(kernel.at("tiles").at(key), tiles.at(key)) << key;
}

// Of what is computed at once there is one copy, and none to choose.
TEST_F(Tune, MeasuresWhatIsNotBuffered) {
  std::ofstream(folder / "model.mlir")
      << "func.func @f(%a: tensor<1x16xf64>, %b: tensor<1x16xf64>)"
         " -> tensor<1x16xf64> {\n"
         "  %e = tensor.empty() : tensor<1x16xf64>\n"
         "  %r = linalg.add ins(%a, %b : tensor<1x16xf64>, tensor<1x16xf64>)"
         " outs(%e : tensor<1x16xf64>) -> tensor<1x16xf64>\n"
         "  return %r : tensor<1x16xf64>\n}\n";
  const ended made = tune({"--candidates", "2", "--json"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const json tiles = json::parse(made.out).at("kernels").begin().value();
  EXPECT_EQ(tiles.at("dual_buffer"), false);
  EXPECT_FALSE(tiles.contains("buffers"));
}

// Some options are the compiler's; inputs that are given are taken.
TEST_F(Tune, TakesOptionsOfTheCompilerAndInputs) {
  const ended made =
      tune({"--candidates", "2", "--target", "iss", "--input",
            "x=" + (folder / "x.npy").string(), "--input",
            "w=" + (folder / "w.npy").string(), "--config", "small"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_NE(made.out.find("predicted best"), std::string::npos) << made.out;
  EXPECT_NE(made.out.find("tiles   " + (folder / "tiles.json").string()),
            std::string::npos);
}

TEST_F(Tune, LeavesNoFileWhereSomethingIsWrong) {
  const auto expect_error = [&](const ended &made, const std::string &text) {
    EXPECT_EQ(made.exit_code, 2) << made.err;
    EXPECT_NE(made.err.find(text), std::string::npos) << made.err;
    EXPECT_FALSE(fs::exists(folder / "tiles.json"));
  };
  expect_error(tune({"--config", "none"}),
               "does not compile: its compiler ended with 2");
  expect_error(tune({"--target", "nowhere"}), "nowhere");
  expect_error(tune({"--candidates", "9"}), "candidates");
  expect_error(tune({"--input", "x=" + (folder / "absent.npy").string()}),
               "absent.npy");
}

} // namespace
} // namespace seeker::e2e
