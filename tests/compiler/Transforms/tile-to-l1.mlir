// Kernels with tiles become the scheduled form, in its three variants.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -split-input-file -pass-pipeline='builtin.module(seeker-normalise,func.func(seeker-choose-tiles,seeker-tile-to-l1))' | FileCheck %s

// Dual-buffered, the reduction outermost: all sums resident, started by one
// transfer of the bias, stored once; the next tiles are loaded beside.

// CHECK-LABEL: func.func @dual
// CHECK-SAME: %[[X:.*]]: memref<1x400xf64> {snitch.name = "x"}, %[[W:.*]]: memref<1200x400xf64> {snitch.name = "arg1", snitch.weight}, %[[B:.*]]: memref<1x1200xf64> {snitch.name = "arg2"}, %[[Y:.*]]: memref<1x1200xf64> {snitch.name = "y", snitch.output}
// CHECK-DAG: %[[XL:.*]] = snitch.l1_alloc "matmul_transpose_b_1x1200x400.x" {{.*}} role "input" operand 0 copies 2 {{.*}} : memref<2x1x100xf64, #snitch.l1>
// CHECK-DAG: %[[WL:.*]] = snitch.l1_alloc "matmul_transpose_b_1x1200x400.arg1" {{.*}} role "input" operand 1 copies 2 {{.*}} : memref<2x40x100xf64, #snitch.l1>
// CHECK-DAG: %[[ACC:.*]] = snitch.l1_alloc "matmul_transpose_b_1x1200x400.accumulator" {{.*}} role "accumulator" operand 3 reason {{.*}} : memref<1x1200xf64, #snitch.l1>
// CHECK: snitch.mark begin
// CHECK: %[[INIT:.*]] = dma.start
// CHECK: %[[W0:.*]] = dma.start
// CHECK: %[[X0:.*]] = dma.start
// CHECK: %[[W1:.*]] = dma.start
// CHECK: %[[X1:.*]] = dma.start
// CHECK-NEXT: dma.wait %[[INIT]]
// CHECK: scf.for %{{.*}} = %c0 to %c120 step %c1 iter_args(%[[WT:.*]] = %[[W0]], %{{.*}} = %[[W1]], %[[XT:.*]] = %[[X0]], %{{.*}} = %[[X1]])
// CHECK-NEXT: dma.wait %[[WT]]
// CHECK: scf.if
// CHECK-NEXT: dma.wait %[[XT]]
// CHECK: snitch.barrier
// CHECK: scf.if {{.*}} -> (!dma.token)
// CHECK: dma.start {{.*}} to memref<40x100xf64
// CHECK: scf.if {{.*}} -> (!dma.token)
// CHECK: dma.start {{.*}} to memref<1x100xf64
// CHECK: snitch.compute
// CHECK: snitch.microkernel{{.*}} memref<5x100xf64
// CHECK-NOT: snitch.barrier
// CHECK: scf.yield
// CHECK: snitch.barrier
// CHECK: %[[OUT:.*]] = dma.start
// CHECK-NEXT: dma.wait %[[OUT]]
// CHECK-NEXT: snitch.mark end
func.func @dual(%x: tensor<1x400xf64> {snitch.name = "x"}, %w: tensor<1200x400xf64> {snitch.weight},
                %b: tensor<1x1200xf64>) -> (tensor<1x1200xf64> {snitch.name = "y"}) {
  %m = linalg.matmul_transpose_b {lowering_config = #snitch.tiles<l1 = [0, 40, 100], order = [2, 0, 1], dual_buffer = true>}
       ins(%x, %w : tensor<1x400xf64>, tensor<1200x400xf64>) outs(%b : tensor<1x1200xf64>) -> tensor<1x1200xf64>
  return %m : tensor<1x1200xf64>
}

// -----

// Single-buffered, with remainders in all dimensions: sizes are minima. The
// accumulator changes with the tile; zeros come by DMA; the epilogue runs in
// the last step of the reduction.

// CHECK-LABEL: func.func @single
// CHECK-DAG: snitch.l1_alloc "matmul_5x7x9.arg0" {{.*}} : memref<2x4xf64, #snitch.l1>
// CHECK-DAG: snitch.l1_alloc "matmul_5x7x9.arg1" {{.*}} : memref<4x3xf64, #snitch.l1>
// CHECK-DAG: snitch.l1_alloc "matmul_5x7x9.accumulator" {{.*}} : memref<2x3xf64, #snitch.l1>
// CHECK: scf.for %{{.*}} = %c0 to %c27 step %c1 {
// CHECK-NEXT: snitch.barrier
// CHECK: %[[STORE:.*]] = scf.if
// CHECK: affine.min
// CHECK: dma.start {{.*}} memref<?x?xf64
// CHECK: %[[LHS:.*]] = dma.start
// CHECK: %[[RHS:.*]] = dma.start
// CHECK: %[[ZERO:.*]] = scf.if
// CHECK: dma.wait %[[STORE]]
// CHECK: dma.start_zero
// CHECK: dma.wait %[[STORE]], %[[LHS]], %[[RHS]], %[[ZERO]]
// CHECK-NEXT: snitch.barrier
// CHECK: snitch.compute
// CHECK: snitch.microkernel
// CHECK: scf.if
// CHECK-NEXT: snitch.microkernel
// CHECK: arith.maximumf
// CHECK: snitch.barrier
// CHECK: dma.start
func.func @single(%a: tensor<5x9xf64>, %b: tensor<9x7xf64>) -> tensor<5x7xf64> {
  %zeros = arith.constant dense<0.0> : tensor<5x7xf64>
  %m = linalg.matmul {lowering_config = #snitch.tiles<l1 = [2, 3, 4]>}
       ins(%a, %b : tensor<5x9xf64>, tensor<9x7xf64>) outs(%zeros : tensor<5x7xf64>) -> tensor<5x7xf64>
  %r = arith.maximumf %m, %zeros : tensor<5x7xf64>
  return %r : tensor<5x7xf64>
}

// -----

// One step needs no loop. A bias for each column is repeated by a stride of 0;
// the tensor between two kernels lies in L3; one core alone takes a dot.

// CHECK-LABEL: func.func @one_step
// CHECK: %[[BETWEEN:.*]] = memref.alloc() {snitch.name = "matmul_4x16x8"} : memref<4x16xf64>
// CHECK: memref.reinterpret_cast %{{.*}} to offset: [0], sizes: [4, 16], strides: [0, 1] : memref<16xf64> to memref<4x16xf64, strided<[0, 1]>>
// CHECK-NOT: scf.for
// CHECK: dma.wait
// CHECK-NEXT: snitch.barrier
// CHECK: snitch.compute
// CHECK: snitch.barrier
// CHECK: memref.subview %[[BETWEEN]]
// CHECK: snitch.mark end "matmul_4x16x8"
// CHECK: snitch.mark begin "dot_8"
// CHECK: snitch.compute (%[[CORE:.*]]) {
// CHECK: %[[FIRST:.*]] = arith.cmpi eq, %[[CORE]]
// CHECK-NEXT: scf.if %[[FIRST]]
func.func @one_step(%x: tensor<4x8xf64>, %w: tensor<8x16xf64>, %b: tensor<16xf64>, %u: tensor<16xf64>,
                    %c: tensor<4xf64>, %v: tensor<8xf64>, %s: tensor<f64>) -> (tensor<f64>, tensor<4xf64>) {
  %e = tensor.empty() : tensor<4x16xf64>
  %bias = linalg.broadcast ins(%b : tensor<16xf64>) outs(%e : tensor<4x16xf64>) dimensions = [0]
  %zeros = arith.constant dense<0.0> : tensor<4x16xf64>
  %m = linalg.matmul ins(%x, %w : tensor<4x8xf64>, tensor<8x16xf64>) outs(%zeros : tensor<4x16xf64>) -> tensor<4x16xf64>
  %n = linalg.add ins(%m, %bias : tensor<4x16xf64>, tensor<4x16xf64>) outs(%e : tensor<4x16xf64>) -> tensor<4x16xf64>
  %d = linalg.dot ins(%v, %v : tensor<8xf64>, tensor<8xf64>) outs(%s : tensor<f64>) -> tensor<f64>
  %q = linalg.matvec ins(%n, %u : tensor<4x16xf64>, tensor<16xf64>) outs(%c : tensor<4xf64>) -> tensor<4xf64>
  return %d, %q : tensor<f64>, tensor<4xf64>
}

// -----

// Sums from a constant other than zero are started by the cores, in the first
// step of a reduction. A tensor spelt out in the source is a global in L3.

// CHECK: memref.global "private" constant @constant0 : memref<8xf64> = dense<
// CHECK-LABEL: func.func @constants
// CHECK: memref.get_global @constant0
// CHECK-NOT: dma.start_zero
// CHECK: scf.if %{{[0-9]+}} {
// CHECK-NEXT: snitch.microkernel
// CHECK: linalg.fill
// CHECK: linalg.generic
func.func @constants(%w: tensor<16x8xf64>) -> tensor<16xf64> {
  %x = arith.constant dense<[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]> : tensor<8xf64>
  %ones = arith.constant dense<1.0> : tensor<16xf64>
  %y = linalg.matvec {lowering_config = #snitch.tiles<l1 = [8, 4]>}
       ins(%w, %x : tensor<16x8xf64>, tensor<8xf64>) outs(%ones : tensor<16xf64>) -> tensor<16xf64>
  return %y : tensor<16xf64>
}

// -----

// Elementwise, dual-buffered: the tile is computed in place, and its copy is
// loaded again only after it has been stored.

// CHECK-LABEL: func.func @in_place
// CHECK-COUNT-2: snitch.l1_alloc {{.*}} : memref<2x256xf64, #snitch.l1>
// CHECK: %[[NONE:.*]] = dma.done
// CHECK: %[[INIT:.*]] = dma.start
// CHECK: scf.for %{{.*}} iter_args(%[[IN:.*]] = %{{.*}}, %{{.*}} = %{{.*}}, %[[OUT:.*]] = %[[NONE]], %[[START:.*]] = %[[INIT]])
// CHECK-NEXT: dma.wait %[[IN]]
// CHECK-NEXT: dma.wait %[[START]]
// CHECK-NEXT: snitch.barrier
// CHECK: %[[STORED:.*]] = scf.if
// CHECK: scf.if
// CHECK: scf.if
// CHECK-NEXT: dma.wait %[[STORED]]
// CHECK: dma.start
func.func @in_place(%a: tensor<2048xf64>, %b: tensor<2048xf64>) -> tensor<2048xf64> {
  %e = tensor.empty() : tensor<2048xf64>
  %y = linalg.sub {lowering_config = #snitch.tiles<l1 = [256], dual_buffer = true>}
       ins(%a, %b : tensor<2048xf64>, tensor<2048xf64>) outs(%e : tensor<2048xf64>) -> tensor<2048xf64>
  return %y : tensor<2048xf64>
}

// -----

// A part of a tensor is a view of it in L3; the next state is stored where the
// old one lies.

// CHECK-LABEL: func.func @state
// CHECK-SAME: (%[[G:.*]]: memref<1x8xf64> {snitch.name = "arg0"}, %[[H:.*]]: memref<1x4xf64> {snitch.name = "h", snitch.replaced, snitch.state})
// CHECK: %[[V:.*]] = memref.subview %[[G]][0, 4] [1, 4] [1, 1] : memref<1x8xf64> to memref<1x4xf64, strided<[8, 1], offset: 4>>
// CHECK: %[[PART:.*]] = memref.subview %[[V]]
// CHECK: dma.start %[[PART]], %{{.*}} to memref<1x4xf64, {{.*}}#snitch.l1>
// CHECK: %[[STATE:.*]] = memref.subview %[[H]]
// CHECK: dma.start %[[STATE]], %{{.*}} to memref<1x4xf64, {{.*}}#snitch.l1>
// CHECK: snitch.compute
// CHECK: dma.start %{{.*}}, %[[STATE]] : memref<1x4xf64, {{.*}}#snitch.l1> to
func.func @state(%g: tensor<1x8xf64>, %h: tensor<1x4xf64> {snitch.name = "h", snitch.state}) -> (tensor<1x4xf64> {snitch.state}) {
  %z = tensor.extract_slice %g[0, 4] [1, 4] [1, 1] : tensor<1x8xf64> to tensor<1x4xf64>
  %y = arith.addf %h, %z : tensor<1x4xf64>
  return %y : tensor<1x4xf64>
}

// -----

// CHECK-LABEL: func.func @shapes
// CHECK: memref.collapse_shape %{{.*}} {{\[}}[0, 1]] : memref<4x2xf64> into memref<8xf64>
// CHECK: memref.expand_shape %{{.*}} {{\[}}[0, 1]] output_shape [2, 4] : memref<8xf64> into memref<2x4xf64>
func.func @shapes(%a: tensor<4x2xf64>, %b: tensor<2x4xf64>) -> tensor<2x4xf64> {
  %c = tensor.collapse_shape %a [[0, 1]] : tensor<4x2xf64> into tensor<8xf64>
  %e = tensor.expand_shape %c [[0, 1]] output_shape [2, 4] : tensor<8xf64> into tensor<2x4xf64>
  %y = arith.addf %e, %b : tensor<2x4xf64>
  return %y : tensor<2x4xf64>
}

// -----

// Three buffers, rows in turn: late barriers; core c has rows c, c + 8, ... of
// the tile.
// CHECK-LABEL: func.func @cyclic
// CHECK: snitch.l1_alloc {{.*}}.w" {{.*}} copies 3 {{.*}} : memref<3x32x161xf64, #snitch.l1>
// CHECK: scf.for
// CHECK: snitch.barrier late
// CHECK: snitch.compute (%[[CORE:.*]]) {
// CHECK: memref.subview %{{.*}}[%{{.*}}, %[[CORE]], 0] [1, %{{.*}}, 161] [1, 8, 1] : memref<3x32x161xf64, #snitch.l1>
func.func @cyclic(%x: tensor<1x161xf64>, %w: tensor<400x161xf64> {snitch.name = "w", snitch.weight},
                  %b: tensor<1x400xf64>) -> tensor<1x400xf64> {
  %m = linalg.matmul_transpose_b {lowering_config = #snitch.tiles<l1 = [0, 32, 0], order = [0, 1, 2], dual_buffer = true, buffers = 3, rows = cyclic>}
       ins(%x, %w : tensor<1x161xf64>, tensor<400x161xf64>) outs(%b : tensor<1x400xf64>) -> tensor<1x400xf64>
  return %m : tensor<1x400xf64>
}
