// Two layers with a ReLU between them: what a slow target runs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @mlp(%x: tensor<1x12xf64>, %w1: tensor<16x12xf64>, %b1: tensor<1x16xf64>, %w2: tensor<5x16xf64>, %b2: tensor<1x5xf64>) -> tensor<1x5xf64> {
  %zero = arith.constant dense<0.0> : tensor<1x16xf64>
  %hidden = linalg.matmul_transpose_b ins(%x, %w1 : tensor<1x12xf64>, tensor<16x12xf64>) outs(%b1 : tensor<1x16xf64>) -> tensor<1x16xf64>
  %relu = arith.maximumf %hidden, %zero : tensor<1x16xf64>
  %y = linalg.matmul_transpose_b ins(%relu, %w2 : tensor<1x16xf64>, tensor<5x16xf64>) outs(%b2 : tensor<1x5xf64>) -> tensor<1x5xf64>
  return %y : tensor<1x5xf64>
}
