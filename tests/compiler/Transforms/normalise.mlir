// Linalg operations become kernels: fill and bias start the accumulator,
// elementwise consumers are the epilogue, the rest are kernels of their own.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -split-input-file -seeker-normalise | FileCheck %s

// The case: the bias takes the fill's place, the tile choice goes along.

// CHECK-LABEL: func.func @matvec
// CHECK-SAME: (%[[X:.*]]: tensor<1x400xf64>, %[[W:.*]]: tensor<1200x400xf64> {snitch.weight}, %[[B:.*]]: tensor<1x1200xf64>)
// CHECK-NEXT: %[[Y:.*]] = snitch.kernel "matmul_transpose_b_1x1200x400"(%[[X]], %[[W]], %[[B]]) {tiles = #snitch.tiles<l1 = [0, 40, 100], order = [2, 0, 1], dual_buffer = true>}
// CHECK-NEXT: ^bb0(%[[X0:.*]]: tensor<1x400xf64>, %[[W0:.*]]: tensor<1200x400xf64>, %[[B0:.*]]: tensor<1x1200xf64>):
// CHECK-NEXT: %[[R:.*]] = linalg.generic {{.*}} ins(%[[X0]], %[[W0]] : {{.*}}) outs(%[[B0]] : tensor<1x1200xf64>)
// CHECK: snitch.yield %[[R]]
// CHECK: return %[[Y]]
func.func @matvec(%x: tensor<1x400xf64>, %w: tensor<1200x400xf64> {snitch.weight},
                  %b: tensor<1x1200xf64>) -> tensor<1x1200xf64> {
  %zero = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<1x1200xf64>
  %f = linalg.fill ins(%zero : f64) outs(%e : tensor<1x1200xf64>) -> tensor<1x1200xf64>
  %m = linalg.matmul_transpose_b {lowering_config = #quidditch_snitch.lowering_config<
           l1_tiles = [0, 40, 100], l1_tiles_interchange = [2, 0, 1], dual_buffer = true>}
       ins(%x, %w : tensor<1x400xf64>, tensor<1200x400xf64>) outs(%f : tensor<1x1200xf64>) -> tensor<1x1200xf64>
  %y = linalg.add ins(%m, %b : tensor<1x1200xf64>, tensor<1x1200xf64>) outs(%e : tensor<1x1200xf64>) -> tensor<1x1200xf64>
  return %y : tensor<1x1200xf64>
}

// -----

// A bias for each column, added from the left, then a ReLU against a tensor.

// CHECK-LABEL: func.func @layer
// CHECK: snitch.kernel "matmul_4x16x8"(%{{.*}}, %{{.*}}, %{{.*}}) : (tensor<4x8xf64>, tensor<8x16xf64>, tensor<16xf64>)
// CHECK: %[[INIT:.*]] = linalg.broadcast ins(%{{.*}} : tensor<16xf64>) outs(%{{.*}} : tensor<4x16xf64>) dimensions = [0]
// CHECK: %[[SUM:.*]] = linalg.generic {{.*}} outs(%[[INIT]] : tensor<4x16xf64>)
// CHECK: %[[RELU:.*]] = linalg.generic {{.*}} outs(%[[SUM]] : tensor<4x16xf64>)
// CHECK: arith.constant 0.0
// CHECK-NEXT: arith.maximumf
// CHECK: snitch.yield %[[RELU]]
// CHECK-NOT: snitch.kernel
func.func @layer(%x: tensor<4x8xf64>, %w: tensor<8x16xf64>, %b: tensor<16xf64>) -> tensor<4x16xf64> {
  %zeros = arith.constant dense<0.0> : tensor<4x16xf64>
  %e = tensor.empty() : tensor<4x16xf64>
  %bias = linalg.broadcast ins(%b : tensor<16xf64>) outs(%e : tensor<4x16xf64>) dimensions = [0]
  %m = linalg.matmul ins(%x, %w : tensor<4x8xf64>, tensor<8x16xf64>) outs(%zeros : tensor<4x16xf64>) -> tensor<4x16xf64>
  %s = linalg.add ins(%bias, %m : tensor<4x16xf64>, tensor<4x16xf64>) outs(%e : tensor<4x16xf64>) -> tensor<4x16xf64>
  %y = arith.maximumf %s, %zeros : tensor<4x16xf64>
  return %y : tensor<4x16xf64>
}

