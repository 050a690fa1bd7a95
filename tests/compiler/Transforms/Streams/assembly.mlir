// Streams as the writes of their registers and one block of assembly.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --seeker-to-llvm --canonicalize | FileCheck %s

// Registers are 32 * number + mover: REPEAT 1, BOUND 2 to 5, STRIDE 6 to 9, the
// start of a read of 1 loop 24, of a write of 2 loops 29. Strides are relative
// to where the inner loops left off: 8 - 2 * 1600.
// CHECK-LABEL: llvm.func @movers
// CHECK-SAME: (%[[P:.*]]: i32)
// CHECK-DAG: %[[C0:.*]] = llvm.mlir.constant(0 : i32)
// CHECK-DAG: %[[C2:.*]] = llvm.mlir.constant(2 : i32)
// CHECK-DAG: %[[C99:.*]] = llvm.mlir.constant(99 : i32)
// CHECK-DAG: %[[C1600:.*]] = llvm.mlir.constant(1600 : i32)
// CHECK-DAG: %[[REL:.*]] = llvm.mlir.constant(-3192 : i32)
// CHECK: llvm.inline_asm has_side_effects ".insn i 0x2b, 2, x0, ${0:z}, 33", "rJ" %[[C0]]
// CHECK: llvm.inline_asm has_side_effects ".insn i 0x2b, 2, x0, ${0:z}, 65", "rJ" %[[C2]]
// CHECK: llvm.inline_asm has_side_effects ".insn i 0x2b, 2, x0, ${0:z}, 193", "rJ" %[[C1600]]
// CHECK: llvm.inline_asm has_side_effects ".insn i 0x2b, 2, x0, ${0:z}, 97", "rJ" %[[C99]]
// CHECK: llvm.inline_asm has_side_effects ".insn i 0x2b, 2, x0, ${0:z}, 225", "rJ" %[[REL]]
// CHECK: llvm.inline_asm has_side_effects ".insn i 0x2b, 2, x0, ${0:z}, 769", "rJ,~{memory}" %[[P]]
// CHECK: llvm.inline_asm has_side_effects ".insn i 0x2b, 2, x0, ${0:z}, 930", "rJ,~{memory}" %[[P]]
func.func @movers(%p: index) {
  snitch.stream_shape 1 bounds [3, 100] strides [1600, 8] repeat 1
  snitch.stream_start 1 reads %p loops 1
  snitch.stream_start 2 writes %p loops 2
  return
}

// -----

// A bound that is not known: its register holds one less, and so does what the
// outer stride takes back.
// CHECK-LABEL: llvm.func @dynamic
// CHECK-SAME: (%[[N:.*]]: i32)
// CHECK: %[[LAST:.*]] = llvm.sub %[[N]], %{{.*}}
// CHECK: 64", "rJ" %[[LAST]]
// CHECK: %[[MOVED:.*]] = llvm.mul %[[LAST]], %{{.*}}
// CHECK: %[[REL:.*]] = llvm.sub %{{.*}}, %[[MOVED]]
// CHECK: 224", "rJ" %[[REL]]
func.func @dynamic(%n: index) {
  snitch.stream_shape 0 bounds [%n, 4] strides [8, 1024] repeat 16
  return
}

// -----

// Sums keep their registers from the loads through the loop to the stores. The
// hardware loop's length is that of its body less 1, its count one less.
// CHECK-LABEL: llvm.func @region
// CHECK-SAME: (%[[TO:.*]]: i32, %[[N:.*]]: i32, %[[Z:.*]]: f64)
// CHECK: %[[LAST:.*]] = llvm.sub %[[N]]
// CHECK: llvm.inline_asm has_side_effects "csrsi 0x7c0, 1\0A
// CHECK-SAME: fld f3, 0($0)\0Afld f4, 8($0)\0A
// CHECK-SAME: .insn i 0x0b, 0, x1, $1, 1\0Afmadd.d f3, f0, f1, f3\0Afmadd.d f4, f0, f10, f4\0A
// CHECK-SAME: fsd f3, 0($0)\0Afsd f4, 8($0)\0Acsrci 0x7c0, 1\0A"
// CHECK-SAME: "r,r,{f10},~{f0},~{f1},~{f2},~{f3},~{f4},~{memory}" %[[TO]], %[[LAST]], %[[Z]]
func.func @region(%p: index, %n: index, %z: f64) {
  snitch.streaming(%p, %n, %z) : index, index, f64 {
  ^bb0(%to: index, %k: index, %zero: f64):
    %i = snitch.fp_load %to, 0 : f64
    %j = snitch.fp_load %to, 8 : f64
    %s:2 = snitch.frep %k iter(%i, %j) : f64, f64 {
    ^bb0(%s0: f64, %s1: f64):
      %p0 = snitch.pop 0 : f64
      %q0 = snitch.pop 1 : f64
      %r0 = math.fma %p0, %q0, %s0 : f64
      %p1 = snitch.pop 0 : f64
      %r1 = math.fma %p1, %zero, %s1 : f64
      snitch.yield %r0, %r1 : f64, f64
    }
    snitch.fp_store %s#0, %to, 0 : f64
    snitch.fp_store %s#1, %to, 8 : f64
  }
  return
}

