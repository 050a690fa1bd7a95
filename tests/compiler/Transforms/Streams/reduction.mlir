// Reductions as streams: which loops, which movers, how many sums at once.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --canonicalize --seeker-lower-microkernels --canonicalize --cse | FileCheck %s

#x = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (n, k)>
#y = affine_map<(m, n, k) -> (m, n)>

// Five rows side by side: x once for all of them, the rows' elements of one
// column before those of the next. Loaded, reduced, pushed by the last step.
// CHECK-LABEL: func.func @rows
// CHECK-SAME: (%[[X:.*]]: memref<1x100xf64, #snitch.l1>, %[[W:.*]]: memref<5x100xf64, #snitch.l1>, %[[Y:.*]]: memref<1x5xf64, #snitch.l1>)
// CHECK-DAG: %[[C99:.*]] = arith.constant 99 : index
// CHECK-DAG: snitch.stream_shape 0 bounds [100] strides [8] repeat 5
// CHECK-DAG: snitch.stream_shape 1 bounds [5, 100] strides [800, 8] repeat 1
// CHECK-DAG: %[[PX:.*]] = snitch.address %[[X]][%c0, %c0]
// CHECK-DAG: %[[PW:.*]] = snitch.address %[[W]][%c0, %c0]
// CHECK-DAG: %[[PY:.*]] = snitch.address %[[Y]][%c0, %c0]
// CHECK: snitch.stream_start 0 reads %[[PX]] loops 1
// CHECK: snitch.stream_start 1 reads %[[PW]] loops 2
// CHECK: snitch.stream_start 2 writes %[[PY]] loops 1
// CHECK: snitch.streaming(%[[PY]], %[[C99]]) : index, index {
// CHECK-NEXT: ^bb0(%[[TO:.*]]: index, %[[N:.*]]: index):
// CHECK-COUNT-5: snitch.fp_load %[[TO]]
// CHECK-NEXT: snitch.frep %[[N]] iter
// CHECK-COUNT-5: math.fma
// CHECK: snitch.yield
// CHECK-COUNT-5: snitch.push
// CHECK-NOT: snitch.push
// CHECK: snitch.fence [2]
// CHECK: return
func.func @rows(%x: memref<1x100xf64, #snitch.l1>, %w: memref<5x100xf64, #snitch.l1>,
                %y: memref<1x5xf64, #snitch.l1>) {
  snitch.microkernel(%x, %w, %y) : memref<1x100xf64, #snitch.l1>,
      memref<5x100xf64, #snitch.l1>, memref<1x5xf64, #snitch.l1> {
  ^bb0(%a: memref<1x100xf64, #snitch.l1>, %b: memref<5x100xf64, #snitch.l1>,
       %c: memref<1x5xf64, #snitch.l1>):
    linalg.generic {indexing_maps = [#x, #w, #y],
                    iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%a, %b : memref<1x100xf64, #snitch.l1>, memref<5x100xf64, #snitch.l1>)
        outs(%c : memref<1x5xf64, #snitch.l1>) {
    ^bb0(%p: f64, %q: f64, %s: f64):
      %mul = arith.mulf %p, %q : f64
      %sum = arith.addf %s, %mul : f64
      linalg.yield %sum : f64
    }
  }
  return
}

// -----

// Sums that start from a constant and fill a whole matrix: one job of three
// movers, one region; the first step starts the sums, the last one pushes them.
// CHECK-LABEL: func.func @matmul
// CHECK: snitch.stream_shape 0 bounds [24, 2, 16] strides [8, 0, 192] repeat 8
// CHECK: snitch.stream_shape 1 bounds [8, 24, 2, 16] strides [8, 128, 64, 0] repeat 1
// CHECK: snitch.stream_shape 2 bounds [256] strides [8] repeat 1
// CHECK-NOT: scf.for
// CHECK: snitch.stream_start 2 writes %{{.*}} loops 1
// CHECK: snitch.streaming(%{{.*}}, %c32, %c22) : f64, index, index {
// CHECK-NEXT: ^bb0(%[[Z:.*]]: f64, %[[BLOCKS:.*]]: index, %[[STEPS:.*]]: index):
// CHECK-NEXT: snitch.core_loop %[[BLOCKS]] {
// CHECK-COUNT-8: math.fma %{{.*}}, %{{.*}}, %[[Z]] : f64
// CHECK: snitch.frep %[[STEPS]] iter
// CHECK-COUNT-8: math.fma
// CHECK: snitch.yield
// CHECK-COUNT-8: snitch.push
// CHECK-NOT: snitch.push
// CHECK: snitch.fence [2]
func.func @matmul(%a: memref<16x24xf64, #snitch.l1>, %b: memref<24x16xf64, #snitch.l1>,
                  %c: memref<16x16xf64, #snitch.l1>) {
  %z = arith.constant 0.0 : f64
  linalg.fill ins(%z : f64) outs(%c : memref<16x16xf64, #snitch.l1>)
  linalg.matmul ins(%a, %b : memref<16x24xf64, #snitch.l1>, memref<24x16xf64, #snitch.l1>)
                outs(%c : memref<16x16xf64, #snitch.l1>)
  return
}

// -----

// Sums that start from memory: the streams run through, the core goes from
// block to block and loads its sums; the last step pushes them.
// CHECK-LABEL: func.func @accumulate
// CHECK: snitch.stream_shape 0 bounds [24, 2, 16] strides [8, 0, 192] repeat 8
// CHECK: snitch.stream_shape 2 bounds [256] strides [8] repeat 1
// CHECK: snitch.stream_start 1 reads %{{.*}} loops 4
// CHECK: scf.for %[[M:.*]] = %c0 to %c16 step %c1 {
// CHECK: scf.for %[[B:.*]] = %c0 to %c2 step %c1 {
// CHECK-NOT: snitch.stream_start
// CHECK: snitch.streaming
// CHECK-COUNT-8: snitch.fp_load
// CHECK-COUNT-8: math.fma
// CHECK-COUNT-8: snitch.push
func.func @accumulate(%a: memref<16x24xf64, #snitch.l1>, %b: memref<24x16xf64, #snitch.l1>,
                      %c: memref<16x16xf64, #snitch.l1>) {
  linalg.matmul ins(%a, %b : memref<16x24xf64, #snitch.l1>, memref<24x16xf64, #snitch.l1>)
                outs(%c : memref<16x16xf64, #snitch.l1>)
  return
}

// -----

// 19 rows are 7 + 6 + 6, all enough to hide the FPU's latency.
// CHECK-LABEL: func.func @remainder
// CHECK: snitch.stream_shape 1 bounds [7, 50] strides [400, 8] repeat 1
// CHECK-COUNT-7: math.fma
// CHECK-COUNT-7: snitch.push
// CHECK: snitch.stream_shape 1 bounds [6, 50, 2] strides [400, 8, 2400] repeat 1
// CHECK: snitch.address %{{.*}}[%c7, %c0]
// CHECK: scf.for %{{.*}} = %c0 to %c2 step %c1
// CHECK-COUNT-6: math.fma
// CHECK: snitch.yield
// CHECK-COUNT-6: snitch.push
// CHECK-NOT: snitch.push
func.func @remainder(%x: memref<50xf64, #snitch.l1>, %w: memref<19x50xf64, #snitch.l1>,
                     %y: memref<19xf64, #snitch.l1>) {
  linalg.matvec ins(%w, %x : memref<19x50xf64, #snitch.l1>, memref<50xf64, #snitch.l1>)
                outs(%y : memref<19xf64, #snitch.l1>)
  return
}

// -----

// Three columns are too few: two rows of them. What is inside reach of no
// offset gets an address of its own.
// CHECK-LABEL: func.func @narrow
// CHECK: snitch.stream_shape 0 bounds [2, 9, 4] strides [2880, 8, 5760] repeat 3
// CHECK: snitch.stream_shape 1 bounds [3, 2, 9, 4] strides [8, 0, 24, 0] repeat 1
// CHECK: scf.for
// CHECK: %[[FIRST:.*]] = snitch.address %arg2
// CHECK: %[[FAR:.*]] = arith.addi %[[FIRST]], %c2400
// CHECK: snitch.streaming(%[[FIRST]], %[[FAR]], %c8) : index, index, index {
// CHECK-NEXT: ^bb0(%[[P:.*]]: index, %[[Q:.*]]: index,
// CHECK: snitch.fp_load %[[P]], 0
// CHECK: snitch.fp_load %[[P]], 8
// CHECK: snitch.fp_load %[[P]], 16
// CHECK: snitch.fp_load %[[Q]], 0
// CHECK: snitch.fp_load %[[Q]], 8
// CHECK: snitch.fp_load %[[Q]], 16
// CHECK-COUNT-6: math.fma
func.func @narrow(%a: memref<8x9xf64, strided<[360, 1]>, #snitch.l1>, %b: memref<9x3xf64, #snitch.l1>,
                  %c: memref<8x3xf64, strided<[300, 1]>, #snitch.l1>) {
  linalg.matmul ins(%a, %b : memref<8x9xf64, strided<[360, 1]>, #snitch.l1>, memref<9x3xf64, #snitch.l1>)
                outs(%c : memref<8x3xf64, strided<[300, 1]>, #snitch.l1>)
  return
}

// -----

// A size of at most 3: a case for each, none when there is nothing to do.
// CHECK-LABEL: func.func @bounded
// CHECK: %[[ROWS:.*]] = affine.min
// CHECK: %[[ANY:.*]] = arith.cmpi ne, %[[ROWS]], %c0
// CHECK: scf.if %[[ANY]] {
// CHECK: scf.index_switch %[[ROWS]]
// CHECK: case 1
// CHECK-COUNT-1: snitch.push
// CHECK: case 2
// CHECK-COUNT-2: snitch.push
// CHECK: case 3
// CHECK-COUNT-3: snitch.push
// CHECK-NOT: case 4
func.func @bounded(%n: index, %x: memref<50xf64, #snitch.l1>, %w: memref<8x50xf64, #snitch.l1>,
                   %y: memref<8xf64, #snitch.l1>) {
  %rows = affine.min affine_map<()[n] -> (3, 8 - n)>()[%n]
  %v = memref.subview %w[%n, 0] [%rows, 50] [1, 1]
      : memref<8x50xf64, #snitch.l1> to memref<?x50xf64, strided<[50, 1], offset: ?>, #snitch.l1>
  %t = memref.subview %y[%n] [%rows] [1]
      : memref<8xf64, #snitch.l1> to memref<?xf64, strided<[1], offset: ?>, #snitch.l1>
  linalg.matvec ins(%v, %x : memref<?x50xf64, strided<[50, 1], offset: ?>, #snitch.l1>, memref<50xf64, #snitch.l1>)
                outs(%t : memref<?xf64, strided<[1], offset: ?>, #snitch.l1>)
  return
}

// -----

// Nothing known of the sizes: whole eights, then what remains.
// CHECK-LABEL: func.func @unbounded
// CHECK: %[[BLOCKS:.*]] = arith.divui %[[ROWS:.*]], %c8
// CHECK: %[[REST:.*]] = arith.remui %[[ROWS]], %c8
// CHECK: snitch.stream_shape 1 bounds [8, %[[K:.*]], %[[BLOCKS]]] strides [512, 8, 4096] repeat 1
// CHECK: scf.for %{{.*}} = %c0 to %[[BLOCKS]] step %c1
// CHECK-COUNT-8: math.fma
// CHECK: scf.index_switch %[[REST]]
// CHECK: case 7
// CHECK-NOT: case 8
func.func @unbounded(%x: memref<?xf64, #snitch.l1>, %w: memref<?x?xf64, strided<[64, 1]>, #snitch.l1>,
                     %y: memref<?xf64, #snitch.l1>) {
  linalg.matvec ins(%w, %x : memref<?x?xf64, strided<[64, 1]>, #snitch.l1>, memref<?xf64, #snitch.l1>)
                outs(%y : memref<?xf64, #snitch.l1>)
  return
}

// -----

// A convolution: an index that two dimensions share, two reductions. The core
// keeps the loops that the movers have no room for.
// CHECK-LABEL: func.func @conv
// CHECK: scf.for %{{.*}} = %c0 to %c6 step %c1
// CHECK: snitch.stream_start 0 reads
// CHECK: snitch.stream_start 1 reads
// CHECK: snitch.streaming
// CHECK-COUNT-5: math.fma
// CHECK: snitch.yield
// CHECK-COUNT-5: snitch.push
// CHECK-NOT: snitch.push
func.func @conv(%x: memref<8x12xf64, #snitch.l1>, %w: memref<3x3xf64, #snitch.l1>,
                %y: memref<6x10xf64, strided<[16, 1]>, #snitch.l1>) {
  linalg.conv_2d ins(%x, %w : memref<8x12xf64, #snitch.l1>, memref<3x3xf64, #snitch.l1>)
                 outs(%y : memref<6x10xf64, strided<[16, 1]>, #snitch.l1>)
  return
}

// -----

#x = affine_map<(n, k) -> (k)>
#w = affine_map<(n, k) -> (n, k)>
#y = affine_map<(n, k) -> (n)>
#i = affine_map<(n) -> (n)>

// What the step's end stores waits for nothing but the barrier; an epilogue,
// which reads what the reduction's stream has stored, begins with a fence.
// CHECK-LABEL: func.func @epilogue
// CHECK: snitch.barrier
// CHECK: snitch.compute
// CHECK: snitch.frep
// CHECK-NOT: snitch.fence
// CHECK: scf.if
// CHECK: snitch.fence []
// CHECK-NOT: snitch.fence
// CHECK: return
func.func @epilogue(%x: memref<100xf64, #snitch.l1>, %w: memref<8x100xf64, #snitch.l1>,
                    %y: memref<8xf64, #snitch.l1>, %last: i1) {
  snitch.barrier
  snitch.compute (%core) {
    linalg.generic {indexing_maps = [#x, #w, #y], iterator_types = ["parallel", "reduction"]}
        ins(%x, %w : memref<100xf64, #snitch.l1>, memref<8x100xf64, #snitch.l1>)
        outs(%y : memref<8xf64, #snitch.l1>) {
    ^bb0(%p: f64, %q: f64, %s: f64):
      %mul = arith.mulf %p, %q : f64
      %sum = arith.addf %s, %mul : f64
      linalg.yield %sum : f64
    }
    scf.if %last {
      %zero = arith.constant 0.0 : f64
      linalg.generic {indexing_maps = [#i], iterator_types = ["parallel"]}
          outs(%y : memref<8xf64, #snitch.l1>) {
      ^bb0(%s: f64):
        %max = arith.maximumf %s, %zero : f64
        linalg.yield %max : f64
      }
    }
  }
  snitch.barrier
  return
}

// -----

#i = affine_map<(n) -> (n)>

// Quotients come later than the move by which fences at barriers wait.
// CHECK-LABEL: func.func @quotients
// CHECK: arith.divf
// CHECK: snitch.fence [2]
// CHECK: snitch.barrier
func.func @quotients(%x: memref<8xf64, #snitch.l1>, %y: memref<8xf64, #snitch.l1>,
                     %z: memref<8xf64, #snitch.l1>) {
  snitch.barrier
  snitch.compute (%core) {
    linalg.generic {indexing_maps = [#i, #i, #i], iterator_types = ["parallel"]}
        ins(%x, %y : memref<8xf64, #snitch.l1>, memref<8xf64, #snitch.l1>)
        outs(%z : memref<8xf64, #snitch.l1>) {
    ^bb0(%p: f64, %q: f64, %s: f64):
      %div = arith.divf %p, %q : f64
      linalg.yield %div : f64
    }
  }
  snitch.barrier
  return
}
