// Models of one operation each, f64, and what is beside it in networks.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The test compiles each between two lines of dashes for the cluster, and the
// whole file, by upstream's passes, for this machine: what must come out.

func.func @matmul(%a0: tensor<9x7xf64>, %a1: tensor<7x13xf64>) -> tensor<9x13xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<9x13xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<9x13xf64>) -> tensor<9x13xf64>
  %r = linalg.matmul ins(%a0, %a1 : tensor<9x7xf64>, tensor<7x13xf64>) outs(%f : tensor<9x13xf64>) -> tensor<9x13xf64>
  return %r : tensor<9x13xf64>
}

// -----

func.func @matmul_transpose_a(%a0: tensor<7x9xf64>, %a1: tensor<7x13xf64>) -> tensor<9x13xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<9x13xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<9x13xf64>) -> tensor<9x13xf64>
  %r = linalg.matmul_transpose_a ins(%a0, %a1 : tensor<7x9xf64>, tensor<7x13xf64>) outs(%f : tensor<9x13xf64>) -> tensor<9x13xf64>
  return %r : tensor<9x13xf64>
}

// -----

func.func @matmul_transpose_b(%a0: tensor<9x7xf64>, %a1: tensor<13x7xf64>) -> tensor<9x13xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<9x13xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<9x13xf64>) -> tensor<9x13xf64>
  %r = linalg.matmul_transpose_b ins(%a0, %a1 : tensor<9x7xf64>, tensor<13x7xf64>) outs(%f : tensor<9x13xf64>) -> tensor<9x13xf64>
  return %r : tensor<9x13xf64>
}

// -----

func.func @batch_matmul(%a0: tensor<3x5x7xf64>, %a1: tensor<3x7x9xf64>) -> tensor<3x5x9xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<3x5x9xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<3x5x9xf64>) -> tensor<3x5x9xf64>
  %r = linalg.batch_matmul ins(%a0, %a1 : tensor<3x5x7xf64>, tensor<3x7x9xf64>) outs(%f : tensor<3x5x9xf64>) -> tensor<3x5x9xf64>
  return %r : tensor<3x5x9xf64>
}

// -----

func.func @batch_matmul_transpose_b(%a0: tensor<3x5x7xf64>, %a1: tensor<3x9x7xf64>) -> tensor<3x5x9xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<3x5x9xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<3x5x9xf64>) -> tensor<3x5x9xf64>
  %r = linalg.batch_matmul_transpose_b ins(%a0, %a1 : tensor<3x5x7xf64>, tensor<3x9x7xf64>) outs(%f : tensor<3x5x9xf64>) -> tensor<3x5x9xf64>
  return %r : tensor<3x5x9xf64>
}

// -----

func.func @batch_reduce_matmul(%a0: tensor<3x5x7xf64>, %a1: tensor<3x7x9xf64>) -> tensor<5x9xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<5x9xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<5x9xf64>) -> tensor<5x9xf64>
  %r = linalg.batch_reduce_matmul ins(%a0, %a1 : tensor<3x5x7xf64>, tensor<3x7x9xf64>) outs(%f : tensor<5x9xf64>) -> tensor<5x9xf64>
  return %r : tensor<5x9xf64>
}

// -----

func.func @batch_matvec(%a0: tensor<3x5x7xf64>, %a1: tensor<3x7xf64>) -> tensor<3x5xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<3x5xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<3x5xf64>) -> tensor<3x5xf64>
  %r = linalg.batch_matvec ins(%a0, %a1 : tensor<3x5x7xf64>, tensor<3x7xf64>) outs(%f : tensor<3x5xf64>) -> tensor<3x5xf64>
  return %r : tensor<3x5xf64>
}

// -----

func.func @batch_vecmat(%a0: tensor<3x7xf64>, %a1: tensor<3x7x5xf64>) -> tensor<3x5xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<3x5xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<3x5xf64>) -> tensor<3x5xf64>
  %r = linalg.batch_vecmat ins(%a0, %a1 : tensor<3x7xf64>, tensor<3x7x5xf64>) outs(%f : tensor<3x5xf64>) -> tensor<3x5xf64>
  return %r : tensor<3x5xf64>
}

// -----

func.func @matvec(%a0: tensor<40x30xf64>, %a1: tensor<30xf64>) -> tensor<40xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<40xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<40xf64>) -> tensor<40xf64>
  %r = linalg.matvec ins(%a0, %a1 : tensor<40x30xf64>, tensor<30xf64>) outs(%f : tensor<40xf64>) -> tensor<40xf64>
  return %r : tensor<40xf64>
}

// -----

func.func @vecmat(%a0: tensor<30xf64>, %a1: tensor<30x40xf64>) -> tensor<40xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<40xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<40xf64>) -> tensor<40xf64>
  %r = linalg.vecmat ins(%a0, %a1 : tensor<30xf64>, tensor<30x40xf64>) outs(%f : tensor<40xf64>) -> tensor<40xf64>
  return %r : tensor<40xf64>
}

// -----

