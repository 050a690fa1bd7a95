// The kernel that was too big to fit: explained, tiled, run, judged.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <fstream>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string model = EXAMPLES "/matvec/matvec.mlir";
const fs::path data = SHARE "/examples/matvec";
constexpr double tolerance = 1e-13;

// As plain C++ gives it, with the sum of absolute products of each row.
const expectation &golden() {
  static const expectation made = [] {
    const matrix x = read_matrix(data / "x.npy");
    const matrix w = read_matrix(data / "w.npy");
    const matrix bias = read_matrix(data / "bias.npy");
    expectation e{read_matrix(data / "golden" / "y.npy"), bias};
    for (int row = 0; row < w.rows; ++row) {
      double &scale = e.scale.values[row];
      scale = std::abs(bias.values[row]);
      for (int k = 0; k < w.columns; ++k)
        scale +=
            std::abs(x.values[k] *
                     w.values[static_cast<std::size_t>(row) * w.columns + k]);
    }
    return e;
  }();
  return made;
}

std::vector<std::string> run_words(const fs::path &image,
                                   const fs::path &output) {
  return {"seeker",   "run",
          image,      "--target",
          "sim",      "--json",
          "--input",  "x=" + (data / "x.npy").string(),
          "--input",  "w=" + (data / "w.npy").string(),
          "--input",  "bias=" + (data / "bias.npy").string(),
          "--output", "y=" + output.string(),
          "--golden", (data / "golden").string()};
}

fs::path scratch(const std::string &name) {
  const fs::path dir = fs::path(testing::TempDir()) / ("case_" + name);
  fs::remove_all(dir);
  fs::create_directories(dir);
  return dir;
}

struct tiling {
  std::string name;
  std::vector<std::string> options;
};

class Matvec : public testing::TestWithParam<tiling> {};

