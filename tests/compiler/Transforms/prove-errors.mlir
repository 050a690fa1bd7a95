// What seeker-prove says of single violations, with the place of both sides.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --verify-diagnostics \
// RUN:   --seeker-prove="l1-budget=4096 compute-cores=4"

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @overlap(%x: !l3) {
  // expected-note@+1 {{the other buffer}}
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : !l1
  // expected-error@+1 {{buffer "b" at bytes [64, 576) of L1 overlaps buffer "a" at bytes [0, 512) of L1 while both are live: they share bytes [64, 512)}}
  %b = snitch.l1_alloc "b" kernel "k" role "input" reason "r" offset 64 : !l1
  %ta = dma.start %x, %a : !l3 to !l1
  %tb = dma.start %x, %b : !l3 to !l1
  dma.wait %tb
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @out_of_the_budget(%x: !l3) {
  // expected-error@+1 {{buffer "a" at bytes [3648, 4160) leaves the 4096 bytes of L1 for buffers}}
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 3648 : !l1
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>

func.func @misaligned() {
  // expected-error@+1 {{buffer "a" at offset 4 is not aligned to 8 bytes}}
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" alignment 4 offset 4 : !l1
  return
}

// -----

func.func @out_of_the_tensor(%x: memref<100xf64> {snitch.name = "x"}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : memref<32xf64, #snitch.l1>
  scf.for %i = %c0 to %c4 step %c1 {
    %at = affine.apply affine_map<(i) -> (i * 32)>(%i)
    %from = memref.subview %x[%at] [32] [1] : memref<100xf64> to memref<32xf64, strided<[1], offset: ?>>
    // expected-error@+1 {{transfer reads outside of tensor "x": dimension 0 reaches index 127 of 100 at iteration 3}}
    %t = dma.start %from, %a : memref<32xf64, strided<[1], offset: ?>> to memref<32xf64, #snitch.l1>
    dma.wait %t
  }
  return
}

// -----

func.func @different_sizes(%x: memref<100xf64> {snitch.name = "x"}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : memref<100xf64, #snitch.l1>
  scf.for %i = %c0 to %c2 step %c1 {
    %n = affine.apply affine_map<(i) -> (i + 10)>(%i)
    %from = memref.subview %x[0] [%n] [1] : memref<100xf64> to memref<?xf64, strided<[1]>>
    %to = memref.subview %a[0] [10] [1] : memref<100xf64, #snitch.l1> to memref<10xf64, strided<[1]>, #snitch.l1>
    %dyn = memref.cast %to : memref<10xf64, strided<[1]>, #snitch.l1> to memref<?xf64, strided<[1]>, #snitch.l1>
    // expected-error@+1 {{transfer reads 11 and writes 10 in dimension 0 at iteration 1}}
    %t = dma.start %from, %dyn : memref<?xf64, strided<[1]>> to memref<?xf64, strided<[1]>, #snitch.l1>
    dma.wait %t
  }
  return
}

// -----

func.func @not_affine(%x: memref<100xf64> {snitch.name = "x"}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : memref<1xf64, #snitch.l1>
  scf.for %i = %c0 to %c9 step %c1 {
    // expected-note@+1 {{this value}}
    %square = arith.muli %i, %i : index
    %from = memref.subview %x[%square] [1] [1] : memref<100xf64> to memref<1xf64, strided<[1], offset: ?>>
    // expected-error@+1 {{cannot be proved to stay in bounds: an index is not affine in loop indices and the core's number}}
    %t = dma.start %from, %a : memref<1xf64, strided<[1], offset: ?>> to memref<1xf64, #snitch.l1>
    dma.wait %t
  }
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @read_in_flight(%x: !l3) {
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : !l1
  %b = snitch.l1_alloc "b" kernel "k" role "output" reason "r" offset 512 : !l1
  // expected-note@+1 {{the transfer, started, is in flight}}
  %ta = dma.start %x, %a : !l3 to !l1
  snitch.barrier
  snitch.compute (%core) {
    %av = memref.subview %a[0, %core] [1, 1] [1, 1] : !l1 to memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>
    %bv = memref.subview %b[0, %core] [1, 1] [1, 1] : !l1 to memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>
    // expected-error@+1 {{core 0 reads bytes [0, 8) of buffer "a" while a transfer writes them}}
    snitch.microkernel(%av, %bv) : memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>, memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1> {
    ^bb0(%p: memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>, %q: memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>):
      linalg.copy ins(%p : memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>) outs(%q : memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>)
    }
  }
  dma.wait %ta
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @no_barrier(%x: !l3) {
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : !l1
  // expected-note@+1 {{the transfer, started, has been waited for by the DM core alone}}
  %ta = dma.start %x, %a : !l3 to !l1
  dma.wait %ta
  snitch.compute (%core) {
    // expected-error@+1 {{core 0 updates bytes [0, 512) of buffer "a", which a transfer writes, and no barrier lies between}}
    snitch.microkernel(%a) : !l1 {
    ^bb0(%p: !l1):
      linalg.exp ins(%p : !l1) outs(%p : !l1)
    }
  }
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @cores_race(%x: !l3) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : !l1
  %ta = dma.start %x, %a : !l3 to !l1
  dma.wait %ta
  scf.for %i = %c0 to %c2 step %c1 {
    snitch.barrier
    snitch.compute (%core) {
      %at = affine.apply affine_map<(c) -> (c * 2)>(%core)
      %v = memref.subview %a[0, %at] [1, 3] [1, 1] : !l1 to memref<1x3xf64, strided<[64, 1], offset: ?>, #snitch.l1>
      // expected-error@+2 {{core 1 updates bytes [16, 24) of buffer "a" at iteration 0, which core 0 updates, and no barrier lies between}}
      // expected-note@+1 {{the other access is here at iteration 0}}
      snitch.microkernel(%v) : memref<1x3xf64, strided<[64, 1], offset: ?>, #snitch.l1> {
      ^bb0(%p: memref<1x3xf64, strided<[64, 1], offset: ?>, #snitch.l1>):
        linalg.exp ins(%p : memref<1x3xf64, strided<[64, 1], offset: ?>, #snitch.l1>) outs(%p : memref<1x3xf64, strided<[64, 1], offset: ?>, #snitch.l1>)
      }
    }
  }
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @transfers_race(%x: !l3, %y: !l3) {
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : !l1
  // expected-note@+1 {{the other transfer, started, is in flight}}
  %t0 = dma.start %x, %a : !l3 to !l1
  // expected-error@+1 {{transfer writes bytes [0, 512) of buffer "a" while another writes them}}
  %t1 = dma.start %y, %a : !l3 to !l1
  dma.wait %t1
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @never_waited(%x: !l3) {
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : !l1
  // expected-error@+1 {{transfer is never waited for: started, it may be in flight when the function ends}}
  %t0 = dma.start %x, %a : !l3 to !l1
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @nothing_written(%y: !l3) {
  %a = snitch.l1_alloc "a" kernel "k" role "output" reason "r" offset 0 : !l1
  // expected-error@+1 {{transfer reads bytes [0, 512) of buffer "a" before anything has written them}}
  %t0 = dma.start %a, %y : !l1 to !l3
  dma.wait %t0
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @not_all_stored(
    %x: !l3,
    // expected-error@+1 {{bytes [384, 512) of tensor "y" are never stored, 128 bytes in all}}
    %y: !l3 {snitch.name = "y", snitch.output}) {
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : !l1
  %t0 = dma.start %x, %a : !l3 to !l1
  dma.wait %t0
  %from = memref.subview %a[0, 0] [1, 48] [1, 1] : !l1 to memref<1x48xf64, strided<[64, 1]>, #snitch.l1>
  %to = memref.subview %y[0, 0] [1, 48] [1, 1] : !l3 to memref<1x48xf64, strided<[64, 1]>>
  %t1 = dma.start %from, %to : memref<1x48xf64, strided<[64, 1]>, #snitch.l1> to memref<1x48xf64, strided<[64, 1]>>
  dma.wait %t1
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @read_before_stored() {
  %h = memref.alloc() : !l3
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : !l1
  // expected-error@+1 {{transfer reads bytes [0, 512) of an intermediate tensor before they have been stored}}
  %t0 = dma.start %h, %a : !l3 to !l1
  dma.wait %t0
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @stored_too_early(%x: !l3, %y: !l3 {snitch.name = "y", snitch.output}) {
  %a = snitch.l1_alloc "a" kernel "k" role "output" reason "r" offset 0 : !l1
  %t0 = dma.start %x, %a : !l3 to !l1
  dma.wait %t0
  %t1 = dma.start %a, %y : !l1 to !l3
  dma.wait %t1
  snitch.barrier
  snitch.compute (%core) {
    %v = memref.subview %a[0, %core] [1, 1] [1, 1] : !l1 to memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>
    // expected-error@+1 {{result in bytes [0, 4) of buffer "a" is not stored after its last change}}
    snitch.microkernel(%v) : memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1> {
    ^bb0(%p: memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>):
      linalg.exp ins(%p : memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>) outs(%p : memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>)
    }
  }
  snitch.barrier
  return
}

// -----

!l1 = memref<1x64xf64, #snitch.l1>
!l3 = memref<1x64xf64>

func.func @overwritten(%x: !l3, %y: !l3 {snitch.name = "y", snitch.output}) {
  %a = snitch.l1_alloc "a" kernel "k" role "output" reason "r" offset 0 : !l1
  %t0 = dma.start %x, %a : !l3 to !l1
  dma.wait %t0
  snitch.barrier
  snitch.compute (%core) {
    %v = memref.subview %a[0, %core] [1, 1] [1, 1] : !l1 to memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>
    // expected-error@+1 {{result in bytes [0, 4) of buffer "a" is overwritten before it is stored}}
    snitch.microkernel(%v) : memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1> {
    ^bb0(%p: memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>):
      linalg.exp ins(%p : memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>) outs(%p : memref<1x1xf64, strided<[64, 1], offset: ?>, #snitch.l1>)
    }
  }
  snitch.barrier
  // expected-note@+1 {{overwritten here}}
  %t2 = dma.start %x, %a : !l3 to !l1
  dma.wait %t2
  %t1 = dma.start %a, %y : !l1 to !l3
  dma.wait %t1
  return
}

// -----

func.func @foreign_token(%t: !dma.token) {
  // expected-error@+1 {{waits for a token that no transfer gave}}
  dma.wait %t
  return
}

// -----

func.func @foreign_token_in_loop(%t: !dma.token) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-error@+1 {{hands on a token that no transfer gave}}
  %r = scf.for %i = %c0 to %c1 step %c1 iter_args(%s = %t) -> (!dma.token) {
    scf.yield %s : !dma.token
  }
  return
}

// -----

func.func @foreign_value_in_loop(%n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-error@+1 {{hands on a value that is not known in advance}}
  %r = scf.for %i = %c0 to %c1 step %c1 iter_args(%s = %n) -> (index) {
    scf.yield %s : index
  }
  return
}

// -----

func.func @unknown_bounds(%n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  // expected-error@+1 {{loop bounds are not known in advance: cores could meet different barriers}}
  scf.for %i = %c0 to %n step %c1 {
    snitch.barrier
  }
  return
}

// -----

func.func @unknown_condition(%c: i1) {
  // expected-error@+1 {{branch condition is not known in advance: cores could meet different barriers}}
  scf.if %c {
    snitch.barrier
  }
  return
}

// -----

func.func @unknown_value(%n: index) {
  // expected-error@+1 {{cannot be evaluated: 'arith.addi' on values that are not known in advance}}
  %m = arith.addi %n, %n : index
  return
}

// -----

func.func @unknown_operation(%x: memref<4xf64>) {
  %c0 = arith.constant 0 : index
  // expected-error@+1 {{'memref.load' is not part of the scheduled form: what it accesses is not checked}}
  %v = memref.load %x[%c0] : memref<4xf64>
  return
}

// -----

func.func @endless() {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %many = arith.constant 1000000000000 : index
  scf.for %i = %c0 to %many step %c1 {
    // expected-error@+1 {{the schedule takes more than 20000000 steps and is not walked to its end}}
    snitch.barrier
  }
  return
}

// -----

// expected-error@+1 {{bytes [0, 512) of tensor "h" are never stored, 512 bytes in all}}
func.func @state_without_next_value(%h: memref<64xf64> {snitch.name = "h", snitch.replaced, snitch.state}) {
  %a = snitch.l1_alloc "a" kernel "k" role "input" reason "r" offset 0 : memref<64xf64, #snitch.l1>
  %t = dma.start %h, %a : memref<64xf64> to memref<64xf64, #snitch.l1>
  dma.wait %t
  return
}
