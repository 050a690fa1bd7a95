// The softmax of each of 4 rows of 9: the example for slow targets.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @softmax(%x: tensor<4x9xf64> {snitch.name = "x"})
    -> (tensor<4x9xf64> {snitch.name = "y"}) {
  %empty = tensor.empty() : tensor<4x9xf64>
  %y = linalg.softmax dimension(1)
      ins(%x : tensor<4x9xf64>) outs(%empty : tensor<4x9xf64>) -> tensor<4x9xf64>
  return %y : tensor<4x9xf64>
}