// -----

// A bias for each row cannot be copied row by row: it stays an operand of an
// elementwise kernel, which works in place of the sums.

// CHECK-LABEL: func.func @column_bias
// CHECK: %[[M:.*]] = snitch.kernel "matmul_4x16x8"(%{{.*}}, %{{.*}})
// CHECK: linalg.fill
// CHECK: snitch.kernel "add_4x16"(%[[M]], %{{.*}})
// CHECK-NEXT: ^bb0(%[[A:.*]]: tensor<4x16xf64>, %[[B:.*]]: tensor<4xf64>):
// CHECK-NEXT: linalg.generic {{.*}} ins(%[[B]] : tensor<4xf64>) outs(%[[A]] : tensor<4x16xf64>)
func.func @column_bias(%x: tensor<4x8xf64>, %w: tensor<8x16xf64>, %b: tensor<4xf64>) -> tensor<4x16xf64> {
  %zero = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<4x16xf64>
  %f = linalg.fill ins(%zero : f64) outs(%e : tensor<4x16xf64>) -> tensor<4x16xf64>
  %bias = linalg.broadcast ins(%b : tensor<4xf64>) outs(%e : tensor<4x16xf64>) dimensions = [1]
  %m = linalg.matmul ins(%x, %w : tensor<4x8xf64>, tensor<8x16xf64>) outs(%f : tensor<4x16xf64>) -> tensor<4x16xf64>
  %s = linalg.add ins(%m, %bias : tensor<4x16xf64>, tensor<4x16xf64>) outs(%e : tensor<4x16xf64>) -> tensor<4x16xf64>
  return %s : tensor<4x16xf64>
}

// -----

// Of two sums that are added, the later starts from the earlier.

// CHECK-LABEL: func.func @two_sums
// CHECK: %[[FIRST:.*]] = snitch.kernel "matvec_4x8"(%{{.*}}, %{{.*}})
// CHECK: snitch.kernel "matvec_4x8_2"(%{{.*}}, %{{.*}}, %[[FIRST]])
// CHECK-NOT: snitch.kernel
func.func @two_sums(%a: tensor<4x8xf64>, %x: tensor<8xf64>, %b: tensor<4x8xf64>, %h: tensor<8xf64>) -> tensor<4xf64> {
  %zero = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<4xf64>
  %f = linalg.fill ins(%zero : f64) outs(%e : tensor<4xf64>) -> tensor<4xf64>
  %p = linalg.matvec ins(%a, %x : tensor<4x8xf64>, tensor<8xf64>) outs(%f : tensor<4xf64>) -> tensor<4xf64>
  %q = linalg.matvec ins(%b, %h : tensor<4x8xf64>, tensor<8xf64>) outs(%f : tensor<4xf64>) -> tensor<4xf64>
  %s = arith.addf %p, %q : tensor<4xf64>
  return %s : tensor<4xf64>
}

// -----

// What has another reader, or starts from more than zeros, is not merged.

