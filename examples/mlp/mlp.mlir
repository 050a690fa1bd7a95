// Three layers, 64 to 128 to 64 to 10, with ReLU between them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @mlp(%x: tensor<1x64xf64> {snitch.name = "x"},
               %w1: tensor<128x64xf64> {snitch.name = "w1", snitch.weight},
               %b1: tensor<1x128xf64> {snitch.name = "b1", snitch.weight},
               %w2: tensor<64x128xf64> {snitch.name = "w2", snitch.weight},
               %b2: tensor<1x64xf64> {snitch.name = "b2", snitch.weight},
               %w3: tensor<10x64xf64> {snitch.name = "w3", snitch.weight},
               %b3: tensor<1x10xf64> {snitch.name = "b3", snitch.weight})
    -> (tensor<1x10xf64> {snitch.name = "y"}) {
  %zero = arith.constant 0.0 : f64
  %start1_empty = tensor.empty() : tensor<1x128xf64>
  %start1 = linalg.fill ins(%zero : f64) outs(%start1_empty : tensor<1x128xf64>) -> tensor<1x128xf64>
  %product1 = linalg.matmul_transpose_b
      ins(%x, %w1 : tensor<1x64xf64>, tensor<128x64xf64>)
      outs(%start1 : tensor<1x128xf64>) -> tensor<1x128xf64>
  %sum1 = arith.addf %product1, %b1 : tensor<1x128xf64>
  %zeros1 = arith.constant dense<0.0> : tensor<1x128xf64>
  %layer1 = arith.maximumf %sum1, %zeros1 : tensor<1x128xf64>
  %start2_empty = tensor.empty() : tensor<1x64xf64>
  %start2 = linalg.fill ins(%zero : f64) outs(%start2_empty : tensor<1x64xf64>) -> tensor<1x64xf64>
  %product2 = linalg.matmul_transpose_b
      ins(%layer1, %w2 : tensor<1x128xf64>, tensor<64x128xf64>)
      outs(%start2 : tensor<1x64xf64>) -> tensor<1x64xf64>
  %sum2 = arith.addf %product2, %b2 : tensor<1x64xf64>
  %zeros2 = arith.constant dense<0.0> : tensor<1x64xf64>
  %layer2 = arith.maximumf %sum2, %zeros2 : tensor<1x64xf64>
  %start3_empty = tensor.empty() : tensor<1x10xf64>
  %start3 = linalg.fill ins(%zero : f64) outs(%start3_empty : tensor<1x10xf64>) -> tensor<1x10xf64>
  %product3 = linalg.matmul_transpose_b
      ins(%layer2, %w3 : tensor<1x64xf64>, tensor<10x64xf64>)
      outs(%start3 : tensor<1x10xf64>) -> tensor<1x10xf64>
  %sum3 = arith.addf %product3, %b3 : tensor<1x10xf64>
  return %sum3 : tensor<1x10xf64>
}
