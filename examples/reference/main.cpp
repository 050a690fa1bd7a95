// seeker-golden: writes an example's inputs, weights and golden values as npy
// files.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   seeker-golden EXAMPLE DIR
//
// makes DIR/<tensor>.npy for every input and weight, and
// DIR/golden/<tensor>.npy for every output and state, by plain C++ alone; for a
// model with states also DIR/golden-2 for a second run, and for one of several
// kernels DIR/intermediates/<kernel>.npy (-2 for the second run) for what they
// leave to others. Exit 2 on a usage error, 3 when a file cannot be written.
#include "models.hpp"
#include "nsnet2.hpp"

#include <xtensor/xadapt.hpp>
#include <xtensor/xnpy.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace {

namespace fs = std::filesystem;
using seeker::reference::linear;
using seeker::reference::nsnet2;
using seeker::reference::sample;
using seeker::reference::vector;

void write(const fs::path &file, const vector &values, std::size_t rows) {
  const std::array<std::size_t, 2> shape{rows, values.size() / rows};
  xt::dump_npy(file.string(), xt::adapt(values, shape));
}

// y = w_ih x + b_ih of the first GRU, on fc1's output: the kernel of the case.
void matvec(const fs::path &dir) {
  const nsnet2 net;
  const vector x = net.fc1(seeker::reference::nsnet2_features());
  const linear layer{400, 1200, net.gru1.w_ih, net.gru1.b_ih};
  write(dir / "x.npy", x, 1);
  write(dir / "w.npy", layer.w, 1200);
  write(dir / "bias.npy", layer.b, 1);
  write(dir / "golden" / "y.npy", layer(x), 1);
}

// The first 48 rows and 36 columns of the same.
void matvec_small(const fs::path &dir) {
  const nsnet2 net;
  const vector x = net.fc1(seeker::reference::nsnet2_features());
  linear layer{36, 48, {}, {}};
  for (int row = 0; row < layer.out; ++row)
    for (int column = 0; column < layer.in; ++column)
      layer.w.push_back(net.gru1.w_ih[row * 400 + column]);
  layer.b.assign(net.gru1.b_ih.begin(), net.gru1.b_ih.begin() + layer.out);
  const vector head(x.begin(), x.begin() + layer.in);
  write(dir / "x.npy", head, 1);
  write(dir / "w.npy", layer.w, 48);
  write(dir / "bias.npy", layer.b, 1);
  write(dir / "golden" / "y.npy", layer(head), 1);
}

void write_linear(const fs::path &dir, const std::string &name,
                  const linear &layer) {
  write(dir / (name + "_w.npy"), layer.w, layer.out);
  write(dir / (name + "_b.npy"), layer.b, 1);
}

void write_gru(const fs::path &dir, const std::string &name,
               const seeker::reference::gru &layer) {
  write(dir / (name + "_w_ih.npy"), layer.w_ih, 3 * layer.size);
  write(dir / (name + "_w_hh.npy"), layer.w_hh, 3 * layer.size);
  write(dir / (name + "_b_ih.npy"), layer.b_ih, 1);
  write(dir / (name + "_b_hh.npy"), layer.b_hh, 1);
}

vector relu(vector values) {
  for (double &value : values)
    value = std::max(value, 0.0);
  return values;
}

// The sums that a recurrent layer adds up: of its input, of its state.
void write_sums(const fs::path &dir, const std::string &name,
                const seeker::reference::gru &layer, const vector &x,
                const vector &state) {
  const linear of_input{layer.size, 3 * layer.size, layer.w_ih, layer.b_ih};
  const linear of_state{layer.size, 3 * layer.size, layer.w_hh, layer.b_hh};
  write(dir / (name + "_i.npy"), of_input(x), 1);
  write(dir / (name + "_h.npy"), of_state(state), 1);
}

