// Contractions of many shapes, on the ISS and on the RTL, against plain C++.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;

// Of the sum of absolute products: what reordering a sum of f64 may cost.
constexpr double tolerance = 1e-13;

struct shape_case {
  contraction shape;
  std::vector<std::string> options; // of the compilation
  std::string tag;
};

std::vector<shape_case> cases() {
  std::vector<shape_case> all;
  for (const bool transpose_b : {false, true})
    for (const auto &[m, n, k] :
         std::vector<std::array<int, 3>>{{1, 1, 1},
                                         {1, 7, 3},
                                         {3, 5, 7},
                                         {16, 16, 16},
                                         {8, 100, 33},
                                         {1, 1201, 401}})
      all.push_back({{m, n, k, transpose_b}, {}, "chosen"});
  const std::vector<std::pair<std::vector<std::string>, std::string>> tilings =
      {{{"--tiles", "[2,3,4]", "--order", "[2,0,1]", "--dual-buffer", "on"},
        "k_outside"},
       {{"--tiles", "[2,3,4]", "--order", "[0,1,2]", "--dual-buffer", "on"},
        "k_inside"},
       {{"--tiles", "[2,3,4]", "--order", "[1,2,0]", "--dual-buffer", "off"},
        "single"},
       {{"--tiles", "[0,5,0]", "--dual-buffer", "on"}, "rows"},
       {{"--tiles", "[1,1,1]", "--order", "[0,2,1]", "--dual-buffer", "off"},
        "ones"}};
  for (const auto &[options, tag] : tilings)
    for (const bool transpose_b : {false, true})
      all.push_back({{5, 11, 9, transpose_b, true, transpose_b}, options, tag});
  return all;
}

class Shapes : public testing::TestWithParam<shape_case> {
protected:
  void SetUp() override {
    dir_ = fs::path(testing::TempDir()) /
           ("shapes_" + GetParam().shape.name() + GetParam().tag);
    fs::remove_all(dir_);
    expected_ = write_model(GetParam().shape, dir_, 42);
  }
  void TearDown() override {
    if (!HasFailure())
      fs::remove_all(dir_);
  }

  void compile(const std::string &config) {
    std::vector<std::string> words{
        "seeker", "compile", path("model.mlir"), "--config",
        config,   "-o",      path("image.elf")};
    words.insert(words.end(), GetParam().options.begin(),
                 GetParam().options.end());
    const ended compiled = run(words);
    ASSERT_EQ(compiled.exit_code, 0) << compiled.err;
  }

  void run_on(const std::string &target) {
    std::vector<std::string> words{"seeker",
                                   "run",
                                   path("image.elf"),
                                   "--target",
                                   target,
                                   "--json",
                                   "--input",
                                   "x=" + path("x.npy"),
                                   "--input",
                                   "w=" + path("w.npy"),
                                   "--output",
                                   "y=" + path("y.npy"),
                                   "--golden",
                                   path("golden"),
                                   "--rtol",
                                   "1e-9"};
    if (GetParam().shape.bias) {
      words.push_back("--input");
      words.push_back("bias=" + path("bias.npy"));
    }
    const ended result = run(words);
    ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
    EXPECT_EQ(nlohmann::json::parse(result.out).at("verdict"), "PASS");
    EXPECT_LE(largest_error(read_matrix(path("y.npy")), expected_), tolerance);
  }

  std::string path(const char *name) const { return (dir_ / name).string(); }

  fs::path dir_;
  expectation expected_;
};

TEST_P(Shapes, OnTheIss) {
  ASSERT_NO_FATAL_FAILURE(compile("default"));
  run_on("iss");
}

TEST_P(Shapes, OnTheRtl) {
  ASSERT_NO_FATAL_FAILURE(compile("small"));
  run_on("sim");
}

INSTANTIATE_TEST_SUITE_P(, Shapes, testing::ValuesIn(cases()),
                         [](const auto &info) {
                           return info.param.shape.name() + "_" +
                                  info.param.tag;
                         });

} // namespace
} // namespace seeker::e2e
