// What streams cannot do becomes scalar loops with several accumulators, each loaded and stored once.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --canonicalize --seeker-lower-microkernels --canonicalize --cse 2>/dev/null | FileCheck %s

#x = affine_map<(m, n, k) -> (m, k)>
#w = affine_map<(m, n, k) -> (n, k)>
#y = affine_map<(m, n, k) -> (m, n)>

// Five rows of a static size, which lie apart by an odd number: five sums over one loop of 25 times 4 steps.
// CHECK-LABEL: func.func @rows
// CHECK-COUNT-5: memref.load %{{.*}} : memref<1x5xf32, #snitch.l1>
// CHECK-NOT: memref.load
// CHECK: scf.for %{{.*}} = %c0 to %c100 step %c4 iter_args(%{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}, %{{.*}} = %{{.*}}) -> (f32, f32, f32, f32, f32)
// Six loads, x once, then five multiply-adds; four times.
// CHECK-COUNT-6: memref.load
// CHECK-COUNT-5: math.fma
// CHECK-COUNT-6: memref.load
// CHECK-COUNT-5: math.fma
// CHECK-COUNT-6: memref.load
// CHECK-COUNT-5: math.fma
// CHECK-COUNT-6: memref.load
// CHECK-COUNT-5: math.fma
// CHECK-NOT: math.fma
// CHECK: scf.yield
// CHECK-COUNT-5: memref.store
// CHECK-NOT: memref.store
// CHECK: return
func.func @rows(%x: memref<1x100xf32, #snitch.l1>, %w: memref<5x100xf32, strided<[101, 1]>, #snitch.l1>,
                %y: memref<1x5xf32, #snitch.l1>) {
  snitch.microkernel(%x, %w, %y) : memref<1x100xf32, #snitch.l1>,
      memref<5x100xf32, strided<[101, 1]>, #snitch.l1>, memref<1x5xf32, #snitch.l1> {
  ^bb0(%a: memref<1x100xf32, #snitch.l1>, %b: memref<5x100xf32, strided<[101, 1]>, #snitch.l1>,
       %c: memref<1x5xf32, #snitch.l1>):
    linalg.generic {indexing_maps = [#x, #w, #y],
                    iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%a, %b : memref<1x100xf32, #snitch.l1>, memref<5x100xf32, strided<[101, 1]>, #snitch.l1>)
        outs(%c : memref<1x5xf32, #snitch.l1>) {
    ^bb0(%p: f32, %q: f32, %s: f32):
      %mul = arith.mulf %p, %q : f32
      %sum = arith.addf %s, %mul : f32
      linalg.yield %sum : f32
    }
  }
  return
}

// -----

// A dynamic size of at most 3: a case for each, and no loop around them.
// CHECK-LABEL: func.func @bounded
// CHECK: %[[ROWS:.*]] = affine.min
// CHECK-NOT: scf.for
// CHECK: scf.index_switch %[[ROWS]]
// CHECK: case 1
// CHECK-COUNT-1: memref.store
// CHECK: case 2
// CHECK-COUNT-2: memref.store
// CHECK: case 3
// CHECK-COUNT-3: memref.store
// CHECK-NOT: case 4
func.func @bounded(%n: index, %y: memref<8xf32, #snitch.l1>) {
  %zero = arith.constant 0.0 : f32
  %rows = affine.min affine_map<()[n] -> (3, 8 - n)>()[%n]
  %v = memref.subview %y[%n] [%rows] [1]
      : memref<8xf32, #snitch.l1> to memref<?xf32, strided<[1], offset: ?>, #snitch.l1>
  snitch.microkernel(%zero, %v) : f32, memref<?xf32, strided<[1], offset: ?>, #snitch.l1> {
  ^bb0(%z: f32, %a: memref<?xf32, strided<[1], offset: ?>, #snitch.l1>):
    linalg.fill ins(%z : f32) outs(%a : memref<?xf32, strided<[1], offset: ?>, #snitch.l1>)
  }
  return
}

// -----

// Nothing known of the size: whole eights, then what remains.
// CHECK-LABEL: func.func @unbounded
// CHECK: %[[REST:.*]] = arith.remui %{{.*}}, %c8
// CHECK: %[[WHOLE:.*]] = arith.subi %{{.*}}, %[[REST]]
// CHECK: scf.for %{{.*}} = %c0 to %[[WHOLE]] step %c8
// CHECK-COUNT-16: memref.load
// CHECK-COUNT-8: arith.maximumf
// CHECK-COUNT-8: memref.store
// CHECK: scf.index_switch %[[REST]]
// CHECK: case 7
// CHECK-NOT: case 8
func.func @unbounded(%a: memref<?xf64>, %b: memref<?xf64>, %y: memref<?xf64>) {
  linalg.max ins(%a, %b : memref<?xf64>, memref<?xf64>) outs(%y : memref<?xf64>)
  return
}

// -----

// Rows and columns: two times four sums share six loads a step.
// CHECK-LABEL: func.func @matmul
// CHECK: scf.for %{{.*}} step %c2
// CHECK: scf.for %{{.*}} step %c4
// CHECK: scf.for %{{.*}} step %c4 iter_args
// CHECK-COUNT-6: memref.load
// CHECK-COUNT-8: math.fma
func.func @matmul(%a: memref<16x16xf64>, %b: memref<16x16xf64>, %c: memref<16x16xf64>) {
  linalg.matmul ins(%a, %b : memref<16x16xf64>, memref<16x16xf64>)
                outs(%c : memref<16x16xf64>)
  return
}
