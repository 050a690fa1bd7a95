// One head of attention: 32 queries on 32 keys and values of 16.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @attention(%q: tensor<32x16xf64> {snitch.name = "q"},
                     %k: tensor<32x16xf64> {snitch.name = "k"},
                     %v: tensor<32x16xf64> {snitch.name = "v"})
    -> (tensor<32x16xf64> {snitch.name = "y"}) {
  %zero = arith.constant 0.0 : f64
  %start_empty = tensor.empty() : tensor<32x32xf64>
  %start = linalg.fill ins(%zero : f64) outs(%start_empty : tensor<32x32xf64>) -> tensor<32x32xf64>
  %products = linalg.matmul_transpose_b
      ins(%q, %k : tensor<32x16xf64>, tensor<32x16xf64>)
      outs(%start : tensor<32x32xf64>) -> tensor<32x32xf64>
  %scale = arith.constant dense<0.25> : tensor<32x32xf64>
  %scores = arith.mulf %products, %scale : tensor<32x32xf64>
  %weights = linalg.softmax dimension(1)
      ins(%scores : tensor<32x32xf64>) outs(%start_empty : tensor<32x32xf64>) -> tensor<32x32xf64>
  %sums_empty = tensor.empty() : tensor<32x16xf64>
  %sums = linalg.fill ins(%zero : f64) outs(%sums_empty : tensor<32x16xf64>) -> tensor<32x16xf64>
  %y = linalg.matmul
      ins(%weights, %v : tensor<32x32xf64>, tensor<32x16xf64>)
      outs(%sums : tensor<32x16xf64>) -> tensor<32x16xf64>
  return %y : tensor<32x16xf64>
}
