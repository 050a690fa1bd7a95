// Buffers and tensors become constant addresses; indices have 32 bits.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --seeker-to-llvm | FileCheck %s

// CHECK: module attributes {llvm.data_layout = "e-m:e-p:32:32-i64:64-n32-S128", llvm.target_triple = "riscv32-unknown-elf"}
// CHECK-LABEL: llvm.func @f(
// CHECK-SAME: %{{.*}}: i32)
// CHECK: %[[L1:.*]] = llvm.mlir.constant(268445056 : i32) : i32
// CHECK: llvm.inttoptr %[[L1]] : i32 to !llvm.ptr
// CHECK: %[[L3:.*]] = llvm.mlir.constant(-2146435072 : i32) : i32
// CHECK: llvm.inttoptr %[[L3]] : i32 to !llvm.ptr
// CHECK: llvm.load
// CHECK: llvm.intr.fma
// CHECK: llvm.store
func.func @f(%i: index) {
  %a = snitch.l1_alloc "a" kernel "k" role "r" reason "r" offset 9600 : memref<8xf64, #snitch.l1>
  %x = snitch.l3_tensor "x" role "input" address 2148532224 : memref<8xf64>
  %v = memref.load %a[%i] : memref<8xf64, #snitch.l1>
  %w = math.fma %v, %v, %v : f64
  memref.store %w, %x[%i] : memref<8xf64>
  return
}
