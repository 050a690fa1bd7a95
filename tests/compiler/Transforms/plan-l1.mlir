// Offsets from live ranges: together, one after the other, in flight.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --seeker-plan-l1=l1-budget=120832 | FileCheck %s
// RUN: seeker-opt %inputs/matvec-scheduled.mlir --seeker-plan-l1=l1-budget=120832 | FileCheck %s --check-prefix=MATVEC

// Everything in the case's schedule lives throughout: 9600 + 1600 + 64000.
// MATVEC: snitch.l1_alloc "matvec.acc" {{.*}} offset [[#ACC:]]
// MATVEC: snitch.l1_alloc "matvec.x" {{.*}} offset [[#X:]]
// MATVEC: snitch.l1_alloc "matvec.w" {{.*}} offset [[#W:]]

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

// CHECK-LABEL: @one_after_the_other
func.func @one_after_the_other(%x: !l3, %y: !l3) {
  // CHECK: "a" {{.*}} offset 0 :
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" : !l1
  // CHECK: "b" {{.*}} offset 0 :
  %b = snitch.l1_alloc "b" kernel "k" role "input" reason "r" : !l1
  %ta = dma.start %x, %a : !l3 to !l1
  dma.wait %ta
  %tb = dma.start %x, %b : !l3 to !l1
  dma.wait %tb
  return
}

// CHECK-LABEL: @in_flight
func.func @in_flight(%x: !l3, %y: !l3) {
  // CHECK: "a" {{.*}} offset [[#A:]] :
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" : !l1
  // CHECK-NOT: offset [[#A]] :
  %b = snitch.l1_alloc "b" kernel "k" role "input" reason "r" : !l1
  %ta = dma.start %x, %a : !l3 to !l1
  %tb = dma.start %x, %b : !l3 to !l1
  dma.wait %ta
  dma.wait %tb
  return
}

// A compute region without a barrier between runs beside the DM core.
// CHECK-LABEL: @beside_the_dm_core
func.func @beside_the_dm_core(%x: !l3) {
  // CHECK: "a" {{.*}} offset [[#A:]] :
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" : !l1
  // CHECK-NOT: offset [[#A]] :
  %b = snitch.l1_alloc "b" kernel "k" role "input" reason "r" : !l1
  // CHECK: "c" {{.*}} offset [[#A]] :
  %c = snitch.l1_alloc "c" kernel "k" role "input" reason "r" : !l1
  snitch.compute (%core) {
    snitch.microkernel(%a) : !l1 {
    ^bb0(%m: !l1):
    }
  }
  %tb = dma.start %x, %b : !l3 to !l1
  dma.wait %tb
  snitch.barrier
  %tc = dma.start %x, %c : !l3 to !l1
  dma.wait %tc
  return
}

// A buffer that a loop outlives is live in all of it.
// CHECK-LABEL: @loops
func.func @loops(%x: !l3) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  // CHECK: "a" {{.*}} offset [[#A:]] :
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" : !l1
  // CHECK-NOT: offset [[#A]] :
  %b = snitch.l1_alloc "b" kernel "k" role "input" reason "r" : !l1
  // CHECK: "c" {{.*}} offset [[#A]] :
  %c = snitch.l1_alloc "c" kernel "k" role "input" reason "r" : !l1
  scf.for %i = %c0 to %c4 step %c1 {
    %ta = dma.start %x, %a : !l3 to !l1
    dma.wait %ta
    %tb = dma.start %x, %b : !l3 to !l1
    dma.wait %tb
  }
  %tc = dma.start %x, %c : !l3 to !l1
  dma.wait %tc
  return
}

// A token that a loop carries keeps the buffer until its wait in the next turn
// or, after the last one, until a later transfer has been waited for.
// CHECK-LABEL: @carried
func.func @carried(%x: !l3) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  // CHECK: "a" {{.*}} offset [[#A:]] :
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" : !l1
  // CHECK-NOT: offset [[#A]] :
  %b = snitch.l1_alloc "b" kernel "k" role "input" reason "r" : !l1
  // CHECK: "c" {{.*}} offset [[#A]] :
  %c = snitch.l1_alloc "c" kernel "k" role "input" reason "r" : !l1
  %t0 = dma.start %x, %a : !l3 to !l1
  %last = scf.for %i = %c0 to %c4 step %c1 iter_args(%t = %t0) -> (!dma.token) {
    dma.wait %t
    %ta = dma.start %x, %a : !l3 to !l1
    scf.yield %ta : !dma.token
  }
  %tb = dma.start %x, %b : !l3 to !l1
  dma.wait %tb
  %tc = dma.start %x, %c : !l3 to !l1
  dma.wait %tc
  return
}