func.func @dot_of_rows(%a0: tensor<1x300xf64>, %a1: tensor<300xf64>) -> tensor<1xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1xf64>) -> tensor<1xf64>
  %r = linalg.matvec ins(%a0, %a1 : tensor<1x300xf64>, tensor<300xf64>) outs(%f : tensor<1xf64>) -> tensor<1xf64>
  return %r : tensor<1xf64>
}

// -----

func.func @mmt4d(%a0: tensor<2x3x4x5xf64>, %a1: tensor<4x3x6x5xf64>) -> tensor<2x4x4x6xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<2x4x4x6xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<2x4x4x6xf64>) -> tensor<2x4x4x6xf64>
  %r = linalg.mmt4d ins(%a0, %a1 : tensor<2x3x4x5xf64>, tensor<4x3x6x5xf64>) outs(%f : tensor<2x4x4x6xf64>) -> tensor<2x4x4x6xf64>
  return %r : tensor<2x4x4x6xf64>
}

// -----

func.func @conv_1d(%a0: tensor<40xf64>, %a1: tensor<5xf64>) -> tensor<36xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<36xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<36xf64>) -> tensor<36xf64>
  %r = linalg.conv_1d ins(%a0, %a1 : tensor<40xf64>, tensor<5xf64>) outs(%f : tensor<36xf64>) -> tensor<36xf64>
  return %r : tensor<36xf64>
}

// -----

func.func @conv_1d_nwc_wcf(%a0: tensor<2x20x3xf64>, %a1: tensor<5x3x4xf64>) -> tensor<2x16x4xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<2x16x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<2x16x4xf64>) -> tensor<2x16x4xf64>
  %r = linalg.conv_1d_nwc_wcf ins(%a0, %a1 : tensor<2x20x3xf64>, tensor<5x3x4xf64>) outs(%f : tensor<2x16x4xf64>) -> tensor<2x16x4xf64>
  return %r : tensor<2x16x4xf64>
}

// -----

func.func @conv_1d_nwc_wcf_strided(%a0: tensor<1x21x3xf64>, %a1: tensor<3x3x4xf64>) -> tensor<1x9x4xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x9x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x9x4xf64>) -> tensor<1x9x4xf64>
  %r = linalg.conv_1d_nwc_wcf {strides = dense<2> : vector<1xi64>, dilations = dense<2> : vector<1xi64>} ins(%a0, %a1 : tensor<1x21x3xf64>, tensor<3x3x4xf64>) outs(%f : tensor<1x9x4xf64>) -> tensor<1x9x4xf64>
  return %r : tensor<1x9x4xf64>
}

// -----

func.func @conv_1d_ncw_fcw(%a0: tensor<2x3x20xf64>, %a1: tensor<4x3x5xf64>) -> tensor<2x4x16xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<2x4x16xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<2x4x16xf64>) -> tensor<2x4x16xf64>
  %r = linalg.conv_1d_ncw_fcw ins(%a0, %a1 : tensor<2x3x20xf64>, tensor<4x3x5xf64>) outs(%f : tensor<2x4x16xf64>) -> tensor<2x4x16xf64>
  return %r : tensor<2x4x16xf64>
}

// -----

func.func @conv_2d(%a0: tensor<12x11xf64>, %a1: tensor<3x4xf64>) -> tensor<10x8xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<10x8xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<10x8xf64>) -> tensor<10x8xf64>
  %r = linalg.conv_2d ins(%a0, %a1 : tensor<12x11xf64>, tensor<3x4xf64>) outs(%f : tensor<10x8xf64>) -> tensor<10x8xf64>
  return %r : tensor<10x8xf64>
}

// -----

func.func @conv_2d_nhwc_hwcf(%a0: tensor<1x9x10x3xf64>, %a1: tensor<3x3x3x8xf64>) -> tensor<1x7x8x8xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x7x8x8xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x7x8x8xf64>) -> tensor<1x7x8x8xf64>
  %r = linalg.conv_2d_nhwc_hwcf ins(%a0, %a1 : tensor<1x9x10x3xf64>, tensor<3x3x3x8xf64>) outs(%f : tensor<1x7x8x8xf64>) -> tensor<1x7x8x8xf64>
  return %r : tensor<1x7x8x8xf64>
}

// -----

func.func @conv_2d_nhwc_hwcf_strided(%a0: tensor<2x9x9x2xf64>, %a1: tensor<3x3x2x4xf64>) -> tensor<2x4x4x4xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<2x4x4x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<2x4x4x4xf64>) -> tensor<2x4x4x4xf64>
  %r = linalg.conv_2d_nhwc_hwcf {strides = dense<2> : vector<2xi64>} ins(%a0, %a1 : tensor<2x9x9x2xf64>, tensor<3x3x2x4xf64>) outs(%f : tensor<2x4x4x4xf64>) -> tensor<2x4x4x4xf64>
  return %r : tensor<2x4x4x4xf64>
}

// -----

