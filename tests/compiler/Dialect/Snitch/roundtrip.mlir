// Every snitch operation and attribute is read back as it was printed.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s | seeker-opt | FileCheck %s
// RUN: seeker-opt %s --mlir-print-op-generic | seeker-opt | FileCheck %s

#rows = affine_map<(m, n, k) -> (m, k)>
#weights = affine_map<(m, n, k) -> (n, k)>
#result = affine_map<(m, n, k) -> (m, n)>

// CHECK-LABEL: func.func @kernel
// CHECK-SAME: tensor<1x400xf64> {snitch.name = "x"}
// CHECK: snitch.kernel "matvec"(%{{.*}}, %{{.*}}, %{{.*}}) {tiles = #snitch.tiles<l1 = [0, 40, 100], order = [2, 0, 1], dual_buffer = true>} : (tensor<1x400xf64>, tensor<1200x400xf64>, tensor<1x1200xf64>) -> tensor<1x1200xf64> {
// CHECK-NEXT: ^bb0(
// CHECK: snitch.yield %{{.*}} : tensor<1x1200xf64>
func.func @kernel(%x: tensor<1x400xf64> {snitch.name = "x"},
                  %w: tensor<1200x400xf64> {snitch.weight},
                  %b: tensor<1x1200xf64>) -> tensor<1x1200xf64> {
  %y = snitch.kernel "matvec"(%x, %w, %b)
      {tiles = #snitch.tiles<dual_buffer = true, l1 = [0, 40, 100], order = [2, 0, 1]>}
      : (tensor<1x400xf64>, tensor<1200x400xf64>, tensor<1x1200xf64>)
      -> tensor<1x1200xf64> {
  ^bb0(%x0: tensor<1x400xf64>, %w0: tensor<1200x400xf64>, %b0: tensor<1x1200xf64>):
    %r = linalg.generic {indexing_maps = [#rows, #weights, #result],
                         iterator_types = ["parallel", "parallel", "reduction"]}
        ins(%x0, %w0 : tensor<1x400xf64>, tensor<1200x400xf64>)
        outs(%b0 : tensor<1x1200xf64>) {
    ^bb0(%a: f64, %c: f64, %s: f64):
      %p = arith.mulf %a, %c : f64
      %q = arith.addf %s, %p : f64
      linalg.yield %q : f64
    } -> tensor<1x1200xf64>
    snitch.yield %r : tensor<1x1200xf64>
  }
  return %y : tensor<1x1200xf64>
}

// CHECK-LABEL: func.func @scheduled
// CHECK: snitch.mark begin "matvec"
// CHECK: %[[W:.*]] = snitch.l1_alloc "w" kernel "matvec" role "input" operand 1 copies 2 reason "operand 1, copied in by DMA" : memref<2x40x100xf64, #snitch.l1>
// CHECK: %[[A:.*]] = snitch.l1_alloc "acc" kernel "matvec" role "accumulator" reason "all sums" alignment 128 offset 256 : memref<1x1200xf64, #snitch.l1>
// CHECK: snitch.barrier
// CHECK: snitch.compute (%[[CORE:.*]]) {
// CHECK: snitch.microkernel(%[[A]]) : memref<1x1200xf64, #snitch.l1> {
// CHECK-NEXT: ^bb0(%[[ARG:.*]]: memref<1x1200xf64, #snitch.l1>):
// CHECK: linalg.fill
// CHECK: snitch.mark end "matvec"
func.func @scheduled() {
  snitch.mark begin "matvec"
  %w = snitch.l1_alloc "w" kernel "matvec" role "input" operand 1 copies 2
      reason "operand 1, copied in by DMA" : memref<2x40x100xf64, #snitch.l1>
  %acc = snitch.l1_alloc "acc" kernel "matvec" role "accumulator"
      reason "all sums" alignment 128 offset 256 : memref<1x1200xf64, #snitch.l1>
  snitch.barrier
  snitch.compute (%core) {
    snitch.microkernel(%acc) : memref<1x1200xf64, #snitch.l1> {
    ^bb0(%a: memref<1x1200xf64, #snitch.l1>):
      %zero = arith.constant 0.0 : f64
      linalg.fill ins(%zero : f64) outs(%a : memref<1x1200xf64, #snitch.l1>)
    }
  }
  snitch.mark end "matvec"
  return
}

// CHECK-LABEL: func.func @streams
// CHECK: %[[P:.*]] = snitch.address %{{.*}}[%{{.*}}, %{{.*}}] : memref<5x200xf64, #snitch.l1>
// CHECK: snitch.stream_shape 0 bounds [%[[N:.*]]] strides [8] repeat 2
// CHECK: snitch.stream_shape 1 bounds [2, %[[N]]] strides [%[[N]], 8] repeat 1
// CHECK: snitch.stream_start 0 reads %[[P]] loops 1
// CHECK: snitch.stream_start 2 writes %[[P]] loops 1
// CHECK: snitch.streaming(%[[P]], %[[N]], %{{.*}}) : index, index, f64 {
// CHECK-NEXT: ^bb0(%[[TO:.*]]: index, %[[K:.*]]: index, %[[ZERO:.*]]: f64):
// CHECK: snitch.fp_load %[[TO]], 8 : f64
// CHECK: snitch.core_loop %[[K]] {
// CHECK: %[[A:.*]] = snitch.pop 0 : f64
// CHECK: %[[B:.*]] = math.fma %[[A]], %[[A]], %[[ZERO]] : f64
// CHECK: snitch.push %[[B]] into 2 : f64
// CHECK: %[[R:.*]]:2 = snitch.frep %[[K]] iter(%{{.*}}, %{{.*}}) : f64, f64 {
// CHECK-NEXT: ^bb0(%{{.*}}: f64, %{{.*}}: f64):
// CHECK: snitch.yield %{{.*}}, %{{.*}} : f64, f64
// CHECK: snitch.frep %[[K]] stagger 2 iter(%[[ZERO]], %[[ZERO]]) : f64, f64 {
// CHECK: snitch.frep %[[K]] {
// CHECK: snitch.yield
// CHECK: snitch.fp_store %[[R]]#1, %[[TO]], 8 : f64
// CHECK: snitch.fence [2]
// CHECK: snitch.fence []
func.func @streams(%w: memref<5x200xf64, #snitch.l1>, %n: index, %z: f64) {
  %p = snitch.address %w[%n, %n] : memref<5x200xf64, #snitch.l1>
  snitch.stream_shape 0 bounds [%n] strides [8] repeat 2
  snitch.stream_shape 1 bounds [2, %n] strides [%n, 8] repeat 1
  snitch.stream_start 0 reads %p loops 1
  snitch.stream_start 2 writes %p loops 1
  snitch.streaming(%p, %n, %z) : index, index, f64 {
  ^bb0(%to: index, %k: index, %zero: f64):
    %i = snitch.fp_load %to, 0 : f64
    %j = snitch.fp_load %to, 8 : f64
    snitch.core_loop %k {
      %a = snitch.pop 0 : f64
      %b = math.fma %a, %a, %zero : f64
      snitch.push %b into 2 : f64
    }
    %s:2 = snitch.frep %k iter(%i, %j) : f64, f64 {
    ^bb0(%s0: f64, %s1: f64):
      %p0 = snitch.pop 0 : f64
      %q0 = snitch.pop 1 : f64
      %r0 = math.fma %p0, %q0, %s0 : f64
      %p1 = snitch.pop 0 : f64
      %q1 = snitch.pop 1 : f64
      %r1 = math.fma %p1, %q1, %s1 : f64
      snitch.yield %r0, %r1 : f64, f64
    }
    %t:2 = snitch.frep %k stagger 2 iter(%zero, %zero) : f64, f64 {
    ^bb0(%u: f64):
      %v = snitch.pop 0 : f64
      %x = arith.addf %u, %v : f64
      snitch.yield %x : f64
    }
    snitch.frep %k {
      %y = snitch.pop 0 : f64
      %x = arith.negf %y : f64
      snitch.push %x into 2 : f64
      snitch.yield
    }
    snitch.fp_store %s#0, %to, 0 : f64
    snitch.fp_store %s#1, %to, 8 : f64
  }
  snitch.fence [2]
  snitch.fence []
  // CHECK: snitch.late_fence
  snitch.late_fence
  // CHECK-NEXT: snitch.barrier late
  snitch.barrier late
  return
}

// CHECK-LABEL: func.func private @alias
// CHECK-SAME: a = #snitch.tiles<l1 = [0, 240, 80], order = [0, 2, 1]>
// CHECK-SAME: b = #snitch.tiles<l1 = [0, 40, 100], order = [2, 0, 1], dual_buffer = true>
// CHECK-SAME: c = #snitch.tiles<l1 = [8]>
// CHECK-SAME: d = #snitch.tiles<l1 = [8], dual_buffer = true, buffers = 4, rows = padded>
func.func private @alias() attributes {
  a = #quidditch_snitch.lowering_config<l1_tiles = [0, 240, 80], l1_tiles_interchange = [0, 2, 1], dual_buffer = false>,
  b = #quidditch_snitch.lowering_config<dual_buffer = true, l1_tiles_interchange = [2, 0, 1], l1_tiles = [0, 40, 100]>,
  c = #quidditch_snitch.lowering_config<l1_tiles = [8]>,
  d = #snitch.tiles<rows = padded, l1 = [8], buffers = 4, dual_buffer = true>}

// CHECK-LABEL: func.func @window
func.func @window(%x: tensor<9xf64>) -> tensor<4x3xf64> {
  // CHECK: snitch.window %{{.*}} by #{{.*}} : tensor<9xf64> to tensor<4x3xf64>
  %w = snitch.window %x by affine_map<(d0, d1) -> (d0 * 2 + d1)>
      : tensor<9xf64> to tensor<4x3xf64>
  return %w : tensor<4x3xf64>
}
