// The small examples' arithmetic, written straight from their definitions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "models.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <random>

namespace seeker::reference {
namespace {

// Values in (-1, 1), the same for every run of a model.
class draws {
public:
  tensor operator()(const std::vector<std::size_t> &shape) {
    tensor drawn = zeros(shape);
    for (double &value : drawn.values)
      value = static_cast<double>(generator_()) * 0x1p-31 - 1;
    return drawn;
  }

  static tensor zeros(const std::vector<std::size_t> &shape) {
    const std::size_t count = std::accumulate(
        shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
    return {shape, std::vector<double>(count)};
  }

private:
  std::mt19937 generator_{1234};
};

double &at(tensor &t, std::size_t row, std::size_t column) {
  return t.values[row * t.shape[1] + column];
}

double at(const tensor &t, std::size_t row, std::size_t column) {
  return t.values[row * t.shape[1] + column];
}

tensor transposed(const tensor &t) {
  tensor result = draws::zeros({t.shape[1], t.shape[0]});
  for (std::size_t row = 0; row < t.shape[0]; ++row)
    for (std::size_t column = 0; column < t.shape[1]; ++column)
      at(result, column, row) = at(t, row, column);
  return result;
}

tensor product(const tensor &a, const tensor &b) {
  tensor c = draws::zeros({a.shape[0], b.shape[1]});
  for (std::size_t row = 0; row < a.shape[0]; ++row)
    for (std::size_t column = 0; column < b.shape[1]; ++column)
      for (std::size_t k = 0; k < a.shape[1]; ++k)
        at(c, row, column) += at(a, row, k) * at(b, k, column);
  return c;
}

tensor softmax_of_rows(const tensor &x) {
  tensor y = x;
  for (std::size_t row = 0; row < x.shape[0]; ++row) {
    const auto begin = y.values.begin() + row * x.shape[1];
    const auto end = begin + x.shape[1];
    const double largest = *std::max_element(begin, end);
    for (auto value = begin; value != end; ++value)
      *value = std::exp(*value - largest);
    const double sum = std::accumulate(begin, end, 0.0);
    for (auto value = begin; value != end; ++value)
      *value /= sum;
  }
  return y;
}

} // namespace

sample gemm(std::size_t size) {
  draws draw;
  sample s{{{"a", draw({size, size})}, {"b", draw({size, size})}}, {}};
  s.outputs["c"] = product(s.inputs["a"], s.inputs["b"]);
  return s;
}

sample conv2d(std::size_t size, std::size_t channels, std::size_t filters) {
  draws draw;
  const tensor x = draw({1, size, size, channels});
  const tensor w = draw({3, 3, channels, filters});
  tensor y = draws::zeros({1, size, size, filters});
  // Places in x count from 1, so that the border above and left of it is 0.
  const auto is_inside = [&](std::size_t place) {
    return place >= 1 && place <= size;
  };
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size; ++j)
      for (std::size_t f = 0; f < filters; ++f)
        for (std::size_t di = 0; di < 3; ++di)
          for (std::size_t dj = 0; dj < 3; ++dj)
            for (std::size_t c = 0; c < channels; ++c)
              if (is_inside(i + di) && is_inside(j + dj))
                y.values[(i * size + j) * filters + f] +=
                    x.values[((i + di - 1) * size + j + dj - 1) * channels +
                             c] *
                    w.values[((di * 3 + dj) * channels + c) * filters + f];
  return {{{"x", x}, {"w", w}}, {{"y", y}}};
}

sample mlp(const std::vector<std::size_t> &sizes) {
  draws draw;
  tensor y = draw({1, sizes.front()});
  sample s{{{"x", y}}, {}};
  for (std::size_t layer = 1; layer < sizes.size(); ++layer) {
    const tensor w = draw({sizes[layer], sizes[layer - 1]});
    const tensor b = draw({1, sizes[layer]});
    y = product(y, transposed(w));
    for (std::size_t i = 0; i < sizes[layer]; ++i) {
      y.values[i] += b.values[i];
      if (layer + 1 < sizes.size())
        y.values[i] = std::max(y.values[i], 0.0);
    }
    s.inputs["w" + std::to_string(layer)] = w;
    s.inputs["b" + std::to_string(layer)] = b;
  }
  s.outputs["y"] = y;
  return s;
}

sample softmax(std::size_t rows, std::size_t columns) {
  draws draw;
  const tensor x = draw({rows, columns});
  return {{{"x", x}}, {{"y", softmax_of_rows(x)}}};
}

sample layernorm(std::size_t rows, std::size_t columns) {
  draws draw;
  const tensor x = draw({rows, columns});
  const tensor gamma = draw({columns});
  const tensor beta = draw({columns});
  const auto count = static_cast<double>(columns);
  tensor y = x;
  for (std::size_t row = 0; row < rows; ++row) {
    double sum = 0;
    for (std::size_t column = 0; column < columns; ++column)
      sum += at(x, row, column);
    const double mean = sum / count;
    double squares = 0;
    for (std::size_t column = 0; column < columns; ++column)
      squares += std::pow(at(x, row, column) - mean, 2);
    const double deviation = std::sqrt(squares / count + 1e-5);
    for (std::size_t column = 0; column < columns; ++column)
      at(y, row, column) =
          (at(x, row, column) - mean) / deviation * gamma.values[column] +
          beta.values[column];
  }
  return {{{"x", x}, {"gamma", gamma}, {"beta", beta}}, {{"y", y}}};
}

sample attention(std::size_t rows, std::size_t size) {
  draws draw;
  const tensor q = draw({rows, size});
  const tensor k = draw({rows, size});
  const tensor v = draw({rows, size});
  tensor scores = product(q, transposed(k));
  for (double &score : scores.values)
    score /= std::sqrt(static_cast<double>(size));
  return {{{"q", q}, {"k", k}, {"v", v}},
          {{"y", product(softmax_of_rows(scores), v)}}};
}

} // namespace seeker::reference