func.func @conv_2d_nhwc_hwcf_dilated(%a0: tensor<1x9x9x2xf64>, %a1: tensor<3x3x2x4xf64>) -> tensor<1x5x5x4xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x5x5x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x5x5x4xf64>) -> tensor<1x5x5x4xf64>
  %r = linalg.conv_2d_nhwc_hwcf {dilations = dense<2> : vector<2xi64>} ins(%a0, %a1 : tensor<1x9x9x2xf64>, tensor<3x3x2x4xf64>) outs(%f : tensor<1x5x5x4xf64>) -> tensor<1x5x5x4xf64>
  return %r : tensor<1x5x5x4xf64>
}

// -----

func.func @conv_2d_nhwc_fhwc(%a0: tensor<1x9x10x3xf64>, %a1: tensor<8x3x3x3xf64>) -> tensor<1x7x8x8xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x7x8x8xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x7x8x8xf64>) -> tensor<1x7x8x8xf64>
  %r = linalg.conv_2d_nhwc_fhwc ins(%a0, %a1 : tensor<1x9x10x3xf64>, tensor<8x3x3x3xf64>) outs(%f : tensor<1x7x8x8xf64>) -> tensor<1x7x8x8xf64>
  return %r : tensor<1x7x8x8xf64>
}

// -----

func.func @conv_2d_nchw_fchw(%a0: tensor<1x3x9x10xf64>, %a1: tensor<8x3x3x3xf64>) -> tensor<1x8x7x8xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x8x7x8xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x8x7x8xf64>) -> tensor<1x8x7x8xf64>
  %r = linalg.conv_2d_nchw_fchw ins(%a0, %a1 : tensor<1x3x9x10xf64>, tensor<8x3x3x3xf64>) outs(%f : tensor<1x8x7x8xf64>) -> tensor<1x8x7x8xf64>
  return %r : tensor<1x8x7x8xf64>
}

// -----

func.func @conv_2d_nchw_fchw_strided(%a0: tensor<1x3x9x9xf64>, %a1: tensor<4x3x3x3xf64>) -> tensor<1x4x4x4xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x4x4x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x4x4x4xf64>) -> tensor<1x4x4x4xf64>
  %r = linalg.conv_2d_nchw_fchw {strides = dense<2> : vector<2xi64>} ins(%a0, %a1 : tensor<1x3x9x9xf64>, tensor<4x3x3x3xf64>) outs(%f : tensor<1x4x4x4xf64>) -> tensor<1x4x4x4xf64>
  return %r : tensor<1x4x4x4xf64>
}

// -----

func.func @conv_2d_nchw_fchw_both(%a0: tensor<1x2x11x11xf64>, %a1: tensor<4x2x3x3xf64>) -> tensor<1x4x4x4xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x4x4x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x4x4x4xf64>) -> tensor<1x4x4x4xf64>
  %r = linalg.conv_2d_nchw_fchw {dilations = dense<2> : vector<2xi64>, strides = dense<2> : vector<2xi64>} ins(%a0, %a1 : tensor<1x2x11x11xf64>, tensor<4x2x3x3xf64>) outs(%f : tensor<1x4x4x4xf64>) -> tensor<1x4x4x4xf64>
  return %r : tensor<1x4x4x4xf64>
}

// -----

func.func @conv_2d_ngchw_fgchw(%a0: tensor<1x2x3x7x7xf64>, %a1: tensor<4x2x3x3x3xf64>) -> tensor<1x2x4x5x5xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x2x4x5x5xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x2x4x5x5xf64>) -> tensor<1x2x4x5x5xf64>
  %r = linalg.conv_2d_ngchw_fgchw ins(%a0, %a1 : tensor<1x2x3x7x7xf64>, tensor<4x2x3x3x3xf64>) outs(%f : tensor<1x2x4x5x5xf64>) -> tensor<1x2x4x5x5xf64>
  return %r : tensor<1x2x4x5x5xf64>
}

// -----

func.func @depthwise_conv_1d_nwc_wc(%a0: tensor<1x12x8xf64>, %a1: tensor<3x8xf64>) -> tensor<1x10x8xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x10x8xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x10x8xf64>) -> tensor<1x10x8xf64>
  %r = linalg.depthwise_conv_1d_nwc_wc ins(%a0, %a1 : tensor<1x12x8xf64>, tensor<3x8xf64>) outs(%f : tensor<1x10x8xf64>) -> tensor<1x10x8xf64>
  return %r : tensor<1x10x8xf64>
}

// -----

func.func @depthwise_conv_2d_nhwc_hwc(%a0: tensor<1x8x8x6xf64>, %a1: tensor<3x3x6xf64>) -> tensor<1x6x6x6xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x6x6x6xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x6x6x6xf64>) -> tensor<1x6x6x6xf64>
  %r = linalg.depthwise_conv_2d_nhwc_hwc ins(%a0, %a1 : tensor<1x8x8x6xf64>, tensor<3x3x6xf64>) outs(%f : tensor<1x6x6x6xf64>) -> tensor<1x6x6x6xf64>
  return %r : tensor<1x6x6x6xf64>
}

// -----

