// The small examples in plain C++: seeded inputs and weights, and the outputs
// that golden values are.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// They share nothing with compiler, firmware or simulator. All arithmetic is
// f64, written from the operations' definitions; sums run over their index
// upwards, one rounding an operation.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace seeker::reference {

// Row-major.
struct tensor {
  std::vector<std::size_t> shape;
  std::vector<double> values;
};

// What a model takes and gives, by the names of its arguments and results.
struct sample {
  std::map<std::string, tensor> inputs;
  std::map<std::string, tensor> outputs;
};

// c = a b; all are `size` x `size`.
sample gemm(std::size_t size);

// y = a 3 x 3 convolution of x (NHWC, one image of `size` x `size`) by w
// (HWCF); beyond its border x is zero.
sample conv2d(std::size_t size, std::size_t channels, std::size_t filters);

// y = three layers, w<i> x + b<i>, with ReLU after the first two. `sizes` are
// those of x, of the two inner layers and of y.
sample mlp(const std::vector<std::size_t> &sizes);

// y = the softmax of each row of x.
sample softmax(std::size_t rows, std::size_t columns);

// y = each row of x brought to mean 0 and variance 1 (epsilon 1e-5), then
// times gamma plus beta.
sample layernorm(std::size_t rows, std::size_t columns);

// y = softmax(q k^T / sqrt(size)) v, for one head.
sample attention(std::size_t rows, std::size_t size);

} // namespace seeker::reference
