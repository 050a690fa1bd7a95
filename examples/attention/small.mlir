// One head of attention: 6 queries on 6 keys and values of 4: the example for slow targets.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @attention(%q: tensor<6x4xf64> {snitch.name = "q"},
                     %k: tensor<6x4xf64> {snitch.name = "k"},
                     %v: tensor<6x4xf64> {snitch.name = "v"})
    -> (tensor<6x4xf64> {snitch.name = "y"}) {
  %zero = arith.constant 0.0 : f64
  %start_empty = tensor.empty() : tensor<6x6xf64>
  %start = linalg.fill ins(%zero : f64) outs(%start_empty : tensor<6x6xf64>) -> tensor<6x6xf64>
  %products = linalg.matmul_transpose_b
      ins(%q, %k : tensor<6x4xf64>, tensor<6x4xf64>)
      outs(%start : tensor<6x6xf64>) -> tensor<6x6xf64>
  %scale = arith.constant dense<0.5> : tensor<6x6xf64>
  %scores = arith.mulf %products, %scale : tensor<6x6xf64>
  %weights = linalg.softmax dimension(1)
      ins(%scores : tensor<6x6xf64>) outs(%start_empty : tensor<6x6xf64>) -> tensor<6x6xf64>
  %sums_empty = tensor.empty() : tensor<6x4xf64>
  %sums = linalg.fill ins(%zero : f64) outs(%sums_empty : tensor<6x4xf64>) -> tensor<6x4xf64>
  %y = linalg.matmul
      ins(%weights, %v : tensor<6x6xf64>, tensor<6x4xf64>)
      outs(%sums : tensor<6x4xf64>) -> tensor<6x4xf64>
  return %y : tensor<6x4xf64>
}
