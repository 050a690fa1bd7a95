// Transfers become Xdma instructions with as few dimensions as possible.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --seeker-lower-dma --canonicalize --cse | FileCheck %s

// Contiguous on both sides: one transfer of all bytes.
// CHECK-LABEL: func.func @contiguous
// CHECK-DAG: %[[BYTES:.*]] = arith.constant 384 : i32
// CHECK-NOT: scf.for
// CHECK: llvm.inline_asm has_side_effects ".insn r 0x2b, 0, 0, x0, $1, x0\0A.insn r 0x2b, 0, 1, x0, $2, x0\0A.insn r 0x2b, 0, 2, $0, $3, x0", "=&r,r,r,r,~{memory}" %{{.*}}, %{{.*}}, %[[BYTES]] : (i32, i32, i32) -> i32
// CHECK: call @seeker_dma_wait_or_exit(
func.func @contiguous(%a: memref<6x8xf64>, %b: memref<6x8xf64, #snitch.l1>) {
  %t = dma.start %a, %b : memref<6x8xf64> to memref<6x8xf64, #snitch.l1>
  dma.wait %t
  return
}

// -----

// Rows out of a wider matrix: source stride 3200, destination stride 800.
// CHECK-LABEL: func.func @rows
// CHECK-DAG: %[[ROWS:.*]] = arith.constant 40 : i32
// CHECK-DAG: %[[BYTES:.*]] = arith.constant 800 : i32
// CHECK-DAG: %[[FROM:.*]] = arith.constant 3200 : i32
// CHECK: ".insn r 0x2b, 0, 0, x0, $1, x0\0A.insn r 0x2b, 0, 1, x0, $2, x0\0A.insn r 0x2b, 0, 6, x0, $3, $4\0A.insn r 0x2b, 0, 7, x0, $5, x0\0A.insn r 0x2b, 0, 2, $0, $6, x2"
// CHECK-SAME: %{{.*}}, %{{.*}}, %[[FROM]], %[[BYTES]], %[[ROWS]], %[[BYTES]] :
func.func @rows(%a: memref<40x100xf64, strided<[400, 1], offset: ?>>,
                %b: memref<40x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>) {
  %t = dma.start %a, %b : memref<40x100xf64, strided<[400, 1], offset: ?>>
      to memref<40x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>
  dma.wait %t
  return
}

// -----

// A dynamic number of rows may be 0: then one row of no bytes.
// CHECK-LABEL: func.func @some_rows
// CHECK: %[[NONE:.*]] = arith.cmpi eq, %[[N:.*]], %c0
// CHECK: arith.select %[[NONE]], %c0, %c800
// CHECK: arith.maxui %[[N]], %c1
// CHECK: ".insn r 0x2b, 0, 0, x0
func.func @some_rows(%a: memref<?x100xf64, strided<[400, 1], offset: ?>>,
                     %b: memref<?x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>) {
  %t = dma.start %a, %b : memref<?x100xf64, strided<[400, 1], offset: ?>>
      to memref<?x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>
  dma.wait %t
  return
}

// -----

// Whole rows of a dynamic number: still one contiguous piece.
// CHECK-LABEL: func.func @whole_rows
// CHECK: arith.muli %{{.*}}, %c800
// CHECK: ".insn r 0x2b, 0, 0, x0, $1, x0\0A.insn r 0x2b, 0, 1, x0, $2, x0\0A.insn r 0x2b, 0, 2, $0, $3, x0"
func.func @whole_rows(%a: memref<?x100xf64, strided<[100, 1], offset: ?>>,
                      %b: memref<?x100xf64, strided<[100, 1]>, #snitch.l1>) {
  %t = dma.start %a, %b : memref<?x100xf64, strided<[100, 1], offset: ?>>
      to memref<?x100xf64, strided<[100, 1]>, #snitch.l1>
  dma.wait %t
  return
}

// -----

// Three strides: a loop of 2-D transfers, whose last id counts.
// CHECK-LABEL: func.func @boxes
// CHECK: %[[LAST:.*]] = scf.for %{{.*}} = %c0 to %c3 step %c1 iter_args(%{{.*}} = %c0_i32) -> (i32)
// CHECK: %[[ID:.*]] = llvm.inline_asm
// CHECK: scf.yield %[[ID]]
// CHECK: call @seeker_dma_wait_or_exit(%[[LAST]])
func.func @boxes(%a: memref<3x4x5xf64, strided<[1000, 100, 1]>>, %b: memref<3x4x5xf64, #snitch.l1>) {
  %t = dma.start %a, %b : memref<3x4x5xf64, strided<[1000, 100, 1]>> to memref<3x4x5xf64, #snitch.l1>
  dma.wait %t
  return
}

// -----

// A column: rows of one element.
// CHECK-LABEL: func.func @column
// CHECK-DAG: %[[EIGHT:.*]] = arith.constant 8 : i32
// CHECK-DAG: %[[PITCH:.*]] = arith.constant 80 : i32
// CHECK: 0x2b, 0, 6
// CHECK-SAME: %{{.*}}, %{{.*}}, %[[PITCH]], %[[EIGHT]], %{{.*}}, %[[EIGHT]] :
func.func @column(%a: memref<7x1xf64, strided<[10, 1]>>, %b: memref<7x1xf64, #snitch.l1>) {
  %t = dma.start %a, %b : memref<7x1xf64, strided<[10, 1]>> to memref<7x1xf64, #snitch.l1>
  dma.wait %t
  return
}

// -----

// Zeros come from the zero memory, at most its 64 KiB at a time.
// CHECK-LABEL: func.func @zeros
// CHECK-DAG: %[[ZEROS:.*]] = arith.constant 268632064 : i32
// CHECK-DAG: %[[BYTES:.*]] = arith.constant 800 : i32
// CHECK: llvm.inline_asm {{.*}} %[[ZEROS]], %{{.*}}, %[[BYTES]]
// CHECK: scf.for %{{.*}} = %c0 to %c80000 step %c65536
// CHECK: arith.minui
// CHECK: llvm.inline_asm {{.*}} %[[ZEROS]]
func.func @zeros(%a: memref<100xf64, #snitch.l1>, %b: memref<10000xf64, #snitch.l1>) {
  %t = dma.start_zero %a : memref<100xf64, #snitch.l1>
  %u = dma.start_zero %b : memref<10000xf64, #snitch.l1>
  dma.wait %t, %u
  return
}

// -----

// Tokens in loops, branches and selects become ids.
// CHECK-LABEL: func.func @tokens
// CHECK: scf.for {{.*}} -> (i32)
// CHECK: arith.select {{.*}} : i32
// CHECK-NOT: token
func.func @tokens(%a: memref<8xf64>, %b: memref<8xf64, #snitch.l1>, %c: i1, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %d = dma.done
  %last = scf.for %i = %c0 to %n step %c1 iter_args(%t = %d) -> !dma.token {
    %s = dma.start %a, %b : memref<8xf64> to memref<8xf64, #snitch.l1>
    %r = arith.select %c, %s, %t : !dma.token
    scf.yield %r : !dma.token
  }
  dma.wait %last
  return
}
