// y = x W^T + bias, the kernel that another compiler could not fit into L1.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @matvec(%x: tensor<1x400xf64> {snitch.name = "x"},
                  %w: tensor<1200x400xf64> {snitch.name = "w", snitch.weight},
                  %bias: tensor<1x1200xf64> {snitch.name = "bias", snitch.weight})
    -> (tensor<1x1200xf64> {snitch.name = "y"}) {
  %zero = arith.constant 0.0 : f64
  %empty = tensor.empty() : tensor<1x1200xf64>
  %fill = linalg.fill ins(%zero : f64) outs(%empty : tensor<1x1200xf64>) -> tensor<1x1200xf64>
  %product = linalg.matmul_transpose_b
      ins(%x, %w : tensor<1x400xf64>, tensor<1200x400xf64>)
      outs(%fill : tensor<1x1200xf64>) -> tensor<1x1200xf64>
  %y = linalg.add
      ins(%product, %bias : tensor<1x1200xf64>, tensor<1x1200xf64>)
      outs(%empty : tensor<1x1200xf64>) -> tensor<1x1200xf64>
  return %y : tensor<1x1200xf64>
}
