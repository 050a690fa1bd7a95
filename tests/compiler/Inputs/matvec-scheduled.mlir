// The scheduled form of y = x * w^T + b at tiles [0, 40, 100], order [2, 0, 1],
// dual-buffered: what the planner, the checker and the back end take.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

func.func @matvec(%x: memref<1x400xf64> {snitch.name = "x"},
                  %w: memref<1200x400xf64> {snitch.name = "w", snitch.weight},
                  %b: memref<1x1200xf64> {snitch.name = "b", snitch.weight},
                  %y: memref<1x1200xf64> {snitch.name = "y", snitch.output}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c90 = arith.constant 90 : index
  %c119 = arith.constant 119 : index
  %c120 = arith.constant 120 : index
  snitch.mark begin "matvec"
  %acc = snitch.l1_alloc "matvec.acc" kernel "matvec" role "accumulator" operand 3
      reason "all 1200 sums of dimension 1, which lies inside the reduction; initialised from operand 2"
      : memref<1x1200xf64, #snitch.l1>
  %xl = snitch.l1_alloc "matvec.x" kernel "matvec" role "input" operand 0 copies 2
      reason "tile of operand 0, copied in by DMA" : memref<2x1x100xf64, #snitch.l1>
  %wl = snitch.l1_alloc "matvec.w" kernel "matvec" role "input" operand 1 copies 2
      reason "tile of operand 1, copied in by DMA" : memref<2x40x100xf64, #snitch.l1>

  // The first load of each stream.
  %w0 = memref.subview %w[0, 0] [40, 100] [1, 1]
      : memref<1200x400xf64> to memref<40x100xf64, strided<[400, 1]>>
  %wl0 = memref.subview %wl[0, 0, 0] [1, 40, 100] [1, 1, 1]
      : memref<2x40x100xf64, #snitch.l1> to memref<40x100xf64, strided<[100, 1]>, #snitch.l1>
  %tw0 = dma.start %w0, %wl0 : memref<40x100xf64, strided<[400, 1]>>
      to memref<40x100xf64, strided<[100, 1]>, #snitch.l1>
  %x0 = memref.subview %x[0, 0] [1, 100] [1, 1]
      : memref<1x400xf64> to memref<1x100xf64, strided<[400, 1]>>
  %xl0 = memref.subview %xl[0, 0, 0] [1, 1, 100] [1, 1, 1]
      : memref<2x1x100xf64, #snitch.l1> to memref<1x100xf64, strided<[100, 1]>, #snitch.l1>
  %tx0 = dma.start %x0, %xl0 : memref<1x100xf64, strided<[400, 1]>>
      to memref<1x100xf64, strided<[100, 1]>, #snitch.l1>
  %tacc = dma.start %b, %acc : memref<1x1200xf64> to memref<1x1200xf64, #snitch.l1>
  dma.wait %tacc

  %last:2 = scf.for %t = %c0 to %c120 step %c1
      iter_args(%tw = %tw0, %tx = %tx0) -> (!dma.token, !dma.token) {
    // What this step reads has arrived, what the previous one read is free.
    dma.wait %tw
    %xphase = affine.apply affine_map<(t) -> (t mod 30)>(%t)
    %xnow = arith.cmpi eq, %xphase, %c0 : index
    scf.if %xnow {
      dma.wait %tx
    }
    snitch.barrier

    // Load ahead.
    %wmore = arith.cmpi slt, %t, %c119 : index
    %twn = scf.if %wmore -> (!dma.token) {
      %n = affine.apply affine_map<(t) -> (((t + 1) mod 30) * 40)>(%t)
      %k = affine.apply affine_map<(t) -> (((t + 1) floordiv 30) * 100)>(%t)
      %slot = affine.apply affine_map<(t) -> ((t + 1) mod 2)>(%t)
      %from = memref.subview %w[%n, %k] [40, 100] [1, 1]
          : memref<1200x400xf64> to memref<40x100xf64, strided<[400, 1], offset: ?>>
      %to = memref.subview %wl[%slot, 0, 0] [1, 40, 100] [1, 1, 1]
          : memref<2x40x100xf64, #snitch.l1> to memref<40x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>
      %tok = dma.start %from, %to : memref<40x100xf64, strided<[400, 1], offset: ?>>
          to memref<40x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>
      scf.yield %tok : !dma.token
    } else {
      %tok = dma.done
      scf.yield %tok : !dma.token
    }
    %xmore = arith.cmpi slt, %t, %c90 : index
    %xstart = arith.andi %xnow, %xmore : i1
    %txn = scf.if %xstart -> (!dma.token) {
      %k = affine.apply affine_map<(t) -> (((t + 30) floordiv 30) * 100)>(%t)
      %slot = affine.apply affine_map<(t) -> (((t + 30) floordiv 30) mod 2)>(%t)
      %from = memref.subview %x[0, %k] [1, 100] [1, 1]
          : memref<1x400xf64> to memref<1x100xf64, strided<[400, 1], offset: ?>>
      %to = memref.subview %xl[%slot, 0, 0] [1, 1, 100] [1, 1, 1]
          : memref<2x1x100xf64, #snitch.l1> to memref<1x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>
      %tok = dma.start %from, %to : memref<1x100xf64, strided<[400, 1], offset: ?>>
          to memref<1x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>
      scf.yield %tok : !dma.token
    } else {
      scf.yield %tx : !dma.token
    }

    snitch.compute (%core) {
      %from = affine.min affine_map<(core) -> (core * 5, 40)>(%core)
      %rows = affine.min affine_map<(core)[from] -> (5, 40 - from)>(%core)[%from]
      %n = affine.apply affine_map<(t)[from] -> ((t mod 30) * 40 + from)>(%t)[%from]
      %wslot = affine.apply affine_map<(t) -> (t mod 2)>(%t)
      %xslot = affine.apply affine_map<(t) -> ((t floordiv 30) mod 2)>(%t)
      %xv = memref.subview %xl[%xslot, 0, 0] [1, 1, 100] [1, 1, 1]
          : memref<2x1x100xf64, #snitch.l1> to memref<1x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>
      %wv = memref.subview %wl[%wslot, %from, 0] [1, %rows, 100] [1, 1, 1]
          : memref<2x40x100xf64, #snitch.l1> to memref<?x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>
      %av = memref.subview %acc[0, %n] [1, %rows] [1, 1]
          : memref<1x1200xf64, #snitch.l1> to memref<1x?xf64, strided<[1200, 1], offset: ?>, #snitch.l1>
      snitch.microkernel(%xv, %wv, %av)
          : memref<1x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>,
            memref<?x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>,
            memref<1x?xf64, strided<[1200, 1], offset: ?>, #snitch.l1> {
      ^bb0(%a0: memref<1x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>,
           %a1: memref<?x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>,
           %a2: memref<1x?xf64, strided<[1200, 1], offset: ?>, #snitch.l1>):
        linalg.generic {indexing_maps = [affine_map<(m, n, k) -> (m, k)>,
                                         affine_map<(m, n, k) -> (n, k)>,
                                         affine_map<(m, n, k) -> (m, n)>],
                        iterator_types = ["parallel", "parallel", "reduction"]}
            ins(%a0, %a1 : memref<1x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>,
                           memref<?x100xf64, strided<[100, 1], offset: ?>, #snitch.l1>)
            outs(%a2 : memref<1x?xf64, strided<[1200, 1], offset: ?>, #snitch.l1>) {
        ^bb0(%p: f64, %q: f64, %s: f64):
          %mul = arith.mulf %p, %q : f64
          %sum = arith.addf %s, %mul : f64
          linalg.yield %sum : f64
        }
      }
    }
    scf.yield %twn, %txn : !dma.token, !dma.token
  }

  // All sums are final: store them.
  snitch.barrier
  %ts = dma.start %acc, %y : memref<1x1200xf64, #snitch.l1> to memref<1x1200xf64>
  dma.wait %ts
  snitch.mark end "matvec"
  return
}