// CHECK-LABEL: func.func @not_merged
// CHECK: %[[M:.*]] = snitch.kernel "vecmat_4x8"(%{{.*}}, %{{.*}}, %{{.*}})
// CHECK: snitch.kernel "add_4"(%[[M]], %{{.*}})
// CHECK: snitch.kernel "mul_4"(%[[M]])
// CHECK: arith.mulf %[[V:.*]], %[[V]]
func.func @not_merged(%a: tensor<8x4xf64>, %x: tensor<8xf64>, %c: tensor<4xf64>, %b: tensor<4xf64>)
    -> (tensor<4xf64>, tensor<4xf64>) {
  %e = tensor.empty() : tensor<4xf64>
  %m = linalg.vecmat ins(%x, %a : tensor<8xf64>, tensor<8x4xf64>) outs(%c : tensor<4xf64>) -> tensor<4xf64>
  %s = linalg.add ins(%m, %b : tensor<4xf64>, tensor<4xf64>) outs(%e : tensor<4xf64>) -> tensor<4xf64>
  %p = linalg.mul ins(%m, %m : tensor<4xf64>, tensor<4xf64>) outs(%e : tensor<4xf64>) -> tensor<4xf64>
  return %s, %p : tensor<4xf64>, tensor<4xf64>
}

// -----

// Elementwise chains are one kernel; what is returned is written once each.

// CHECK-LABEL: func.func @elementwise
// CHECK-SAME: (%[[A:.*]]: tensor<3x5xf64>, %[[B:.*]]: tensor<3x5xf64>)
// CHECK: %[[F:.*]] = snitch.kernel "fill_3x5"()
// CHECK: %[[Y:.*]] = snitch.kernel "max_3x5"(%[[A]], %[[B]])
// CHECK: arith.subf
// CHECK: arith.mulf
// CHECK: arith.maximumf
// CHECK: %[[C:.*]] = snitch.kernel "copy_3x5"(%[[A]])
// CHECK: %[[D:.*]] = snitch.kernel "copy_3x5_2"(%[[Y]])
// CHECK: return %[[Y]], %[[C]], %[[D]], %[[F]]
func.func @elementwise(%a: tensor<3x5xf64>, %b: tensor<3x5xf64>)
    -> (tensor<3x5xf64>, tensor<3x5xf64>, tensor<3x5xf64>, tensor<3x5xf64>) {
  %two = arith.constant 2.0 : f64
  %e = tensor.empty() : tensor<3x5xf64>
  %f = linalg.fill ins(%two : f64) outs(%e : tensor<3x5xf64>) -> tensor<3x5xf64>
  %d = linalg.sub ins(%a, %b : tensor<3x5xf64>, tensor<3x5xf64>) outs(%e : tensor<3x5xf64>) -> tensor<3x5xf64>
  %m = linalg.mul ins(%d, %f : tensor<3x5xf64>, tensor<3x5xf64>) outs(%e : tensor<3x5xf64>) -> tensor<3x5xf64>
  %y = linalg.max ins(%m, %b : tensor<3x5xf64>, tensor<3x5xf64>) outs(%e : tensor<3x5xf64>) -> tensor<3x5xf64>
  return %y, %a, %y, %f : tensor<3x5xf64>, tensor<3x5xf64>, tensor<3x5xf64>, tensor<3x5xf64>
}

// -----

// What one operation reads twice is merged into it; parts of tensors are read
// where they lie. The next state is computed where the old one is read last.

// CHECK-LABEL: func.func @gate
// CHECK-SAME: (%[[H:.*]]: tensor<1x4xf64> {snitch.state}, %[[G:.*]]: tensor<1x8xf64>)
// CHECK: %[[N:.*]] = tensor.extract_slice %[[G]]
// CHECK: %[[Z:.*]] = tensor.extract_slice %[[G]]
// CHECK: %[[Y:.*]] = snitch.kernel "elementwise_1x4"(%[[H]], %[[N]], %[[Z]])
// CHECK: math.tanh
// CHECK: return %[[Y]]
func.func @gate(%h: tensor<1x4xf64> {snitch.state}, %g: tensor<1x8xf64>) -> (tensor<1x4xf64> {snitch.state}) {
  %s = tensor.extract_slice %g[0, 0] [1, 4] [1, 1] : tensor<1x8xf64> to tensor<1x4xf64>
  %z = tensor.extract_slice %g[0, 4] [1, 4] [1, 1] : tensor<1x8xf64> to tensor<1x4xf64>
  %n = math.tanh %s : tensor<1x4xf64>
  %d = arith.subf %h, %n : tensor<1x4xf64>
  %p = arith.mulf %d, %z : tensor<1x4xf64>
  %y = arith.addf %p, %n : tensor<1x4xf64>
  return %y : tensor<1x4xf64>
}

