// Models, inputs and expected values of the end-to-end tests.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model.hpp"

#include <fmt/format.h>
#include <xtensor/xadapt.hpp>
#include <xtensor/xnpy.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <random>

namespace seeker::e2e {
namespace {

std::string mlir(const contraction &s) {
  const std::string x = fmt::format("tensor<{}x{}xf64>", s.m, s.k);
  const std::string w = s.transpose_b
                            ? fmt::format("tensor<{}x{}xf64>", s.n, s.k)
                            : fmt::format("tensor<{}x{}xf64>", s.k, s.n);
  const std::string y = fmt::format("tensor<{}x{}xf64>", s.m, s.n);
  std::string text = fmt::format(
      "func.func @model(%x: {} {{snitch.name = \"x\"}}, "
      "%w: {} {{snitch.name = \"w\", snitch.weight}}{}) -> "
      "({} {{snitch.name = \"y\"}}) {{\n"
      "  %zero = arith.constant 0.0 : f64\n"
      "  %empty = tensor.empty() : {}\n"
      "  %fill = linalg.fill ins(%zero : f64) outs(%empty : {}) -> {}\n"
      "  %product = linalg.{} ins(%x, %w : {}, {}) outs(%fill : {}) -> {}\n",
      x, w,
      s.bias ? fmt::format(", %bias: {} {{snitch.name = \"bias\"}}", y) : "", y,
      y, y, y, s.transpose_b ? "matmul_transpose_b" : "matmul", x, w, y, y);
  std::string last = "%product";
  if (s.bias) {
    text += fmt::format(
        "  %sum = linalg.add ins({}, %bias : {}, {}) outs(%empty : {}) -> {}\n",
        last, y, y, y, y);
    last = "%sum";
  }
  if (s.relu) {
    text += fmt::format("  %relu = linalg.max ins({}, %fill : {}, {}) "
                        "outs(%empty : {}) -> {}\n",
                        last, y, y, y, y);
    last = "%relu";
  }
  return text + fmt::format("  return {} : {}\n}}\n", last, y);
}

matrix draw(int rows, int columns, std::mt19937_64 &random) {
  std::uniform_real_distribution<double> value(-1, 1);
  matrix m{rows, columns,
           std::vector<double>(static_cast<std::size_t>(rows) * columns)};
  std::generate(m.values.begin(), m.values.end(),
                [&] { return value(random); });
  return m;
}

} // namespace

std::string contraction::name() const {
  return fmt::format("{}_{}x{}x{}{}{}", transpose_b ? "transpose_b" : "matmul",
                     m, n, k, bias ? "_bias" : "", relu ? "_relu" : "");
}

expectation write_model(const contraction &s, const std::filesystem::path &dir,
                        unsigned seed) {
  std::filesystem::create_directories(dir);
  std::ofstream(dir / "model.mlir") << mlir(s);
  std::mt19937_64 random(seed);
  const matrix x = draw(s.m, s.k, random);
  const matrix w =
      s.transpose_b ? draw(s.n, s.k, random) : draw(s.k, s.n, random);
  const matrix bias = draw(s.m, s.n, random);
  write_matrix(dir / "x.npy", x);
  write_matrix(dir / "w.npy", w);
  if (s.bias)
    write_matrix(dir / "bias.npy", bias);
  expectation expected{draw(s.m, s.n, random), draw(s.m, s.n, random)};
  for (int i = 0; i < s.m; ++i)
    for (int j = 0; j < s.n; ++j) {
      const std::size_t at = static_cast<std::size_t>(i) * s.n + j;
      double sum = s.bias ? bias.values[at] : 0;
      double scale = std::fabs(sum);
      for (int l = 0; l < s.k; ++l) {
        const double weight =
            s.transpose_b ? w.values[static_cast<std::size_t>(j) * s.k + l]
                          : w.values[static_cast<std::size_t>(l) * s.n + j];
        const double product =
            x.values[static_cast<std::size_t>(i) * s.k + l] * weight;
        sum += product;
        scale += std::fabs(product);
      }
      expected.y.values[at] = s.relu ? std::max(sum, 0.0) : sum;
      expected.scale.values[at] = scale;
    }
  write_matrix(dir / "golden" / "y.npy", expected.y);
  return expected;
}

matrix read_matrix(const std::filesystem::path &file) {
  const auto loaded = xt::load_npy<double>(file.string());
  matrix m;
  if (loaded.dimension() != 2)
    return m;
  m.rows = static_cast<int>(loaded.shape(0));
  m.columns = static_cast<int>(loaded.shape(1));
  m.values.assign(loaded.begin(), loaded.end());
  return m;
}

void write_matrix(const std::filesystem::path &file, const matrix &m) {
  std::filesystem::create_directories(file.parent_path());
  const std::array<std::size_t, 2> shape{static_cast<std::size_t>(m.rows),
                                         static_cast<std::size_t>(m.columns)};
  xt::dump_npy(file.string(), xt::adapt(m.values, shape));
}

double largest_error(const matrix &got, const expectation &expected) {
  if (got.rows != expected.y.rows || got.columns != expected.y.columns)
    return std::numeric_limits<double>::infinity();
  double worst = 0;
  for (std::size_t at = 0; at < got.values.size(); ++at) {
    const double error = std::fabs(got.values[at] - expected.y.values[at]);
    if (std::isnan(error))
      return std::numeric_limits<double>::infinity();
    if (error > 0)
      worst = std::max(worst, error / expected.scale.values[at]);
  }
  return worst;
}

} // namespace seeker::e2e
