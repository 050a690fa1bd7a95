// A model whose weights do not fit into L3 together: same result, by turns.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"
#include "program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <fstream>
#include <random>

namespace seeker::e2e {
namespace {

namespace fs = std::filesystem;

constexpr int layers = 8, width = 96;
constexpr int layer_bytes = width * width * 8;

/// A chain of products, each with a weight of its own.
void write_chain(const fs::path &folder) {
  std::ofstream out(folder / "model.mlir");
  out << fmt::format("func.func @chain(%x: tensor<1x{0}xf64> {{snitch.name = "
                     "\"x\"}}",
                     width);
  for (int i = 0; i < layers; ++i)
    out << fmt::format(", %w{0}: tensor<{1}x{1}xf64> {{snitch.weight, "
                       "snitch.name = \"w{0}\"}}",
                       i, width);
  out << fmt::format(
      ") -> (tensor<1x{0}xf64> {{snitch.name = \"y\"}}) {{\n"
      "  %zero = arith.constant 0.0 : f64\n"
      "  %e = tensor.empty() : tensor<1x{0}xf64>\n"
      "  %f = linalg.fill ins(%zero : f64) outs(%e : tensor<1x{0}xf64>) -> "
      "tensor<1x{0}xf64>\n",
      width);
  std::string last = "x";
  for (int i = 0; i < layers; ++i) {
    out << fmt::format("  %{0} = linalg.matmul ins(%{1}, %w{2} : "
                       "tensor<1x{3}xf64>, tensor<{3}x{3}xf64>) outs(%f : "
                       "tensor<1x{3}xf64>) -> tensor<1x{3}xf64>\n",
                       i, last, i, width);
    last = std::to_string(i);
  }
  out << fmt::format("  return %{} : tensor<1x{}xf64>\n}}\n", last, width);
}

class Streaming : public testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    fs::remove_all(folder);
    fs::create_directories(folder);
    write_chain(folder);
    std::mt19937 random(3);
    std::uniform_real_distribution<double> value(-0.2, 0.2);
    const auto filled = [&](int rows) {
      matrix made{rows, width, {}};
      for (int i = 0; i < rows * width; ++i)
        made.values.push_back(value(random));
      return made;
    };
    matrix x = filled(1);
    write_matrix(folder / "x.npy", x);
    inputs = {"x=" + (folder / "x.npy").string()};
    expected.y = x;
    expected.scale = x;
    for (double &one : expected.scale.values)
      one = std::abs(one);
    for (int i = 0; i < layers; ++i) {
      const matrix w = filled(width);
      const fs::path file = folder / fmt::format("w{}.npy", i);
      write_matrix(file, w);
      inputs.push_back(fmt::format("w{}={}", i, file.string()));
      expectation next{{1, width, std::vector<double>(width)},
                       {1, width, std::vector<double>(width)}};
      for (int k = 0; k < width; ++k)
        for (int n = 0; n < width; ++n) {
          const double one = w.values[k * width + n];
          next.y.values[n] += expected.y.values[k] * one;
          next.scale.values[n] += expected.scale.values[k] * std::abs(one);
        }
      expected = next;
    }
  }
  void TearDown() override { fs::remove_all(folder); }

  nlohmann::json run_it(int exit_code, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"seeker",
                                      "run",
                                      folder / "image.elf",
                                      "--json",
                                      "--target",
                                      GetParam(),
                                      "--output",
                                      "y=" + (folder / "y.npy").string()};
    for (const std::string &one : inputs) {
      words.push_back("--input");
      words.push_back(one);
    }
    words.insert(words.end(), more.begin(), more.end());
    const ended got = run(words);
    EXPECT_EQ(got.exit_code, exit_code) << got.out << got.err;
    return nlohmann::json::parse(got.out, nullptr, false);
  }

  fs::path folder = fs::path(testing::TempDir()) / "seeker_streaming";
  std::vector<std::string> inputs;
  expectation expected;
};

TEST_P(Streaming, WeightsThatDoNotFitTakeTurns) {
  // The program's MiB, a page of small tensors, and two and a half layers.
  const int budget = (1 << 20) + 16384 + layer_bytes * 5 / 2;
  const ended made =
      run({"seeker", "compile", folder / "model.mlir", "-o",
           folder / "image.elf", "--l3-budget", std::to_string(budget)});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  const nlohmann::json report = run_it(0);
  EXPECT_LT(largest_error(read_matrix(folder / "y.npy"), expected), 1e-13);
  std::uint64_t bytes = 0;
  for (const auto &phase : report.at("phases"))
    if (phase.at("name") == "stream weights")
      bytes += phase.at("bytes").get<std::uint64_t>();
  EXPECT_EQ(bytes, std::uint64_t{layers} * layer_bytes);
  fmt::print("bar: weights streamed through {} bytes of L3: {} bytes\n",
             layer_bytes * 5 / 2, bytes);
  // Twice, from the first layer on again.
  run_it(0, {"--repeat", "2"});
  EXPECT_LT(largest_error(read_matrix(folder / "y.npy"), expected), 1e-13);
  run_it(2, {"--record", folder / "record"});
}

INSTANTIATE_TEST_SUITE_P(On, Streaming, testing::Values("iss", "sim"),
                         [](const auto &info) { return info.param; });

} // namespace
} // namespace seeker::e2e
