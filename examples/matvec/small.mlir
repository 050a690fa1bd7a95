// y = x W^T + bias, 48 rows of 36: the example for slow targets.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @matvec(%x: tensor<1x36xf64> {snitch.name = "x"},
                  %w: tensor<48x36xf64> {snitch.name = "w", snitch.weight},
                  %bias: tensor<1x48xf64> {snitch.name = "bias", snitch.weight})
    -> (tensor<1x48xf64> {snitch.name = "y"}) {
  %zero = arith.constant 0.0 : f64
  %empty = tensor.empty() : tensor<1x48xf64>
  %fill = linalg.fill ins(%zero : f64) outs(%empty : tensor<1x48xf64>) -> tensor<1x48xf64>
  %product = linalg.matmul_transpose_b
      ins(%x, %w : tensor<1x36xf64>, tensor<48x36xf64>)
      outs(%fill : tensor<1x48xf64>) -> tensor<1x48xf64>
  %y = linalg.add
      ins(%product, %bias : tensor<1x48xf64>, tensor<1x48xf64>)
      outs(%empty : tensor<1x48xf64>) -> tensor<1x48xf64>
  return %y : tensor<1x48xf64>
}