// -----

// A state that is read later, or not element by element, is replaced by a copy
// at the end.

// CHECK-LABEL: func.func @delay_line
// CHECK-SAME: (%[[X:.*]]: tensor<4xf64>, %[[A:.*]]: tensor<4xf64> {snitch.state}, %[[B:.*]]: tensor<4xf64> {snitch.state})
// CHECK: %[[Y:.*]] = snitch.kernel "add_4"(%[[A]], %[[B]])
// CHECK: %[[NA:.*]] = snitch.kernel "copy_4"(%[[X]])
// CHECK: %[[NB:.*]] = snitch.kernel "copy_4_2"(%[[A]])
// CHECK: %[[LA:.*]] = snitch.kernel "copy_4_3"(%[[NA]])
// CHECK: return %[[Y]], %[[LA]], %[[NB]]
func.func @delay_line(%x: tensor<4xf64>, %a: tensor<4xf64> {snitch.state}, %b: tensor<4xf64> {snitch.state})
    -> (tensor<4xf64>, tensor<4xf64> {snitch.state}, tensor<4xf64> {snitch.state}) {
  %e = tensor.empty() : tensor<4xf64>
  %y = linalg.add ins(%a, %b : tensor<4xf64>, tensor<4xf64>) outs(%e : tensor<4xf64>) -> tensor<4xf64>
  return %y, %x, %a : tensor<4xf64>, tensor<4xf64>, tensor<4xf64>
}

// -----

// A kernel has the name that the source gives to what it computes last, also
// where that becomes the contraction's start or its epilogue.

// CHECK-LABEL: func.func @names
// CHECK: snitch.kernel "fc1"
// CHECK-NOT: snitch.name
// CHECK: snitch.kernel "fc2"
// CHECK: snitch.kernel "gate"
// CHECK: snitch.kernel "gate_2"
func.func @names(%x: tensor<1x4xf64>, %w: tensor<4x4xf64>, %b: tensor<1x4xf64>) -> tensor<1x4xf64> {
  %zeros = arith.constant dense<0.0> : tensor<1x4xf64>
  %p = linalg.matmul ins(%x, %w : tensor<1x4xf64>, tensor<4x4xf64>) outs(%zeros : tensor<1x4xf64>) -> tensor<1x4xf64>
  %fc1 = arith.addf %p, %b {snitch.name = "fc1"} : tensor<1x4xf64>
  %q = linalg.matmul {snitch.name = "product"} ins(%fc1, %w : tensor<1x4xf64>, tensor<4x4xf64>) outs(%zeros : tensor<1x4xf64>) -> tensor<1x4xf64>
  %fc2 = arith.maximumf %q, %zeros {snitch.name = "fc2"} : tensor<1x4xf64>
  %g = linalg.matmul {snitch.name = "gate"} ins(%fc2, %w : tensor<1x4xf64>, tensor<4x4xf64>) outs(%zeros : tensor<1x4xf64>) -> tensor<1x4xf64>
  %r = linalg.matmul {snitch.name = "gate"} ins(%g, %w : tensor<1x4xf64>, tensor<4x4xf64>) outs(%zeros : tensor<1x4xf64>) -> tensor<1x4xf64>
  return %r : tensor<1x4xf64>
}

// -----

// A convolution reads windows of its input: channels, taps and places in the
// order of their strides. The padded tensor is two kernels' work: the border
// first, then what it surrounds.

