// Shapes rise out of loops, index arithmetic above barriers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --pass-pipeline='builtin.module(func.func(seeker-hoist-setup))' | FileCheck %s

// Mover 0 has one shape in both loops, mover 1 one in each, mover 2 one that the
// inner loop's index makes.
// CHECK-LABEL: func.func @shapes
// CHECK: snitch.stream_shape 0 bounds [%{{.*}}] strides [8] repeat 5
// CHECK-NEXT: scf.for
// CHECK-NOT: snitch.stream_shape 0
// CHECK: snitch.stream_shape 1 bounds [3]
// CHECK-NEXT: scf.for %[[J:.*]] =
// CHECK-NEXT: snitch.stream_shape 2 bounds [%[[J]]]
// CHECK: snitch.stream_shape 1 bounds [4]
// CHECK-NOT: snitch.stream_shape 0
func.func @shapes(%n: index, %p: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    scf.for %j = %c1 to %n step %c1 {
      snitch.stream_shape 0 bounds [%n] strides [8] repeat 5
      snitch.stream_shape 1 bounds [3] strides [8] repeat 1
      snitch.stream_shape 2 bounds [%j] strides [8] repeat 1
      snitch.stream_start 0 reads %p loops 1
    }
    snitch.stream_shape 1 bounds [4] strides [8] repeat 1
    snitch.stream_shape 0 bounds [%n] strides [8] repeat 5
    snitch.stream_start 0 reads %p loops 1
  }
  return
}

// What a start needs is computed before the barrier, also from inside of a
// branch, and pinned there; what a load gives is not.
// CHECK-LABEL: func.func @arithmetic
// CHECK: scf.for %[[I:.*]] =
// CHECK-NEXT: %[[P:.*]] = arith.muli %[[I]], %{{.*}}
// CHECK-NEXT: %[[Q:.*]] = arith.addi %[[P]], %{{.*}}
// CHECK-NEXT: %[[P32:.*]] = arith.index_cast %[[P]] : index to i32
// CHECK-NEXT: %[[Q32:.*]] = arith.index_cast %[[Q]] : index to i32
// CHECK-NEXT: llvm.inline_asm has_side_effects "", "r,r" %[[P32]], %[[Q32]]
// CHECK-NEXT: snitch.barrier
// CHECK-NEXT: snitch.stream_start 0 reads %[[P]] loops 1
// CHECK-NEXT: %[[L:.*]] = memref.load
// CHECK-NEXT: %[[R:.*]] = arith.addi %[[L]], %{{.*}}
// CHECK-NEXT: scf.if
// CHECK-NEXT: snitch.stream_start 1 reads %[[Q]] loops 1
// CHECK-NEXT: snitch.stream_start 1 reads %[[R]] loops 1
func.func @arithmetic(%n: index, %any: i1, %m: memref<index>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  scf.for %i = %c0 to %n step %c1 {
    snitch.barrier
    %p = arith.muli %i, %c8 : index
    snitch.stream_start 0 reads %p loops 1
    %l = memref.load %m[] : memref<index>
    %r = arith.addi %l, %c8 : index
    scf.if %any {
      %q = arith.addi %p, %c8 : index
      snitch.stream_start 1 reads %q loops 1
      snitch.stream_start 1 reads %r loops 1
    }
  }
  return
}

// Also before the waits ahead of the barrier, for the FPU or for transfers, and
// before what decides whether to wait.
// CHECK-LABEL: func.func @waits
// CHECK: scf.for %[[I:.*]] =
// CHECK-NEXT: %[[ANY:.*]] = arith.cmpi
// CHECK-NEXT: %[[P:.*]] = arith.muli %[[I]], %{{.*}}
// CHECK-NEXT: %[[P32:.*]] = arith.index_cast %[[P]]
// CHECK-NEXT: llvm.inline_asm has_side_effects "", "r" %[[P32]]
// CHECK-NEXT: func.call @seeker_dma_wait_or_exit
// CHECK-NEXT: scf.if %[[ANY]]
// CHECK: snitch.late_fence
// CHECK-NEXT: snitch.barrier
// CHECK-NEXT: snitch.stream_start 0 reads %[[P]] loops 1
func.func private @seeker_dma_wait_or_exit(i32)
func.func @waits(%n: index, %id: i32) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  scf.for %i = %c0 to %n step %c1 {
    func.call @seeker_dma_wait_or_exit(%id) : (i32) -> ()
    %any = arith.cmpi eq, %i, %c8 : index
    scf.if %any {
      func.call @seeker_dma_wait_or_exit(%id) : (i32) -> ()
    }
    snitch.late_fence
    snitch.barrier
    %p = arith.muli %i, %c8 : index
    snitch.stream_start 0 reads %p loops 1
  }
  return
}

