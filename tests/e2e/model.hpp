// Models, inputs and expected values of the end-to-end tests, from plain C++.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace seeker::e2e {

// y[m x n] = x[m x k] * w + bias, w as [k x n] or, transposed, [n x k].
struct contraction {
  int m = 1;
  int n = 1;
  int k = 1;
  bool transpose_b = false;
  bool bias = false; // [m x n]
  bool relu = false;

  std::string name() const;
};

// A row-major matrix of f64.
struct matrix {
  int rows = 0;
  int columns = 0;
  std::vector<double> values;
};

// The expected result, and for each element the sum of the absolute products
// (and bias), which bounds what rounding may do to it.
struct expectation {
  matrix y;
  matrix scale;
};

// Writes DIR/model.mlir, DIR/{x,w,bias}.npy with seeded values in (-1, 1), and
// returns what a run must give.
expectation write_model(const contraction &shape,
                        const std::filesystem::path &dir, unsigned seed);

matrix read_matrix(const std::filesystem::path &file);
void write_matrix(const std::filesystem::path &file, const matrix &m);

// The largest |got - y| / scale, or infinity when shapes differ or a value is
// not a number.
double largest_error(const matrix &got, const expectation &expected);

} // namespace seeker::e2e