func.func @depthwise_conv_2d_nchw_chw(%a0: tensor<1x6x8x8xf64>, %a1: tensor<6x3x3xf64>) -> tensor<1x6x6x6xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x6x6x6xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x6x6x6xf64>) -> tensor<1x6x6x6xf64>
  %r = linalg.depthwise_conv_2d_nchw_chw ins(%a0, %a1 : tensor<1x6x8x8xf64>, tensor<6x3x3xf64>) outs(%f : tensor<1x6x6x6xf64>) -> tensor<1x6x6x6xf64>
  return %r : tensor<1x6x6x6xf64>
}

// -----

func.func @depthwise_conv_2d_nhwc_hwcm(%a0: tensor<1x8x8x3xf64>, %a1: tensor<3x3x3x2xf64>) -> tensor<1x6x6x3x2xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x6x6x3x2xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x6x6x3x2xf64>) -> tensor<1x6x6x3x2xf64>
  %r = linalg.depthwise_conv_2d_nhwc_hwcm ins(%a0, %a1 : tensor<1x8x8x3xf64>, tensor<3x3x3x2xf64>) outs(%f : tensor<1x6x6x3x2xf64>) -> tensor<1x6x6x3x2xf64>
  return %r : tensor<1x6x6x3x2xf64>
}

// -----

func.func @conv_3d(%a0: tensor<6x6x6xf64>, %a1: tensor<3x3x3xf64>) -> tensor<4x4x4xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<4x4x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<4x4x4xf64>) -> tensor<4x4x4xf64>
  %r = linalg.conv_3d ins(%a0, %a1 : tensor<6x6x6xf64>, tensor<3x3x3xf64>) outs(%f : tensor<4x4x4xf64>) -> tensor<4x4x4xf64>
  return %r : tensor<4x4x4xf64>
}

// -----

func.func @pooling_nhwc_max(%a: tensor<1x8x8x5xf64>) -> tensor<1x4x4x5xf64> {
  %c = arith.constant 0xFFF0000000000000 : f64
  %w = tensor.empty() : tensor<2x2xf64>
  %e = tensor.empty() : tensor<1x4x4x5xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x4x4x5xf64>) -> tensor<1x4x4x5xf64>
  %r = linalg.pooling_nhwc_max {strides = dense<2> : vector<2xi64>} ins(%a, %w : tensor<1x8x8x5xf64>, tensor<2x2xf64>) outs(%f : tensor<1x4x4x5xf64>) -> tensor<1x4x4x5xf64>
  return %r : tensor<1x4x4x5xf64>
}

// -----

func.func @pooling_nhwc_min(%a: tensor<1x8x8x5xf64>) -> tensor<1x6x6x5xf64> {
  %c = arith.constant 0x7FF0000000000000 : f64
  %w = tensor.empty() : tensor<3x3xf64>
  %e = tensor.empty() : tensor<1x6x6x5xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x6x6x5xf64>) -> tensor<1x6x6x5xf64>
  %r = linalg.pooling_nhwc_min ins(%a, %w : tensor<1x8x8x5xf64>, tensor<3x3xf64>) outs(%f : tensor<1x6x6x5xf64>) -> tensor<1x6x6x5xf64>
  return %r : tensor<1x6x6x5xf64>
}

// -----

func.func @pooling_nhwc_sum(%a: tensor<1x8x8x5xf64>) -> tensor<1x6x6x5xf64> {
  %c = arith.constant 0.0 : f64
  %w = tensor.empty() : tensor<3x3xf64>
  %e = tensor.empty() : tensor<1x6x6x5xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x6x6x5xf64>) -> tensor<1x6x6x5xf64>
  %r = linalg.pooling_nhwc_sum ins(%a, %w : tensor<1x8x8x5xf64>, tensor<3x3xf64>) outs(%f : tensor<1x6x6x5xf64>) -> tensor<1x6x6x5xf64>
  return %r : tensor<1x6x6x5xf64>
}

// -----

func.func @pooling_nchw_max(%a: tensor<1x5x8x8xf64>) -> tensor<1x5x6x6xf64> {
  %c = arith.constant 0xFFF0000000000000 : f64
  %w = tensor.empty() : tensor<3x3xf64>
  %e = tensor.empty() : tensor<1x5x6x6xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x5x6x6xf64>) -> tensor<1x5x6x6xf64>
  %r = linalg.pooling_nchw_max ins(%a, %w : tensor<1x5x8x8xf64>, tensor<3x3xf64>) outs(%f : tensor<1x5x6x6xf64>) -> tensor<1x5x6x6xf64>
  return %r : tensor<1x5x6x6xf64>
}

// -----

func.func @pooling_nchw_sum(%a: tensor<1x5x9x9xf64>) -> tensor<1x5x4x4xf64> {
  %c = arith.constant 0.0 : f64
  %w = tensor.empty() : tensor<3x3xf64>
  %e = tensor.empty() : tensor<1x5x4x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x5x4x4xf64>) -> tensor<1x5x4x4xf64>
  %r = linalg.pooling_nchw_sum {strides = dense<2> : vector<2xi64>} ins(%a, %w : tensor<1x5x9x9xf64>, tensor<3x3xf64>) outs(%f : tensor<1x5x4x4xf64>) -> tensor<1x5x4x4xf64>
  return %r : tensor<1x5x4x4xf64>
}

