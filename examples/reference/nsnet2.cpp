// NsNet2's arithmetic, written straight from its layers' definitions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "nsnet2.hpp"

#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>

namespace seeker::reference {
namespace {

class draws {
public:
  vector operator()(std::size_t count, double bound) {
    vector values(count);
    for (double &value : values)
      value = uniform() * (2 * bound) - bound;
    return values;
  }

private:
  double uniform() {
    const std::uint64_t high = generator_();
    const std::uint64_t low = generator_();
    const std::uint64_t fraction =
        (high << 32 | low) & ((std::uint64_t{1} << 53) - 1);
    return static_cast<double>(fraction) * 0x1p-53;
  }

  std::mt19937 generator_{1234};
};

linear draw_linear(draws &draw, int in, int out) {
  const double fan_in = in;
  const double gain = std::sqrt(2.0 / 6.0);
  linear layer{in, out, {}, {}};
  layer.w = draw(static_cast<std::size_t>(in) * out,
                 std::sqrt(3.0) * gain / std::sqrt(fan_in));
  layer.b = draw(out, 1 / std::sqrt(fan_in));
  return layer;
}

gru draw_gru(draws &draw, int size) {
  const double bound = 1 / std::sqrt(static_cast<double>(size));
  const std::size_t weights = std::size_t{3} * size * size;
  gru layer{size, {}, {}, {}, {}};
  layer.w_ih = draw(weights, bound);
  layer.w_hh = draw(weights, bound);
  layer.b_ih = draw(std::size_t{3} * size, bound);
  layer.b_hh = draw(std::size_t{3} * size, bound);
  return layer;
}

vector matvec(const vector &w, const vector &x, const vector &b) {
  vector y(b.size());
  for (std::size_t row = 0; row < b.size(); ++row)
    y[row] = std::inner_product(x.begin(), x.end(), w.begin() + row * x.size(),
                                0.0) +
             b[row];
  return y;
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

vector map(vector x, double (*f)(double)) {
  for (double &value : x)
    value = f(value);
  return x;
}

double relu(double x) { return x < 0 ? 0 : x; }

} // namespace

vector linear::operator()(const vector &x) const { return matvec(w, x, b); }

vector gru::operator()(const vector &x, const vector &state) const {
  const vector i = matvec(w_ih, x, b_ih);
  const vector h = matvec(w_hh, state, b_hh);
  vector next(size);
  for (int k = 0; k < size; ++k) {
    const double r = sigmoid(i[k] + h[k]);
    const double z = sigmoid(i[size + k] + h[size + k]);
    const double n = std::tanh(i[2 * size + k] + r * h[2 * size + k]);
    next[k] = (state[k] - n) * z + n;
  }
  return next;
}

nsnet2::nsnet2(int features, int hidden, int middle) {
  draws draw;
  fc1 = draw_linear(draw, features, hidden);
  gru1 = draw_gru(draw, hidden);
  gru2 = draw_gru(draw, hidden);
  fc2 = draw_linear(draw, hidden, middle);
  fc3 = draw_linear(draw, middle, middle);
  fc4 = draw_linear(draw, middle, features);
}

vector nsnet2::frame(const vector &features,
                     std::array<vector, 2> &states) const {
  states[0] = gru1(fc1(features), states[0]);
  states[1] = gru2(states[0], states[1]);
  return map(fc4(map(fc3(map(fc2(states[1]), relu)), relu)), sigmoid);
}

vector nsnet2_features(int count) {
  vector features(count);
  std::iota(features.begin(), features.end(), 1.0);
  return features;
}

} // namespace seeker::reference
