// A kernel whose tiles a file gives.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @f(%x: tensor<1x8xf64>, %w: tensor<16x8xf64>) -> tensor<1x16xf64> {
  %zero = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x16xf64>
  %f = linalg.fill ins(%zero : f64) outs(%e : tensor<1x16xf64>)
    -> tensor<1x16xf64>
  %y = linalg.matmul_transpose_b
    ins(%x, %w : tensor<1x8xf64>, tensor<16x8xf64>)
    outs(%f : tensor<1x16xf64>) -> tensor<1x16xf64>
  return %y : tensor<1x16xf64>
}