// -----

func.func @pooling_nwc_max(%a: tensor<1x16x5xf64>) -> tensor<1x4x5xf64> {
  %c = arith.constant 0xFFF0000000000000 : f64
  %w = tensor.empty() : tensor<4xf64>
  %e = tensor.empty() : tensor<1x4x5xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x4x5xf64>) -> tensor<1x4x5xf64>
  %r = linalg.pooling_nwc_max {strides = dense<4> : vector<1xi64>} ins(%a, %w : tensor<1x16x5xf64>, tensor<4xf64>) outs(%f : tensor<1x4x5xf64>) -> tensor<1x4x5xf64>
  return %r : tensor<1x4x5xf64>
}

// -----

func.func @pooling_ncw_sum(%a: tensor<2x5x16xf64>) -> tensor<2x5x13xf64> {
  %c = arith.constant 0.0 : f64
  %w = tensor.empty() : tensor<4xf64>
  %e = tensor.empty() : tensor<2x5x13xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<2x5x13xf64>) -> tensor<2x5x13xf64>
  %r = linalg.pooling_ncw_sum ins(%a, %w : tensor<2x5x16xf64>, tensor<4xf64>) outs(%f : tensor<2x5x13xf64>) -> tensor<2x5x13xf64>
  return %r : tensor<2x5x13xf64>
}

// -----

func.func @reduce_add(%a: tensor<13x17xf64>) -> tensor<13xf64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<13xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<13xf64>) -> tensor<13xf64>
  %r = linalg.reduce {arith.addf} ins(%a : tensor<13x17xf64>) outs(%f : tensor<13xf64>) dimensions = [1]
  return %r : tensor<13xf64>
}

// -----

func.func @reduce_max_columns(%a: tensor<13x17xf64>) -> tensor<17xf64> {
  %c = arith.constant 0xFFF0000000000000 : f64
  %e = tensor.empty() : tensor<17xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<17xf64>) -> tensor<17xf64>
  %r = linalg.reduce {arith.maximumf} ins(%a : tensor<13x17xf64>) outs(%f : tensor<17xf64>) dimensions = [0]
  return %r : tensor<17xf64>
}

// -----

func.func @reduce_all(%a: tensor<6x5x4xf64>) -> tensor<f64> {
  %c = arith.constant 1.0 : f64
  %e = tensor.empty() : tensor<f64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<f64>) -> tensor<f64>
  %r = linalg.reduce {arith.mulf} ins(%a : tensor<6x5x4xf64>) outs(%f : tensor<f64>) dimensions = [0, 1, 2]
  return %r : tensor<f64>
}

// -----

func.func @dot(%a: tensor<300xf64>, %b: tensor<300xf64>) -> tensor<f64> {
  %c = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<f64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<f64>) -> tensor<f64>
  %r = linalg.dot ins(%a, %b : tensor<300xf64>, tensor<300xf64>) outs(%f : tensor<f64>) -> tensor<f64>
  return %r : tensor<f64>
}

// -----

func.func @transpose(%a: tensor<9x14xf64>) -> tensor<14x9xf64> {
  %e = tensor.empty() : tensor<14x9xf64>
  %r = linalg.transpose ins(%a : tensor<9x14xf64>) outs(%e : tensor<14x9xf64>) permutation = [1, 0]
  return %r : tensor<14x9xf64>
}

// -----

func.func @transpose_4d(%a: tensor<2x3x4x5xf64>) -> tensor<5x3x2x4xf64> {
  %e = tensor.empty() : tensor<5x3x2x4xf64>
  %r = linalg.transpose ins(%a : tensor<2x3x4x5xf64>) outs(%e : tensor<5x3x2x4xf64>) permutation = [3, 1, 0, 2]
  return %r : tensor<5x3x2x4xf64>
}

// -----

func.func @broadcast_rows(%a: tensor<9xf64>) -> tensor<5x9xf64> {
  %e = tensor.empty() : tensor<5x9xf64>
  %r = linalg.broadcast ins(%a : tensor<9xf64>) outs(%e : tensor<5x9xf64>) dimensions = [0]
  return %r : tensor<5x9xf64>
}

// -----

func.func @broadcast_columns(%a: tensor<9xf64>) -> tensor<9x5xf64> {
  %e = tensor.empty() : tensor<9x5xf64>
  %r = linalg.broadcast ins(%a : tensor<9xf64>) outs(%e : tensor<9x5xf64>) dimensions = [1]
  return %r : tensor<9x5xf64>
}

// -----

func.func @broadcast_scalar(%a: tensor<f64>) -> tensor<9x5xf64> {
  %e = tensor.empty() : tensor<9x5xf64>
  %r = linalg.broadcast ins(%a : tensor<f64>) outs(%e : tensor<9x5xf64>) dimensions = [0, 1]
  return %r : tensor<9x5xf64>
}

// -----

func.func @pad(%a: tensor<5x7xf64>) -> tensor<8x10xf64> {
  %r = tensor.pad %a low[1, 2] high[2, 1] {
  ^bb0(%i: index, %j: index):
    %c = arith.constant 1.5 : f64
    tensor.yield %c : f64
  } : tensor<5x7xf64> to tensor<8x10xf64>
  return %r : tensor<8x10xf64>
}