// What the kernels of one frame leave to others; `before` and `after` are its
// states.
void write_intermediates(const fs::path &dir, const nsnet2 &net,
                         const vector &x, const std::array<vector, 2> &before,
                         const std::array<vector, 2> &after) {
  fs::create_directories(dir);
  const vector fc1 = net.fc1(x);
  write(dir / "fc1.npy", fc1, 1);
  write_sums(dir, "gru1", net.gru1, fc1, before[0]);
  write_sums(dir, "gru2", net.gru2, after[0], before[1]);
  const vector fc2 = relu(net.fc2(after[1]));
  write(dir / "fc2.npy", fc2, 1);
  write(dir / "fc3.npy", relu(net.fc3(fc2)), 1);
}

// Two frames of the whole network, from states of zero.
void network(const fs::path &dir, int features, int hidden, int middle) {
  const nsnet2 net(features, hidden, middle);
  const vector x = seeker::reference::nsnet2_features(features);
  write(dir / "x.npy", x, 1);
  write_linear(dir, "fc1", net.fc1);
  write_gru(dir, "gru1", net.gru1);
  write_gru(dir, "gru2", net.gru2);
  write_linear(dir, "fc2", net.fc2);
  write_linear(dir, "fc3", net.fc3);
  write_linear(dir, "fc4", net.fc4);
  std::array<vector, 2> states{vector(hidden), vector(hidden)};
  for (const std::string frame : {"", "-2"}) {
    const fs::path golden = dir / ("golden" + frame);
    fs::create_directories(golden);
    const std::array<vector, 2> before = states;
    write(golden / "gains.npy", net.frame(x, states), 1);
    write(golden / "h1.npy", states[0], 1);
    write(golden / "h2.npy", states[1], 1);
    write_intermediates(dir / ("intermediates" + frame), net, x, before,
                        states);
  }
}

void write_sample(const fs::path &dir, const sample &values) {
  for (const auto &[name, tensor] : values.inputs)
    xt::dump_npy((dir / (name + ".npy")).string(),
                 xt::adapt(tensor.values, tensor.shape));
  for (const auto &[name, tensor] : values.outputs)
    xt::dump_npy((dir / "golden" / (name + ".npy")).string(),
                 xt::adapt(tensor.values, tensor.shape));
}

// An example that is one sample.
std::function<void(const fs::path &)> one(sample values) {
  return [values = std::move(values)](const fs::path &dir) {
    write_sample(dir, values);
  };
}

} // namespace

int main(int argc, char **argv) {
  const std::map<std::string, std::function<void(const fs::path &)>> examples{
      {"attention", one(seeker::reference::attention(32, 16))},
      {"attention-small", one(seeker::reference::attention(6, 4))},
      {"conv2d", one(seeker::reference::conv2d(16, 4, 8))},
      {"conv2d-small", one(seeker::reference::conv2d(4, 2, 4))},
      {"gemm", one(seeker::reference::gemm(64))},
      {"gemm-small", one(seeker::reference::gemm(16))},
      {"layernorm", one(seeker::reference::layernorm(16, 64))},
      {"layernorm-small", one(seeker::reference::layernorm(4, 9))},
      {"matvec", matvec},
      {"matvec-small", matvec_small},
      {"mlp", one(seeker::reference::mlp({64, 128, 64, 10}))},
      {"mlp-small", one(seeker::reference::mlp({12, 16, 8, 5}))},
      {"nsnet2", [](const fs::path &dir) { network(dir, 161, 400, 600); }},
      {"nsnet2-small", [](const fs::path &dir) { network(dir, 13, 16, 24); }},
      {"softmax", one(seeker::reference::softmax(16, 64))},
      {"softmax-small", one(seeker::reference::softmax(4, 9))}};
  const auto example = argc == 3 ? examples.find(argv[1]) : examples.end();
  if (example == examples.end()) {
    std::fputs("usage: seeker-golden EXAMPLE DIR, where EXAMPLE is one of",
               stderr);
    for (const auto &[name, make] : examples)
      std::fprintf(stderr, " %s", name.c_str());
    std::fputs("\n", stderr);
    return 2;
  }
  try {
    const fs::path dir = argv[2];
    fs::create_directories(dir / "golden");
    example->second(dir);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "seeker-golden: %s: %s\n", argv[2], error.what());
    return 3;
  }
  return 0;
}