// Shapes before the first jobs behind a barrier rise above it, in branches of
// their own; those behind a job, or of what is only known behind, do not.
// CHECK-LABEL: func.func @branches
// CHECK: scf.for
// CHECK: scf.if %[[ANY:.*]] {
// CHECK-NEXT: scf.index_switch %[[ROWS:.*]]
// CHECK-NEXT: case 1 {
// CHECK-NEXT: snitch.stream_shape 0 bounds [1] strides [8] repeat 1
// CHECK-NEXT: scf.yield
// CHECK-NEXT: }
// CHECK-NEXT: case 2 {
// CHECK-NEXT: snitch.stream_shape 0 bounds [2] strides [8] repeat 1
// CHECK-NEXT: snitch.stream_shape 1 bounds [%{{.*}}] strides [8] repeat 2
// CHECK-NEXT: scf.yield
// CHECK-NEXT: }
// CHECK-NEXT: default {
// CHECK-NEXT: }
// CHECK-NEXT: }
// CHECK: snitch.barrier
// CHECK-NEXT: scf.if %[[ANY]] {
// CHECK-NEXT: scf.index_switch %[[ROWS]]
// CHECK-NEXT: case 1 {
// CHECK-NEXT: snitch.stream_start 0 reads
// CHECK-NEXT: snitch.stream_shape 0 bounds [7]
// CHECK: case 2 {
// CHECK-NEXT: snitch.stream_start 0 reads
// CHECK: scf.if
// CHECK-NEXT: snitch.stream_shape 0 bounds [9]
func.func @branches(%n: index, %rows: index, %p: index, %any: i1) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    snitch.barrier
    scf.if %any {
      scf.index_switch %rows
      case 1 {
        snitch.stream_shape 0 bounds [1] strides [8] repeat 1
        snitch.stream_start 0 reads %p loops 1
        snitch.stream_shape 0 bounds [7] strides [8] repeat 1
        snitch.stream_start 0 reads %p loops 1
        scf.yield
      }
      case 2 {
        snitch.stream_shape 0 bounds [2] strides [8] repeat 1
        snitch.stream_shape 1 bounds [%i] strides [8] repeat 2
        snitch.stream_start 0 reads %p loops 1
        scf.yield
      }
      default {
      }
    }
    scf.if %any {
      snitch.stream_shape 0 bounds [9] strides [8] repeat 1
      snitch.stream_start 0 reads %p loops 1
    }
  }
  return
}

// A step that waits for its FPU in the middle computes what the next step needs
// before that wait; views stay where they are.
// CHECK-LABEL: func.func @rotated
// CHECK: %[[FIRST:.*]] = arith.muli %c0, %c8
// CHECK: scf.for %[[I:.*]] = %c0 to %{{.*}} step %c1 iter_args(%[[P:.*]] = %[[FIRST]]) -> (index) {
// CHECK-NEXT: %[[VIEW:.*]] = memref.subview %{{.*}}[%[[P]]] [4] [1]
// CHECK: snitch.barrier
// CHECK-NEXT: snitch.stream_start 0 reads %[[P]] loops 1
// CHECK-NEXT: snitch.streaming
// CHECK: %[[NEXT:.*]] = arith.addi %[[I]], %c1
// CHECK-NEXT: %[[Q:.*]] = arith.muli %[[NEXT]], %c8
// CHECK: llvm.inline_asm has_side_effects "", "r"
// CHECK-NEXT: snitch.fence []
// CHECK-NEXT: memref.store %{{.*}}, %[[VIEW]]
// CHECK-NEXT: scf.yield %[[Q]] : index
func.func @rotated(%n: index, %m: memref<64xf64>, %x: f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c8 = arith.constant 8 : index
  scf.for %i = %c0 to %n step %c1 {
    snitch.barrier
    %p = arith.muli %i, %c8 : index
    %view = memref.subview %m[%p] [4] [1] : memref<64xf64> to memref<4xf64, strided<[1], offset: ?>>
    snitch.stream_start 0 reads %p loops 1
    snitch.streaming(%p) : index {
    ^bb0(%a: index):
      %s = snitch.fp_load %a, 0 : f64
      %y = snitch.pop 0 : f64
      %z = math.fma %y, %y, %s : f64
      snitch.push %z into 2 : f64
    }
    snitch.fence []
    memref.store %x, %view[%c0] : memref<4xf64, strided<[1], offset: ?>>
  }
  return
}