// -----

func.func @pad_and_convolve(%a: tensor<1x6x6x3xf64>, %k: tensor<3x3x3x4xf64>) -> tensor<1x6x6x4xf64> {
  %c = arith.constant 0.0 : f64
  %p = tensor.pad %a low[0, 1, 1, 0] high[0, 1, 1, 0] {
  ^bb0(%n: index, %i: index, %j: index, %f: index):
    tensor.yield %c : f64
  } : tensor<1x6x6x3xf64> to tensor<1x8x8x3xf64>
  %e = tensor.empty() : tensor<1x6x6x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x6x6x4xf64>) -> tensor<1x6x6x4xf64>
  %r = linalg.conv_2d_nhwc_hwcf ins(%p, %k : tensor<1x8x8x3xf64>, tensor<3x3x3x4xf64>) outs(%f : tensor<1x6x6x4xf64>) -> tensor<1x6x6x4xf64>
  return %r : tensor<1x6x6x4xf64>
}

// -----

func.func @insert(%a: tensor<3x4xf64>, %b: tensor<6x9xf64>) -> tensor<6x9xf64> {
  %r = tensor.insert_slice %a into %b[1, 2] [3, 4] [1, 1] : tensor<3x4xf64> into tensor<6x9xf64>
  return %r : tensor<6x9xf64>
}

// -----

func.func @insert_strided(%a: tensor<3x4xf64>, %b: tensor<6x9xf64>) -> tensor<6x9xf64> {
  %r = tensor.insert_slice %a into %b[0, 1] [3, 4] [2, 2] : tensor<3x4xf64> into tensor<6x9xf64>
  return %r : tensor<6x9xf64>
}

// -----

func.func @concatenate(%a: tensor<3x4xf64>, %b: tensor<2x4xf64>) -> tensor<5x4xf64> {
  %s = arith.addf %a, %a : tensor<3x4xf64>
  %t = arith.mulf %b, %b : tensor<2x4xf64>
  %e = tensor.empty() : tensor<5x4xf64>
  %p = tensor.insert_slice %s into %e[0, 0] [3, 4] [1, 1] : tensor<3x4xf64> into tensor<5x4xf64>
  %r = tensor.insert_slice %t into %p[3, 0] [2, 4] [1, 1] : tensor<2x4xf64> into tensor<5x4xf64>
  return %r : tensor<5x4xf64>
}

// -----

func.func @insert_and_go_on(%a: tensor<4xf64>, %b: tensor<2x4xf64>) -> tensor<2x4xf64> {
  %p = tensor.insert_slice %a into %b[1, 0] [1, 4] [1, 1] : tensor<4xf64> into tensor<2x4xf64>
  %r = arith.addf %p, %b : tensor<2x4xf64>
  return %r : tensor<2x4xf64>
}

// -----

func.func @extract_strided(%a: tensor<9x10xf64>) -> tensor<3x5xf64> {
  %p = tensor.extract_slice %a[1, 1] [3, 5] [3, 2] : tensor<9x10xf64> to tensor<3x5xf64>
  %r = arith.addf %p, %p : tensor<3x5xf64>
  return %r : tensor<3x5xf64>
}

// -----

func.func @convolve_part(%a: tensor<2x9x10x3xf64>, %k: tensor<3x3x3x4xf64>) -> tensor<1x4x6x4xf64> {
  %c = arith.constant 0.0 : f64
  %p = tensor.extract_slice %a[1, 2, 1, 0] [1, 6, 8, 3] [1, 1, 1, 1] : tensor<2x9x10x3xf64> to tensor<1x6x8x3xf64>
  %e = tensor.empty() : tensor<1x4x6x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<1x4x6x4xf64>) -> tensor<1x4x6x4xf64>
  %r = linalg.conv_2d_nhwc_hwcf ins(%p, %k : tensor<1x6x8x3xf64>, tensor<3x3x3x4xf64>) outs(%f : tensor<1x4x6x4xf64>) -> tensor<1x4x6x4xf64>
  return %r : tensor<1x4x6x4xf64>
}

// -----

func.func @fill() -> tensor<7x9xf64> {
  %c = arith.constant 2.5 : f64
  %e = tensor.empty() : tensor<7x9xf64>
  %r = linalg.fill ins(%c : f64) outs(%e : tensor<7x9xf64>) -> tensor<7x9xf64>
  return %r : tensor<7x9xf64>
}

// -----

func.func @copy(%a: tensor<7x9xf64>) -> tensor<7x9xf64> {
  %e = tensor.empty() : tensor<7x9xf64>
  %r = linalg.copy ins(%a : tensor<7x9xf64>) outs(%e : tensor<7x9xf64>) -> tensor<7x9xf64>
  return %r : tensor<7x9xf64>
}

// -----

