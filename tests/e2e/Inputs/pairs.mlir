// Sums of products of f32 in shapes with and without remainders of pairs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
func.func @even(%x: tensor<3x40xf32>, %w: tensor<26x40xf32>, %b: tensor<3x26xf32>) -> tensor<3x26xf32> {
  %r = linalg.matmul_transpose_b ins(%x, %w : tensor<3x40xf32>, tensor<26x40xf32>) outs(%b : tensor<3x26xf32>) -> tensor<3x26xf32>
  return %r : tensor<3x26xf32>
}
// -----
func.func @long_odd(%x: tensor<1x4001xf32>, %w: tensor<13x4001xf32>, %b: tensor<1x13xf32>) -> tensor<1x13xf32> {
  %r = linalg.matmul_transpose_b ins(%x, %w : tensor<1x4001xf32>, tensor<13x4001xf32>) outs(%b : tensor<1x13xf32>) -> tensor<1x13xf32>
  return %r : tensor<1x13xf32>
}
// -----
func.func @wide(%x: tensor<1x802xf32>, %w: tensor<203x802xf32>, %b: tensor<1x203xf32>) -> tensor<1x203xf32> {
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<1x203xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<1x203xf32>) -> tensor<1x203xf32>
  %r = linalg.matmul_transpose_b ins(%x, %w : tensor<1x802xf32>, tensor<203x802xf32>) outs(%f : tensor<1x203xf32>) -> tensor<1x203xf32>
  return %r : tensor<1x203xf32>
}
// -----
func.func @batch(%x: tensor<3x6x24xf32>, %w: tensor<3x10x24xf32>, %b: tensor<3x6x10xf32>) -> tensor<3x6x10xf32> {
  %r = linalg.batch_matmul_transpose_b ins(%x, %w : tensor<3x6x24xf32>, tensor<3x10x24xf32>) outs(%b : tensor<3x6x10xf32>) -> tensor<3x6x10xf32>
  return %r : tensor<3x6x10xf32>
}
// -----
func.func @vector(%w: tensor<37x64xf32>, %x: tensor<64xf32>, %b: tensor<37xf32>) -> tensor<37xf32> {
  %r = linalg.matvec ins(%w, %x : tensor<37x64xf32>, tensor<64xf32>) outs(%b : tensor<37xf32>) -> tensor<37xf32>
  return %r : tensor<37xf32>
}
// -----
func.func @scalar(%x: tensor<600xf32>, %y: tensor<600xf32>, %b: tensor<f32>) -> tensor<f32> {
  %r = linalg.dot ins(%x, %y : tensor<600xf32>, tensor<600xf32>) outs(%b : tensor<f32>) -> tensor<f32>
  return %r : tensor<f32>
}
// -----
func.func @channels(%x: tensor<1x7x9x4xf32>, %w: tensor<6x3x3x4xf32>, %b: tensor<1x5x7x6xf32>) -> tensor<1x5x7x6xf32> {
  %r = linalg.conv_2d_nhwc_fhwc ins(%x, %w : tensor<1x7x9x4xf32>, tensor<6x3x3x4xf32>) outs(%b : tensor<1x5x7x6xf32>) -> tensor<1x5x7x6xf32>
  return %r : tensor<1x5x7x6xf32>
}
