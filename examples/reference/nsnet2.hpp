// NsNet2 in plain C++: seeded parameters and one frame, the path golden values
// come from.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// It shares nothing with compiler, firmware or simulator. All arithmetic is
// f64; sums run over the input index upwards, one rounding an operation.
// Parameters are those that a seeded initialisation gives: mt19937 seeded with
// 1234, two outputs a draw (high word first), the low 53 bits as a fraction
// mapped to (-b, b), in the order of the members below.
#pragma once

#include <array>
#include <vector>

namespace seeker::reference {

using vector = std::vector<double>;

// y = w x + b; w is row-major [out][in].
struct linear {
  int in = 0;
  int out = 0;
  vector w;
  vector b;
  vector operator()(const vector &x) const;
};

// Gated recurrent unit; gate order r, z, n in the rows of w and the elements of
// b.
struct gru {
  int size = 0;
  vector w_ih; // [3 size][size]
  vector w_hh; // [3 size][size]
  vector b_ih; // [3 size]
  vector b_hh; // [3 size]
  vector operator()(const vector &x, const vector &state) const;
};

struct nsnet2 {
  linear fc1; // features -> hidden
  gru gru1;   // hidden
  gru gru2;   // hidden
  linear fc2; // hidden -> middle, ReLU
  linear fc3; // middle -> middle, ReLU
  linear fc4; // middle -> features, sigmoid

  // Draws all parameters. The published network has the default sizes.
  explicit nsnet2(int features = 161, int hidden = 400, int middle = 600);

  // One frame, features to gains; both states are replaced.
  vector frame(const vector &features, std::array<vector, 2> &states) const;
};

// The features 1, 2, ... of the published run.
vector nsnet2_features(int count = 161);

} // namespace seeker::reference
