// One schedule becomes the DM core's code, a compute core's, and main.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --seeker-specialise-cores --cse | FileCheck %s
// RUN: seeker-opt %s --seeker-specialise-cores=config=small --cse | FileCheck %s --check-prefix=SMALL

// The DM core's has no arithmetic on tiles.
// CHECK-LABEL: func.func private @f_dm()
// CHECK-SAME: llvm.linkage = #llvm.linkage<internal>
// CHECK: snitch.mark begin "k"
// CHECK: dma.start
// CHECK: scf.for {{.*}} iter_args
// CHECK:   dma.wait
// CHECK:   snitch.barrier
// CHECK-NOT: memref.store
// CHECK: snitch.mark end "k"
// CHECK: return

// The compute core's has neither transfers nor tokens nor what served them. It
// waits for its FPU before it comes to a barrier. Each kernel is a function.
// CHECK-LABEL: func.func private @f_compute_k
// CHECK-SAME: (%[[CORE:.*]]: index)
// CHECK-NOT: dma.
// CHECK-NOT: mark
// CHECK: scf.for %{{.*}} = %{{.*}} to %{{.*}} step %{{.*}} {
// CHECK-NEXT: snitch.late_fence
// CHECK-NEXT: snitch.barrier late
// CHECK: memref.store %{{.*}}, %{{.*}}[%[[CORE]]]
// CHECK-NOT: dma.
// CHECK: snitch.fence []
// CHECK-NEXT: snitch.barrier
// CHECK: return

// What both need each computes for itself.
// CHECK-LABEL: func.func private @f_compute_l
// CHECK-SAME: (%[[CORE:.*]]: index)
// CHECK-DAG: %[[ONE:.*]] = arith.constant 1.000000e+00 : f64
// CHECK-DAG: %[[B:.*]] = snitch.l1_alloc "b"
// CHECK: memref.store %[[ONE]], %[[B]][%[[CORE]]]
// CHECK-NEXT: snitch.fence []
// CHECK-NEXT: snitch.barrier
// CHECK-NEXT: return

// CHECK-LABEL: func.func @main(
// CHECK-SAME: %[[HART:.*]]: i32) -> i32
// CHECK: %[[DM:.*]] = arith.constant 8 : i32
// SMALL: %[[DM:.*]] = arith.constant 2 : i32
// CHECK: arith.cmpi eq, %[[HART]], %[[DM]]
// CHECK: call @f_dm()
// CHECK: call @f_compute_k(
// CHECK-NEXT: call @f_compute_l(
func.func @f() {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c10 = arith.constant 10 : index
  %one = arith.constant 1.0 : f64
  %x = snitch.l3_tensor "x" role "input" address 2148532224 : memref<8xf64>
  %b = snitch.l1_alloc "b" kernel "k" role "input" reason "r" offset 0 : memref<8xf64, #snitch.l1>
  snitch.mark begin "k"
  %t0 = dma.start %x, %b : memref<8xf64> to memref<8xf64, #snitch.l1>
  %last = scf.for %i = %c0 to %c10 step %c1 iter_args(%t = %t0) -> !dma.token {
    dma.wait %t
    snitch.barrier late
    %more = arith.cmpi slt, %i, %c1 : index
    %next = scf.if %more -> !dma.token {
      %s = dma.start %x, %b : memref<8xf64> to memref<8xf64, #snitch.l1>
      scf.yield %s : !dma.token
    } else {
      %d = dma.done
      scf.yield %d : !dma.token
    }
    snitch.compute (%core) {
      memref.store %one, %b[%core] : memref<8xf64, #snitch.l1>
    }
    scf.yield %next : !dma.token
  }
  snitch.barrier
  %e = dma.start %b, %x : memref<8xf64, #snitch.l1> to memref<8xf64>
  dma.wait %e
  snitch.mark end "k"
  snitch.mark begin "l"
  snitch.compute (%core) {
    memref.store %one, %b[%core] : memref<8xf64, #snitch.l1>
  }
  snitch.barrier
  snitch.mark end "l"
  return
}
