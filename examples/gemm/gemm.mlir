// c = a b, 64 x 64 x 64.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @gemm(%a: tensor<64x64xf64> {snitch.name = "a"},
                %b: tensor<64x64xf64> {snitch.name = "b"})
    -> (tensor<64x64xf64> {snitch.name = "c"}) {
  %zero = arith.constant 0.0 : f64
  %start_empty = tensor.empty() : tensor<64x64xf64>
  %start = linalg.fill ins(%zero : f64) outs(%start_empty : tensor<64x64xf64>) -> tensor<64x64xf64>
  %c = linalg.matmul
      ins(%a, %b : tensor<64x64xf64>, tensor<64x64xf64>)
      outs(%start : tensor<64x64xf64>) -> tensor<64x64xf64>
  return %c : tensor<64x64xf64>
}