func.func @map(%a: tensor<7x9xf64>, %b: tensor<7x9xf64>) -> tensor<7x9xf64> {
  %e = tensor.empty() : tensor<7x9xf64>
  %r = linalg.map ins(%a, %b : tensor<7x9xf64>, tensor<7x9xf64>) outs(%e : tensor<7x9xf64>)
    (%x: f64, %y: f64) {
      %p = arith.mulf %x, %y : f64
      %q = arith.maximumf %p, %x : f64
      linalg.yield %q : f64
    }
  return %r : tensor<7x9xf64>
}

// -----

func.func @elementwise(%a: tensor<7x9xf64>, %b: tensor<7x9xf64>) -> tensor<7x9xf64> {
  %e = tensor.empty() : tensor<7x9xf64>
  %s = linalg.sub ins(%a, %b : tensor<7x9xf64>, tensor<7x9xf64>) outs(%e : tensor<7x9xf64>) -> tensor<7x9xf64>
  %t = linalg.div ins(%s, %b : tensor<7x9xf64>, tensor<7x9xf64>) outs(%e : tensor<7x9xf64>) -> tensor<7x9xf64>
  %u = linalg.abs ins(%t : tensor<7x9xf64>) outs(%e : tensor<7x9xf64>) -> tensor<7x9xf64>
  %r = linalg.sqrt ins(%u : tensor<7x9xf64>) outs(%e : tensor<7x9xf64>) -> tensor<7x9xf64>
  return %r : tensor<7x9xf64>
}

// -----

func.func @transcendental(%a: tensor<7x9xf64>) -> tensor<7x9xf64> {
  %s = math.tanh %a : tensor<7x9xf64>
  %t = math.exp %s : tensor<7x9xf64>
  %u = math.erf %t : tensor<7x9xf64>
  %r = math.log %u : tensor<7x9xf64>
  return %r : tensor<7x9xf64>
}

// -----

func.func @generic_shifted(%a0: tensor<12xf64>, %a1: tensor<12xf64>) -> tensor<9xf64> {
  %c = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<9xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<9xf64>) -> tensor<9xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(d0) -> (d0 + 3)>,
                     affine_map<(d0) -> (d0 + 1)>,
                     affine_map<(d0) -> (d0)>],
    iterator_types = ["parallel"]
  } ins(%a0, %a1 : tensor<12xf64>, tensor<12xf64>) outs(%f : tensor<9xf64>) {
  ^bb0(%x0: f64, %x1: f64, %y: f64):
    %p = arith.subf %x0, %x1 : f64
    linalg.yield %p : f64
  } -> tensor<9xf64>
  return %r : tensor<9xf64>
}

// -----

func.func @generic_diagonal(%a0: tensor<9x9xf64>, %a1: tensor<9xf64>) -> tensor<9xf64> {
  %c = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<9xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<9xf64>) -> tensor<9xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(d0) -> (d0, d0)>,
                     affine_map<(d0) -> (d0)>,
                     affine_map<(d0) -> (d0)>],
    iterator_types = ["parallel"]
  } ins(%a0, %a1 : tensor<9x9xf64>, tensor<9xf64>) outs(%f : tensor<9xf64>) {
  ^bb0(%x0: f64, %x1: f64, %y: f64):
    %p = arith.addf %x0, %x1 : f64
    linalg.yield %p : f64
  } -> tensor<9xf64>
  return %r : tensor<9xf64>
}

// -----

func.func @generic_constant_index(%a0: tensor<3x9xf64>, %a1: tensor<9xf64>) -> tensor<9xf64> {
  %c = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<9xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<9xf64>) -> tensor<9xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(d0) -> (2, d0)>,
                     affine_map<(d0) -> (d0)>,
                     affine_map<(d0) -> (d0)>],
    iterator_types = ["parallel"]
  } ins(%a0, %a1 : tensor<3x9xf64>, tensor<9xf64>) outs(%f : tensor<9xf64>) {
  ^bb0(%x0: f64, %x1: f64, %y: f64):
    %p = arith.addf %x0, %x1 : f64
    linalg.yield %p : f64
  } -> tensor<9xf64>
  return %r : tensor<9xf64>
}

// -----

func.func @generic_strided_sum(%a0: tensor<22x5xf64>, %a1: tensor<5x4xf64>) -> tensor<6x4xf64> {
  %c = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<6x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<6x4xf64>) -> tensor<6x4xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(d0, d1, d2) -> (d0 * 3 + d2, d2)>,
                     affine_map<(d0, d1, d2) -> (d2, d1)>,
                     affine_map<(d0, d1, d2) -> (d0, d1)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%a0, %a1 : tensor<22x5xf64>, tensor<5x4xf64>) outs(%f : tensor<6x4xf64>) {
  ^bb0(%x0: f64, %x1: f64, %y: f64):
    %p = arith.mulf %x0, %x1 : f64
    %q = arith.addf %y, %p : f64
    linalg.yield %q : f64
  } -> tensor<6x4xf64>
  return %r : tensor<6x4xf64>
}

// -----

