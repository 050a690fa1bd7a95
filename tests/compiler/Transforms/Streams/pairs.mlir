// Sums of products of f32 as pairs: two elements at once, then one sum.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --canonicalize --seeker-lower-microkernels --canonicalize --cse | FileCheck %s

// Four rows of 50 pairs: their results are two pairs, which a stream stores.
// CHECK-LABEL: func.func @rows
// CHECK-SAME: (%[[X:.*]]: memref<1x100xf32, #snitch.l1>, %[[W:.*]]: memref<4x100xf32, #snitch.l1>, %[[Y:.*]]: memref<1x4xf32, #snitch.l1>)
// CHECK-DAG: %[[ZERO:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-DAG: %[[C50:.*]] = arith.constant 50 : index
// CHECK-DAG: snitch.stream_shape 0 bounds [50] strides [8] repeat 4
// CHECK-DAG: snitch.stream_shape 1 bounds [4, 50] strides [400, 8] repeat 1
// CHECK-DAG: snitch.stream_shape 2 bounds [2] strides [8] repeat 1
// CHECK: snitch.stream_start 2 writes
// CHECK: snitch.streaming(%{{.*}}, %[[C50]], %[[ZERO]]) : index, index, f64 {
// CHECK-NEXT: ^bb0(%[[TO:.*]]: index, %[[N:.*]]: index, %[[Z:.*]]: f64):
// CHECK: snitch.fp_load single %[[TO]], 0 : f64
// CHECK-COUNT-3: snitch.fp_load single
// CHECK: snitch.frep %[[N]] iter(%[[Z]], %[[Z]], %[[Z]], %[[Z]])
// CHECK-COUNT-4: snitch.pair_fma
// CHECK-NOT: snitch.pair_fma
// CHECK-COUNT-4: snitch.pair_sum
// CHECK: snitch.pair_pack
// CHECK-NEXT: snitch.push
// CHECK: snitch.pair_pack
// CHECK-NEXT: snitch.push
// CHECK: snitch.fence [2]
func.func @rows(%x: memref<1x100xf32, #snitch.l1>, %w: memref<4x100xf32, #snitch.l1>,
                %y: memref<1x4xf32, #snitch.l1>) {
  linalg.matmul_transpose_b ins(%x, %w : memref<1x100xf32, #snitch.l1>, memref<4x100xf32, #snitch.l1>)
                            outs(%y : memref<1x4xf32, #snitch.l1>)
  return
}

// -----

// An odd number of results: each is stored for itself. They start from 2, which
// fills the upper half with ones.
// CHECK-LABEL: func.func @odd_results
// CHECK-DAG: arith.constant 0xFFFFFFFF40000000 : f64
// CHECK-NOT: snitch.fp_load
// CHECK-COUNT-3: snitch.pair_sum
// CHECK-NOT: snitch.push
// CHECK-COUNT-3: snitch.fp_store single
func.func @odd_results(%x: memref<1x100xf32, #snitch.l1>, %w: memref<3x100xf32, #snitch.l1>,
                       %y: memref<1x3xf32, #snitch.l1>) {
  %two = arith.constant 2.0 : f32
  linalg.fill ins(%two : f32) outs(%y : memref<1x3xf32, #snitch.l1>)
  linalg.matmul_transpose_b ins(%x, %w : memref<1x100xf32, #snitch.l1>, memref<3x100xf32, #snitch.l1>)
                            outs(%y : memref<1x3xf32, #snitch.l1>)
  return
}

// -----

// 33 of rows that are 40 apart: 16 pairs, then the last element in loads and
// stores, behind a fence for what the stream stored.
// CHECK-LABEL: func.func @odd_sum
// CHECK: snitch.frep
// CHECK: snitch.fence [2]
// CHECK: memref.load
// CHECK: math.fma
// CHECK: memref.store
func.func @odd_sum(%x: memref<1x40xf32, #snitch.l1>, %w: memref<4x40xf32, #snitch.l1>,
                   %y: memref<1x4xf32, #snitch.l1>) {
  %a = memref.subview %x[0, 0] [1, 33] [1, 1] : memref<1x40xf32, #snitch.l1> to memref<1x33xf32, strided<[40, 1]>, #snitch.l1>
  %b = memref.subview %w[0, 0] [4, 33] [1, 1] : memref<4x40xf32, #snitch.l1> to memref<4x33xf32, strided<[40, 1]>, #snitch.l1>
  linalg.matmul_transpose_b ins(%a, %b : memref<1x33xf32, strided<[40, 1]>, #snitch.l1>, memref<4x33xf32, strided<[40, 1]>, #snitch.l1>)
                            outs(%y : memref<1x4xf32, #snitch.l1>)
  return
}
