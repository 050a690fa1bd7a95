// seeker-golden: writes an example's inputs, weights and golden values as npy
// files.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   seeker-golden EXAMPLE DIR
//
// makes DIR/<tensor>.npy for every input and weight, and
// DIR/golden/<tensor>.npy for every output, by plain C++ alone. Exit 2 on a
// usage error, 3 when a file cannot be written.
#include "nsnet2.hpp"

#include <xtensor/xadapt.hpp>
#include <xtensor/xnpy.hpp>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace {

namespace fs = std::filesystem;
using seeker::reference::linear;
using seeker::reference::nsnet2;
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

} // namespace

int main(int argc, char **argv) {
  const std::map<std::string, std::function<void(const fs::path &)>> examples{
      {"matvec", matvec}, {"matvec-small", matvec_small}};
  const auto example = argc == 3 ? examples.find(argv[1]) : examples.end();
  if (example == examples.end()) {
    std::fputs("usage: seeker-golden matvec|matvec-small DIR\n", stderr);
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