func.func @generic_transposed_output(%a0: tensor<6x5xf64>, %a1: tensor<5x4xf64>) -> tensor<4x6xf64> {
  %c = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<4x6xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<4x6xf64>) -> tensor<4x6xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>,
                     affine_map<(d0, d1, d2) -> (d2, d1)>,
                     affine_map<(d0, d1, d2) -> (d1, d0)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%a0, %a1 : tensor<6x5xf64>, tensor<5x4xf64>) outs(%f : tensor<4x6xf64>) {
  ^bb0(%x0: f64, %x1: f64, %y: f64):
    %p = arith.mulf %x0, %x1 : f64
    %q = arith.addf %y, %p : f64
    linalg.yield %q : f64
  } -> tensor<4x6xf64>
  return %r : tensor<4x6xf64>
}

// -----

func.func @generic_reduction_first(%a0: tensor<5x6xf64>, %a1: tensor<5x4xf64>) -> tensor<6x4xf64> {
  %c = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<6x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<6x4xf64>) -> tensor<6x4xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d1)>,
                     affine_map<(d0, d1, d2) -> (d0, d2)>,
                     affine_map<(d0, d1, d2) -> (d1, d2)>],
    iterator_types = ["reduction", "parallel", "parallel"]
  } ins(%a0, %a1 : tensor<5x6xf64>, tensor<5x4xf64>) outs(%f : tensor<6x4xf64>) {
  ^bb0(%x0: f64, %x1: f64, %y: f64):
    %p = arith.mulf %x0, %x1 : f64
    %q = arith.addf %y, %p : f64
    linalg.yield %q : f64
  } -> tensor<6x4xf64>
  return %r : tensor<6x4xf64>
}

// -----

func.func @generic_distance(%a0: tensor<6x5xf64>, %a1: tensor<4x5xf64>) -> tensor<6x4xf64> {
  %c = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<6x4xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<6x4xf64>) -> tensor<6x4xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>,
                     affine_map<(d0, d1, d2) -> (d1, d2)>,
                     affine_map<(d0, d1, d2) -> (d0, d1)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%a0, %a1 : tensor<6x5xf64>, tensor<4x5xf64>) outs(%f : tensor<6x4xf64>) {
  ^bb0(%x0: f64, %x1: f64, %y: f64):
    %p = arith.subf %x0, %x1 : f64
    %q = arith.mulf %p, %p : f64
    %s = arith.addf %y, %q : f64
    linalg.yield %s : f64
  } -> tensor<6x4xf64>
  return %r : tensor<6x4xf64>
}

// -----

func.func @generic_outer(%a0: tensor<7xf64>, %a1: tensor<9xf64>) -> tensor<7x9xf64> {
  %c = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<7x9xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<7x9xf64>) -> tensor<7x9xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(d0, d1) -> (d0)>,
                     affine_map<(d0, d1) -> (d1)>,
                     affine_map<(d0, d1) -> (d0, d1)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%a0, %a1 : tensor<7xf64>, tensor<9xf64>) outs(%f : tensor<7x9xf64>) {
  ^bb0(%x0: f64, %x1: f64, %y: f64):
    %p = arith.mulf %x0, %x1 : f64
    linalg.yield %p : f64
  } -> tensor<7x9xf64>
  return %r : tensor<7x9xf64>
}

// -----

func.func @generic_select(%a0: tensor<7x9xf64>, %a1: tensor<7x9xf64>) -> tensor<7x9xf64> {
  %c = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<7x9xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<7x9xf64>) -> tensor<7x9xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(d0, d1) -> (d0, d1)>,
                     affine_map<(d0, d1) -> (d0, d1)>,
                     affine_map<(d0, d1) -> (d0, d1)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%a0, %a1 : tensor<7x9xf64>, tensor<7x9xf64>) outs(%f : tensor<7x9xf64>) {
  ^bb0(%x0: f64, %x1: f64, %y: f64):
    %p = arith.cmpf olt, %x0, %x1 : f64
    %q = arith.select %p, %x0, %y : f64
    linalg.yield %q : f64
  } -> tensor<7x9xf64>
  return %r : tensor<7x9xf64>
}

// -----

func.func @calls(%a0: tensor<6x5xf64>, %a1: tensor<5x5xf64>) -> tensor<6x5xf64> {
  %h = call @calls_layer(%a0, %a1) : (tensor<6x5xf64>, tensor<5x5xf64>) -> tensor<6x5xf64>
  %r = call @calls_layer(%h, %a1) : (tensor<6x5xf64>, tensor<5x5xf64>) -> tensor<6x5xf64>
  return %r : tensor<6x5xf64>
}
func.func private @calls_layer(%x: tensor<6x5xf64>, %w: tensor<5x5xf64>) -> tensor<6x5xf64> {
  %c = arith.constant 0.5 : f64
  %e = tensor.empty() : tensor<6x5xf64>
  %f = linalg.fill ins(%c : f64) outs(%e : tensor<6x5xf64>) -> tensor<6x5xf64>
  %m = linalg.matmul ins(%x, %w : tensor<6x5xf64>, tensor<5x5xf64>) outs(%f : tensor<6x5xf64>) -> tensor<6x5xf64>
  %r = math.tanh %m : tensor<6x5xf64>
  return %r : tensor<6x5xf64>
}
