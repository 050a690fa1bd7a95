// What seeker-plan-l1 says when buffers do not fit: the whole need, every buffer.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --verify-diagnostics --seeker-plan-l1=l1-budget=100000
// RUN: not seeker-opt %inputs/matvec-scheduled.mlir --seeker-plan-l1=l1-budget=0 2>&1 | FileCheck %s --check-prefix=ZERO
// RUN: not seeker-opt %inputs/matvec-scheduled.mlir --seeker-plan-l1 2>&1 | FileCheck %s --check-prefix=MISSING

// ZERO: kernel "matvec" does not fit into L1: needs 75200 bytes, has 0
// MISSING: the L1 budget is missing: l1-budget=BYTES

// The five buffers of the case at tiles [0, 240, 80].
func.func @five_buffers(%x: memref<1x80xf64>, %w: memref<240x80xf64>, %b: memref<1x1200xf64>) {
  // expected-error@+2 {{kernel "mv" does not fit into L1: needs 183040 bytes, has 100000}}
  // expected-note@+1 {{buffer "acc" of 9600 bytes: all sums}}
  %acc = snitch.l1_alloc "acc" kernel "mv" role "accumulator" reason "all sums" : memref<1x1200xf64, #snitch.l1>
  // expected-note@+1 {{buffer "x" of 640 bytes: operand 0}}
  %xl = snitch.l1_alloc "x" kernel "mv" role "input" reason "operand 0" : memref<1x80xf64, #snitch.l1>
  // expected-note@+1 {{buffer "w" of 153600 bytes: operand 1; larger than the budget by itself: no layout can save it}}
  %wl = snitch.l1_alloc "w" kernel "mv" role "input" reason "operand 1" : memref<240x80xf64, #snitch.l1>
  // expected-note@+1 {{buffer "bias" of 9600 bytes: operand 2}}
  %bl = snitch.l1_alloc "bias" kernel "mv" role "input" reason "operand 2" : memref<1x1200xf64, #snitch.l1>
  // expected-note@+1 {{buffer "out" of 9600 bytes: copy of the output}}
  %yl = snitch.l1_alloc "out" kernel "mv" role "output" reason "copy of the output" : memref<1x1200xf64, #snitch.l1>
  dma.start %x, %xl : memref<1x80xf64> to memref<1x80xf64, #snitch.l1>
  dma.start %w, %wl : memref<240x80xf64> to memref<240x80xf64, #snitch.l1>
  dma.start %b, %bl : memref<1x1200xf64> to memref<1x1200xf64, #snitch.l1>
  dma.start %b, %acc : memref<1x1200xf64> to memref<1x1200xf64, #snitch.l1>
  %t = dma.start %b, %yl : memref<1x1200xf64> to memref<1x1200xf64, #snitch.l1>
  dma.wait %t
  return
}

// -----

// Each kernel fits by itself, both at one time do not.
// expected-error@+1 {{does not fit into L1: needs 128000 bytes, has 100000}}
func.func @two_kernels(%x: memref<8000xf64>) {
  // expected-note@+1 {{buffer "a" of 64000 bytes: tile of a}}
  %a = snitch.l1_alloc "a" kernel "first" role "input" reason "tile of a" : memref<8000xf64, #snitch.l1>
  // expected-note@+1 {{buffer "b" of 64000 bytes: tile of b}}
  %b = snitch.l1_alloc "b" kernel "second" role "input" reason "tile of b" : memref<8000xf64, #snitch.l1>
  dma.start %x, %a : memref<8000xf64> to memref<8000xf64, #snitch.l1>
  %t = dma.start %x, %b : memref<8000xf64> to memref<8000xf64, #snitch.l1>
  dma.wait %t
  return
}
