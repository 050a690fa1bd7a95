// c = a b, 16 x 16 x 16: the example for slow targets.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @gemm(%a: tensor<16x16xf64> {snitch.name = "a"},
                %b: tensor<16x16xf64> {snitch.name = "b"})
    -> (tensor<16x16xf64> {snitch.name = "c"}) {
  %zero = arith.constant 0.0 : f64
  %start_empty = tensor.empty() : tensor<16x16xf64>
  %start = linalg.fill ins(%zero : f64) outs(%start_empty : tensor<16x16xf64>) -> tensor<16x16xf64>
  %c = linalg.matmul
      ins(%a, %b : tensor<16x16xf64>, tensor<16x16xf64>)
      outs(%start : tensor<16x16xf64>) -> tensor<16x16xf64>
  return %c : tensor<16x16xf64>
}