// CHECK-LABEL: func.func @convolution
// CHECK: %[[FULL:.*]] = snitch.kernel "fill_1x8x3"()
// CHECK: %[[COPY:.*]] = snitch.kernel "copy_1x6x3"
// CHECK: %[[P:.*]] = tensor.insert_slice %[[COPY]] into %[[FULL]][0, 1, 0] [1, 6, 3] [1, 1, 1]
// CHECK: %[[W:.*]] = snitch.window %[[P]] by #[[$WINDOW:.*]] : tensor<1x8x3xf64> to tensor<1x3x6x3xf64>
// CHECK: snitch.kernel "conv_1d_nwc_wcf_1x6x4x3x3"(%[[W]], %{{.*}})
func.func @convolution(%x: tensor<1x6x3xf64>, %k: tensor<3x3x4xf64>) -> tensor<1x6x4xf64> {
  %zero = arith.constant 0.0 : f64
  %p = tensor.pad %x low[0, 1, 0] high[0, 1, 0] {
  ^bb0(%n: index, %i: index, %c: index):
    tensor.yield %zero : f64
  } : tensor<1x6x3xf64> to tensor<1x8x3xf64>
  %e = tensor.empty() : tensor<1x6x4xf64>
  %f = linalg.fill ins(%zero : f64) outs(%e : tensor<1x6x4xf64>) -> tensor<1x6x4xf64>
  %r = linalg.conv_1d_nwc_wcf ins(%p, %k : tensor<1x8x3xf64>, tensor<3x3x4xf64>) outs(%f : tensor<1x6x4xf64>) -> tensor<1x6x4xf64>
  return %r : tensor<1x6x4xf64>
}

// -----

// Columns lie apart: they are copied before they become one row.
// CHECK-LABEL: func.func @gathered
// CHECK: %[[SLICE:.*]] = tensor.extract_slice
// CHECK: %[[COPY:.*]] = snitch.kernel "copy_4x2"(%[[SLICE]])
// CHECK: tensor.collapse_shape %[[COPY]]
func.func @gathered(%x: tensor<4x6xf64>) -> tensor<8xf64> {
  %s = tensor.extract_slice %x[0, 1] [4, 2] [1, 1] : tensor<4x6xf64> to tensor<4x2xf64>
  %c = tensor.collapse_shape %s [[0, 1]] : tensor<4x2xf64> into tensor<8xf64>
  %e = tensor.empty() : tensor<8xf64>
  %r = linalg.exp ins(%c : tensor<8xf64>) outs(%e : tensor<8xf64>) -> tensor<8xf64>
  return %r : tensor<8xf64>
}

// -----

// Whole rows lie one after the other.
// CHECK-LABEL: func.func @rows
// CHECK: %[[SLICE:.*]] = tensor.extract_slice
// CHECK-NOT: snitch.kernel "copy
// CHECK: tensor.collapse_shape %[[SLICE]]
func.func @rows(%x: tensor<4x6xf64>) -> tensor<12xf64> {
  %s = tensor.extract_slice %x[1, 0] [2, 6] [1, 1] : tensor<4x6xf64> to tensor<2x6xf64>
  %c = tensor.collapse_shape %s [[0, 1]] : tensor<2x6xf64> into tensor<12xf64>
  %e = tensor.empty() : tensor<12xf64>
  %r = linalg.exp ins(%c : tensor<12xf64>) outs(%e : tensor<12xf64>) -> tensor<12xf64>
  return %r : tensor<12xf64>
}

// -----

// The fill is written before what is inserted into it, by order and not by a
// copy.
// CHECK-LABEL: func.func @padded_contraction
// CHECK: %[[FULL:.*]] = snitch.kernel "fill_6x4"()
// CHECK: %[[SUMS:.*]] = snitch.kernel "matmul_4x4x3"
// CHECK: tensor.insert_slice %[[SUMS]] into %[[FULL]]
func.func @padded_contraction(%a: tensor<4x3xf64>, %b: tensor<3x4xf64>) -> tensor<6x4xf64> {
  %zero = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<4x4xf64>
  %f = linalg.fill ins(%zero : f64) outs(%e : tensor<4x4xf64>) -> tensor<4x4xf64>
  %m = linalg.matmul ins(%a, %b : tensor<4x3xf64>, tensor<3x4xf64>) outs(%f : tensor<4x4xf64>) -> tensor<4x4xf64>
  %p = tensor.pad %m low[1, 0] high[1, 0] {
  ^bb0(%i: index, %j: index):
    tensor.yield %zero : f64
  } : tensor<4x4xf64> to tensor<6x4xf64>
  return %p : tensor<6x4xf64>
}

