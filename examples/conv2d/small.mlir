// A 3 x 3 convolution, 2 channels to 4, padded: the example for slow targets.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @conv2d(%x: tensor<1x4x4x2xf64> {snitch.name = "x"},
                  %w: tensor<3x3x2x4xf64> {snitch.name = "w", snitch.weight})
    -> (tensor<1x4x4x4xf64> {snitch.name = "y"}) {
  %zero = arith.constant 0.0 : f64
  %padded = tensor.pad %x low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%n: index, %i: index, %j: index, %c: index):
    tensor.yield %zero : f64
  } : tensor<1x4x4x2xf64> to tensor<1x6x6x2xf64>
  %start_empty = tensor.empty() : tensor<1x4x4x4xf64>
  %start = linalg.fill ins(%zero : f64) outs(%start_empty : tensor<1x4x4x4xf64>) -> tensor<1x4x4x4xf64>
  %y = linalg.conv_2d_nhwc_hwcf
      ins(%padded, %w : tensor<1x6x6x2xf64>, tensor<3x3x2x4xf64>)
      outs(%start : tensor<1x4x4x4xf64>) -> tensor<1x4x4x4xf64>
  return %y : tensor<1x4x4x4xf64>
}
