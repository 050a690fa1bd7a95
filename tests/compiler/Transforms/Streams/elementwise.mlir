// Elementwise operations as streams, as many points at once as the FPU wants.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --canonicalize --seeker-lower-microkernels --canonicalize --cse | FileCheck %s

// One instruction a point, in place: two reads and a write. The loops are one
// where a tensor has no gaps.
// CHECK-LABEL: func.func @add
// CHECK: snitch.stream_shape 0 bounds [24, 16] strides [8, 256] repeat 1
// CHECK: snitch.stream_shape 1 bounds [384] strides [8] repeat 1
// CHECK: snitch.stream_shape 2 bounds [384] strides [8] repeat 1
// CHECK: snitch.stream_start 0 reads %{{.*}} loops 2
// CHECK: snitch.stream_start 1 reads %[[C:.*]] loops 1
// CHECK: snitch.stream_start 2 writes %[[C]] loops 1
// CHECK: snitch.streaming(%c384) : index {
// CHECK: snitch.frep %{{.*}} {
// CHECK-NEXT: %[[A:.*]] = snitch.pop 0
// CHECK-NEXT: %[[B:.*]] = snitch.pop 1
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[A]], %[[B]]
// CHECK-NEXT: snitch.push %[[S]] into 2
// CHECK-NEXT: snitch.yield
// CHECK: snitch.fence [2]
func.func @add(%a: memref<16x24xf64, strided<[32, 1]>, #snitch.l1>, %c: memref<16x24xf64, #snitch.l1>) {
  linalg.add ins(%a, %c : memref<16x24xf64, strided<[32, 1]>, #snitch.l1>, memref<16x24xf64, #snitch.l1>)
             outs(%c : memref<16x24xf64, #snitch.l1>)
  return
}

// -----

#id = affine_map<(d) -> (d)>

// Two instructions a point: five points at once, since 5 divides 35. An
// argument that two of them want is moved into a register.
// CHECK-LABEL: func.func @polynomial
// CHECK: snitch.streaming(%c7, %{{.*}}) : index, f64 {
// CHECK-COUNT-5: math.copysign
// CHECK-COUNT-5: arith.mulf
// CHECK-COUNT-5: arith.addf
// CHECK-NOT: snitch.streaming
func.func @polynomial(%a: memref<35xf64, #snitch.l1>, %y: memref<35xf64, #snitch.l1>) {
  %half = arith.constant 0.5 : f64
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%a : memref<35xf64, #snitch.l1>) outs(%y : memref<35xf64, #snitch.l1>) {
  ^bb0(%x: f64, %o: f64):
    %p = arith.mulf %x, %half : f64
    %q = arith.addf %p, %x : f64
    linalg.yield %q : f64
  }
  return
}

// -----

#id = affine_map<(d) -> (d)>

// Not known how many: whole fours, then the rest one at a time, of one job.
// CHECK-LABEL: func.func @dynamic
// CHECK: %[[ANY:.*]] = arith.cmpi ne, %[[N:.*]], %c0
// CHECK: scf.if %[[ANY]] {
// CHECK: snitch.stream_start 2 writes
// CHECK: arith.divui %[[N]], %c4
// CHECK: scf.if
// CHECK: snitch.streaming
// CHECK-COUNT-4: snitch.push
// CHECK: arith.remui %[[N]], %c4
// CHECK: scf.if
// CHECK-NOT: snitch.stream_start
// CHECK: snitch.streaming
// CHECK-COUNT-1: snitch.push
// CHECK-NOT: snitch.push
// CHECK: snitch.fence [2]
func.func @dynamic(%a: memref<?xf64, #snitch.l1>, %y: memref<?xf64, #snitch.l1>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%a : memref<?xf64, #snitch.l1>) outs(%y : memref<?xf64, #snitch.l1>) {
  ^bb0(%x: f64, %o: f64):
    %p = math.absf %x : f64
    %q = arith.negf %p : f64
    linalg.yield %q : f64
  }
  return
}

// -----

// A fill writes its constant; a broadcast repeats its row's element.
// CHECK-LABEL: func.func @fill_and_broadcast
// CHECK: snitch.stream_shape 2 bounds [64] strides [8] repeat 1
// CHECK: snitch.streaming(%c64, %[[Z:.*]]) : index, f64 {
// CHECK: math.copysign
// CHECK: snitch.fence [2]
// The fill's stores are done before the broadcast's stream overwrites them.
// CHECK: snitch.fence []
// CHECK: snitch.stream_shape 0 bounds [8] strides [8] repeat 8
func.func @fill_and_broadcast(%a: memref<8xf64, #snitch.l1>, %y: memref<8x8xf64, #snitch.l1>) {
  %one = arith.constant 1.0 : f64
  linalg.fill ins(%one : f64) outs(%y : memref<8x8xf64, #snitch.l1>)
  linalg.broadcast ins(%a : memref<8xf64, #snitch.l1>) outs(%y : memref<8x8xf64, #snitch.l1>) dimensions = [1]
  return
}

// -----

// Six loops that do not continue each other: the core keeps two of them.
// CHECK-LABEL: func.func @many_loops
// CHECK: snitch.stream_shape 0 bounds [2, 2, 2, 2] strides [8192, 4096, 2048, 1024] repeat 1
// CHECK: scf.for %{{.*}} = %c0 to %c2 step %c1 {
// CHECK: scf.for %{{.*}} = %c0 to %c2 step %c1 {
// CHECK: snitch.stream_start 0 reads %{{.*}} loops 4
// CHECK: snitch.stream_start 2 writes %{{.*}} loops 1
// CHECK: snitch.streaming(%c16) : index {
#id6 = affine_map<(a, b, c, d, e, f) -> (a, b, c, d, e, f)>
#rev = affine_map<(a, b, c, d, e, f) -> (f, e, d, c, b, a)>
func.func @many_loops(%a: memref<2x2x2x2x2x2xf64, strided<[1024, 512, 256, 128, 64, 16]>, #snitch.l1>,
                      %y: memref<2x2x2x2x2x2xf64, #snitch.l1>) {
  linalg.generic {indexing_maps = [#rev, #id6],
                  iterator_types = ["parallel", "parallel", "parallel", "parallel", "parallel", "parallel"]}
      ins(%a : memref<2x2x2x2x2x2xf64, strided<[1024, 512, 256, 128, 64, 16]>, #snitch.l1>)
      outs(%y : memref<2x2x2x2x2x2xf64, #snitch.l1>) {
  ^bb0(%x: f64, %o: f64):
    %q = arith.negf %x : f64
    linalg.yield %q : f64
  }
  return
}