TEST_P(Matvec, PassesOnTheRtl) {
  const fs::path dir = scratch(GetParam().name);
  std::vector<std::string> compile{"seeker", "compile", model, "-o",
                                   dir / "image.elf"};
  compile.insert(compile.end(), GetParam().options.begin(),
                 GetParam().options.end());
  const ended compiled = run(compile);
  ASSERT_EQ(compiled.exit_code, 0) << compiled.err;
  const ended result = run(run_words(dir / "image.elf", dir / "y.npy"), 300);
  ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
  const json report = json::parse(result.out);
  EXPECT_EQ(report.at("verdict"), "PASS");
  EXPECT_LE(largest_error(read_matrix(dir / "y.npy"), golden()), tolerance);
  // The floor is the DMA's: 1200 x 400 weights of 8 bytes at 64 bytes a cycle.
  EXPECT_GE(report.at("cycles").get<std::uint64_t>(), 60'000u);
  std::printf("matvec %s: %s cycles\n", GetParam().name.c_str(),
              report.at("cycles").dump().c_str());
  fs::remove_all(dir);
}

INSTANTIATE_TEST_SUITE_P(
    , Matvec,
    testing::Values(tiling{"t40x100_dual",
                           {"--tiles", "[0,40,100]", "--order", "[2,0,1]",
                            "--dual-buffer", "on"}},
                    tiling{"t40x100_single",
                           {"--tiles", "[0,40,100]", "--order", "[2,0,1]",
                            "--dual-buffer", "off"}},
                    tiling{"t80x80",
                           {"--tiles", "[0,80,80]", "--order", "[0,2,1]",
                            "--dual-buffer", "off"}},
                    tiling{"t24x50",
                           {"--tiles", "[0,24,50]", "--dual-buffer", "on"}},
                    tiling{"t56x96_remainders",
                           {"--tiles", "[0,56,96]", "--dual-buffer", "on"}},
                    tiling{"chosen", {}}),
    [](const auto &info) { return info.param.name; });

TEST(Case, GivesTheSameCyclesTwice) {
  const fs::path dir = scratch("twice");
  ASSERT_EQ(
      run({"seeker", "compile", model, "-o", dir / "image.elf"}).exit_code, 0);
  json cycles[2];
  for (json &one : cycles) {
    const ended result = run(run_words(dir / "image.elf", dir / "y.npy"), 300);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    one = json::parse(result.out).at("cycles");
  }
  EXPECT_EQ(cycles[0], cycles[1]);
  fs::remove_all(dir);
}

class Explained : public testing::Test {
protected:
  static void SetUpTestSuite() {
    const ended explained = run(
        {"seeker", "explain", model, "--tiles", "[0,240,80]", "--order",
         "[0,2,1]", "--dual-buffer", "off", "--l1-budget", "100000", "--json"});
    ASSERT_EQ(explained.exit_code, 1) << explained.err;
    kernel_ = json::parse(explained.out).at("kernels").at(0);
  }
  static const json *buffer(std::uint64_t bytes) {
    for (const json &b : kernel_.at("buffers"))
      if (b.at("bytes") == bytes)
        return &b;
    return nullptr;
  }
  static json kernel_;
};
json Explained::kernel_;

TEST_F(Explained, SaysThatItDoesNotFitAndWhatItNeedsInAll) {
  EXPECT_EQ(kernel_.at("fits"), false);
  EXPECT_EQ(kernel_.at("budget_bytes"), 100000);
  // Accumulator, x tile and weight tile: the bias initialises the accumulator,
  // and the output is never copied in.
  EXPECT_EQ(kernel_.at("need_bytes"), 9600 + 640 + 153600);
  EXPECT_EQ(kernel_.at("buffers").size(), 3u);
}

TEST_F(Explained, NamesTheWeightTileAsTheOneThatNoLayoutCanSave) {
  const json *weights = buffer(153600);
  ASSERT_NE(weights, nullptr);
  EXPECT_EQ(weights->at("operand"), 1);
  EXPECT_NE(weights->at("reason").get<std::string>().find("no layout"),
            std::string::npos)
      << weights->dump();
}

TEST_F(Explained, SaysWhyTheOutputTileHasNoBuffer) {
  bool found = false;
  for (const json &view : kernel_.at("views"))
    found |= view.at("shape") == json::array({1, 240}) &&
             !view.at("reason").get<std::string>().empty();
  EXPECT_TRUE(found) << kernel_.at("views").dump(2);
}

TEST_F(Explained, SaysWhichBuffersAreNotAllocatedAndWhy) {
  EXPECT_GE(kernel_.at("not_allocated").size(), 2u);
  for (const json &none : kernel_.at("not_allocated"))
    EXPECT_FALSE(none.at("reason").get<std::string>().empty());
}

TEST_F(Explained, SaysWhichTransfersFillAndDrainEachBuffer) {
  std::uint64_t weights = 0, out = 0;
  for (const json &t : kernel_.at("transfers")) {
    const auto moved =
        t.at("bytes").get<std::uint64_t>() * t.at("times").get<std::uint64_t>();
    if (t.at("tensor") == "w")
      weights += moved;
    if (t.at("tensor") == "y" && t.at("direction") == "out")
      out += moved;
  }
  EXPECT_EQ(weights, 1200u * 400 * 8);
  EXPECT_EQ(out, 1200u * 8);
}

TEST_F(Explained, SuggestsOnlyWhatCompiles) {
  const json &suggestions = kernel_.at("suggestions");
  ASSERT_FALSE(suggestions.empty());
  const fs::path dir = scratch("suggestions");
  std::uint64_t last = 0;
  for (const json &s : suggestions) {
    EXPECT_LE(s.at("need_bytes"), 100000);
    EXPECT_GE(s.at("predicted_cycles").get<std::uint64_t>(), last);
    last = s.at("predicted_cycles").get<std::uint64_t>();
    const ended compiled =
        run({"seeker", "compile", model, "--l1-budget", "100000", "--tiles",
             s.at("l1").dump(), "--order", s.at("order").dump(),
             "--dual-buffer", s.at("dual_buffer").get<bool>() ? "on" : "off",
             "-o", dir / "image.elf"});
    EXPECT_EQ(compiled.exit_code, 0) << s.dump() << compiled.err;
  }
  fs::remove_all(dir);
}

} // namespace
} // namespace seeker::e2e