// -----

// A loop of the core counts down in a temporary register, an inner one in the
// next.
// CHECK-LABEL: llvm.func @core_loop
// CHECK: "csrsi 0x7c0, 1\0Amv t0, $0\0A1:\0Amv t1, $0\0A2:\0A
// CHECK-SAME: fsgnjn.d f3, f0, f0\0Afsgnjx.d f2, f3, f3\0A
// CHECK-SAME: addi t1, t1, -1\0Abnez t1, 2b\0Aaddi t0, t0, -1\0Abnez t0, 1b\0A
// CHECK-SAME: ~{t0},~{t1},~{memory}"
func.func @core_loop(%n: index) {
  snitch.streaming(%n) : index {
  ^bb0(%k: index):
    snitch.core_loop %k {
      snitch.core_loop %k {
        %a = snitch.pop 0 : f64
        %b = arith.negf %a : f64
        %c = math.absf %b : f64
        snitch.push %c into 2 : f64
      }
    }
  }
  return
}

// -----

// Staggered sums have consecutive registers. The mask names destination (1)
// and first source (2); with the encoding's lowest bit: x7. What starts them
// all is moved there first.
// CHECK-LABEL: llvm.func @stagger
// CHECK: "csrsi 0x7c0, 1\0Afsgnj.d f3, f10, f10\0Afsgnj.d f4, f10, f10\0Afsgnj.d f5, f10, f10\0Afsgnj.d f6, f10, f10\0A
// CHECK-SAME: .insn i 0x0b, 3, x7, $0, 0\0Afadd.d f3, f3, f0\0A
// CHECK-SAME: fadd.d f7, f3, f4\0Afadd.d f3, f5, f6\0Afadd.d f2, f7, f3\0A
func.func @stagger(%n: index, %z: f64) {
  snitch.streaming(%n, %z) : index, f64 {
  ^bb0(%k: index, %zero: f64):
    %t:4 = snitch.frep %k stagger 4 iter(%zero, %zero, %zero, %zero) : f64, f64, f64, f64 {
    ^bb0(%u: f64):
      %v = snitch.pop 0 : f64
      %w = arith.addf %u, %v : f64
      snitch.yield %w : f64
    }
    %a = arith.addf %t#0, %t#1 : f64
    %b = arith.addf %t#2, %t#3 : f64
    %c = arith.addf %a, %b : f64
    snitch.push %c into 2 : f64
  }
  return
}

// -----

// All FP work, then the write streams by their status, then loads and stores.
// What the mark before waits for, then a mark for the next one.
// CHECK-LABEL: llvm.func @late_fence
// CHECK: llvm.inline_asm has_side_effects "mv gp, gp\0Afmv.x.w gp, fa0", "~{memory}"
func.func @late_fence() {
  snitch.late_fence
  return
}

// -----

// CHECK-LABEL: llvm.func @fence
// CHECK: llvm.inline_asm has_side_effects "fmv.x.w t0, fa0\0Amv t0, t0\0A1:\0A.insn i 0x2b, 1, t0, x0, 2\0Abgez t0, 1b\0Afence", "~{t0},~{memory}"
func.func @fence() {
  snitch.fence [2]
  return
}

// -----

// Pairs: multiplied and added in the loop's registers, summed up into the
// register of a loaded sum or of a copy of the start, two results to a pair.
// CHECK-LABEL: llvm.func @pairs
// CHECK: flw f3, 4($0)
// CHECK-SAME: .insn r 0x33, 0, 0x48, f4, f0, f1
// CHECK-SAME: .insn r 0x33, 0, 0x48, f5, f0, f1
// CHECK-SAME: .insn r 0x33, 0, 0x47, f3, f4, f28
// CHECK-SAME: fsgnj.d f4, f11, f11\0A.insn r 0x33, 0, 0x47, f4, f5, f28
// CHECK-SAME: fsw f4, 8($0)
// CHECK-SAME: .insn r 0x33, 0, 0x58, f2, f3, f4
func.func @pairs(%p: index, %n: index, %z: f64, %s: f64) {
  snitch.streaming(%p, %n, %z, %s) : index, index, f64, f64 {
  ^bb0(%at: index, %k: index, %zero: f64, %start: f64):
    %sum = snitch.fp_load single %at, 4 : f64
    %r:2 = snitch.frep %k iter(%zero, %zero) : f64, f64 {
    ^bb0(%a: f64, %b: f64):
      %x = snitch.pop 0 : f64
      %y = snitch.pop 1 : f64
      %c = snitch.pair_fma %x, %y to %a
      %u = snitch.pop 0 : f64
      %v = snitch.pop 1 : f64
      %d = snitch.pair_fma %u, %v to %b
      snitch.yield %c, %d : f64, f64
    }
    %first = snitch.pair_sum %r#0 to %sum
    %second = snitch.pair_sum %r#1 to %start
    snitch.fp_store single %second, %at, 8 : f64
    %both = snitch.pair_pack %first, %second
    snitch.push %both into 2 : f64
  }
  return
}
