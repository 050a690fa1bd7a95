// The small examples' golden values hold what their definitions promise.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "models.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace seeker::reference {
namespace {

TEST(models, gemm_sums_products_of_rows_and_columns) {
  const sample s = gemm(3);
  const auto &a = s.inputs.at("a").values;
  const auto &b = s.inputs.at("b").values;
  EXPECT_DOUBLE_EQ(s.outputs.at("c").values[5],
                   a[3] * b[2] + a[4] * b[5] + a[5] * b[8]);
}

TEST(models, conv2d_pads_the_border_with_zeros) {
  const sample s = conv2d(2, 1, 1);
  const auto &x = s.inputs.at("x").values;
  const auto &w = s.inputs.at("w").values;
  const auto &y = s.outputs.at("y");
  EXPECT_EQ(y.shape, (std::vector<std::size_t>{1, 2, 2, 1}));
  EXPECT_DOUBLE_EQ(y.values[0],
                   x[0] * w[4] + x[1] * w[5] + x[2] * w[7] + x[3] * w[8]);
  EXPECT_DOUBLE_EQ(y.values[3],
                   x[0] * w[0] + x[1] * w[1] + x[2] * w[3] + x[3] * w[4]);
}

TEST(models, mlp_cuts_inner_layers_off_at_zero_and_not_the_last_one) {
  const sample s = mlp({1, 1, 1, 1});
  const auto value = [&](const std::string &name) {
    return s.inputs.at(name).values[0];
  };
  const auto layer = [&](double x, const std::string &number) {
    return value("w" + number) * x + value("b" + number);
  };
  const double inner = std::fmax(layer(value("x"), "1"), 0);
  EXPECT_DOUBLE_EQ(s.outputs.at("y").values[0],
                   layer(std::fmax(layer(inner, "2"), 0), "3"));
}

TEST(models, softmax_rows_sum_to_one_in_the_ratio_of_exponentials) {
  const sample s = softmax(2, 5);
  const auto &x = s.inputs.at("x").values;
  const auto &y = s.outputs.at("y").values;
  EXPECT_NEAR(std::accumulate(y.begin() + 5, y.end(), 0.0), 1, 1e-15);
  EXPECT_NEAR(y[6] / y[9], std::exp(x[6] - x[9]), 1e-15);
}

TEST(models, layernorm_rows_have_mean_zero_and_variance_one) {
  const sample s = layernorm(2, 64);
  const auto &y = s.outputs.at("y").values;
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < 64; ++i) {
    const double normal = (y[64 + i] - s.inputs.at("beta").values[i]) /
                          s.inputs.at("gamma").values[i];
    sum += normal;
    squares += normal * normal;
  }
  EXPECT_NEAR(sum, 0, 1e-12);
  EXPECT_NEAR(squares / 64, 1, 1e-4);
}

TEST(models, attention_weighs_values_by_scores) {
  const sample s = attention(2, 1);
  const auto &q = s.inputs.at("q").values;
  const auto &k = s.inputs.at("k").values;
  const auto &v = s.inputs.at("v").values;
  const double weight = 1 / (1 + std::exp(q[1] * (k[1] - k[0])));
  EXPECT_NEAR(s.outputs.at("y").values[1], weight * v[0] + (1 - weight) * v[1],
              1e-15);
}

} // namespace
} // namespace seeker::reference