// -----

// What computes the whole comes after what is inserted: the sums are made
// where a copy would put them into it.
// CHECK-LABEL: func.func @inserted_contraction
// CHECK: %[[WHOLE:.*]] = snitch.kernel "exp_6x4"
// CHECK: %[[SUMS:.*]] = snitch.kernel "matmul_4x4x3"
// CHECK-COUNT-1: linalg.generic
// CHECK-NOT: linalg.generic
// CHECK: tensor.insert_slice %[[SUMS]] into %[[WHOLE]]
func.func @inserted_contraction(%a: tensor<4x3xf64>, %b: tensor<3x4xf64>, %w: tensor<6x4xf64>) -> tensor<6x4xf64> {
  %zero = arith.constant 0.0 : f64
  %e = tensor.empty() : tensor<4x4xf64>
  %f = linalg.fill ins(%zero : f64) outs(%e : tensor<4x4xf64>) -> tensor<4x4xf64>
  %m = linalg.matmul ins(%a, %b : tensor<4x3xf64>, tensor<3x4xf64>) outs(%f : tensor<4x4xf64>) -> tensor<4x4xf64>
  %d = tensor.empty() : tensor<6x4xf64>
  %g = linalg.exp ins(%w : tensor<6x4xf64>) outs(%d : tensor<6x4xf64>) -> tensor<6x4xf64>
  %r = tensor.insert_slice %m into %g[1, 0] [4, 4] [1, 1] : tensor<4x4xf64> into tensor<6x4xf64>
  return %r : tensor<6x4xf64>
}

// -----

// CHECK-LABEL: func.func @concatenated
// CHECK: %[[EMPTY:.*]] = tensor.empty() : tensor<2x8xf64>
// CHECK: %[[A:.*]] = snitch.kernel "copy_2x3"
// CHECK: %[[FIRST:.*]] = tensor.insert_slice %[[A]] into %[[EMPTY]][0, 0] [2, 3] [1, 1]
// CHECK: %[[B:.*]] = snitch.kernel "copy_2x5"
// CHECK: tensor.insert_slice %[[B]] into %[[FIRST]][0, 3] [2, 5] [1, 1]
func.func @concatenated(%a: tensor<2x3xf64>, %b: tensor<2x5xf64>) -> tensor<2x8xf64> {
  %r = tensor.concat dim(1) %a, %b : (tensor<2x3xf64>, tensor<2x5xf64>) -> tensor<2x8xf64>
  return %r : tensor<2x8xf64>
}

// -----

// A reduction that yields one of its inputs is none that upstream knows.
// CHECK-LABEL: func.func @last_input
// CHECK: snitch.kernel "reduction_5x4x3"
func.func @last_input(%a: tensor<5x3xf64>, %b: tensor<4x3xf64>, %c: tensor<5x4xf64>) -> tensor<5x4xf64> {
  %r = linalg.generic {
    indexing_maps = [affine_map<(d0, d1, d2) -> (d0, d2)>,
                     affine_map<(d0, d1, d2) -> (d1, d2)>,
                     affine_map<(d0, d1, d2) -> (d0, d1)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%a, %b : tensor<5x3xf64>, tensor<4x3xf64>) outs(%c : tensor<5x4xf64>) {
  ^bb0(%x: f64, %y: f64, %z: f64):
    linalg.yield %y : f64
  } -> tensor<5x4xf64>
  return %r : tensor<5x4xf64>
}
