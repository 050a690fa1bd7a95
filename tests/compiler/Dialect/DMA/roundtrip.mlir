// Every dma operation is read back as it was printed.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s | seeker-opt | FileCheck %s
// RUN: seeker-opt %s --mlir-print-op-generic | seeker-opt | FileCheck %s

// CHECK-LABEL: func.func @transfers
func.func @transfers(%w: memref<1200x400xf64>, %i: index, %n: index) {
  %l1 = snitch.l1_alloc "w" kernel "k" role "input" reason "r"
      : memref<40x100xf64, #snitch.l1>
  %from = memref.subview %w[%i, 0] [%n, 100] [1, 1]
      : memref<1200x400xf64> to memref<?x100xf64, strided<[400, 1], offset: ?>>
  %to = memref.subview %l1[0, 0] [%n, 100] [1, 1]
      : memref<40x100xf64, #snitch.l1> to memref<?x100xf64, strided<[100, 1]>, #snitch.l1>
  // CHECK: %[[T:.*]] = dma.start %{{.*}}, %{{.*}} : memref<?x100xf64, strided<[400, 1], offset: ?>> to memref<?x100xf64, strided<[100, 1]>, #snitch.l1>
  %t = dma.start %from, %to : memref<?x100xf64, strided<[400, 1], offset: ?>>
      to memref<?x100xf64, strided<[100, 1]>, #snitch.l1>
  // CHECK: %[[Z:.*]] = dma.start_zero %{{.*}} : memref<40x100xf64, #snitch.l1>
  %z = dma.start_zero %l1 : memref<40x100xf64, #snitch.l1>
  // CHECK: %[[D:.*]] = dma.done
  %d = dma.done
  // CHECK: scf.if %{{.*}} -> (!dma.token)
  %c = arith.cmpi eq, %i, %n : index
  %u = scf.if %c -> !dma.token {
    scf.yield %d : !dma.token
  } else {
    scf.yield %t : !dma.token
  }
  // CHECK: dma.wait %{{.*}}, %[[Z]]
  dma.wait %u, %z
  return
}
