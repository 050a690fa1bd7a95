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
// branch; what a load gives is not.
// CHECK-LABEL: func.func @arithmetic
// CHECK: scf.for %[[I:.*]] =
// CHECK-NEXT: %[[P:.*]] = arith.muli %[[I]], %{{.*}}
// CHECK-NEXT: %[[Q:.*]] = arith.addi %[[P]], %{{.*}}
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
