// The softmax of each of 16 rows of 64.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @softmax(%x: tensor<16x64xf64> {snitch.name = "x"})
    -> (tensor<16x64xf64> {snitch.name = "y"}) {
  %empty = tensor.empty() : tensor<16x64xf64>
  %y = linalg.softmax dimension(1)
      ins(%x : tensor<16x64xf64>) outs(%empty : tensor<16x64xf64>) -> tensor<16x64xf64>
  return %y : tensor<16x64xf64>
}
