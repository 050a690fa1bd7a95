// Functions become arithmetic without branches; what the FPU has stays.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --seeker-expand-math | FileCheck %s --implicit-check-not=math.exp --implicit-check-not=math.tanh

// CHECK-LABEL: func.func @exp
// CHECK: arith.fptosi
// CHECK: arith.bitcast
func.func @exp(%x: f64) -> f64 {
  %y = math.exp %x : f64
  return %y : f64
}

// One division, and no exponential of a positive number.
// CHECK-LABEL: func.func @sigmoid
// CHECK: math.copysign
// CHECK: arith.divf
// CHECK-NOT: arith.divf
// CHECK: return
func.func @sigmoid(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %n = arith.negf %x : f64
  %e = math.exp %n : f64
  %d = arith.addf %e, %one : f64
  %y = arith.divf %one, %d : f64
  return %y : f64
}

// CHECK-LABEL: func.func @rsqrt
// CHECK: %[[ROOT:.*]] = math.sqrt
// CHECK: arith.divf %{{.*}}, %[[ROOT]]
func.func @rsqrt(%x: f64) -> f64 {
  %y = math.rsqrt %x : f64
  return %y : f64
}

// CHECK-LABEL: func.func @kept
// CHECK-NEXT: math.sqrt
// CHECK-NEXT: math.absf
// CHECK-NEXT: arith.divf
// CHECK-NEXT: return
func.func @kept(%x: f64) -> f64 {
  %r = math.sqrt %x : f64
  %a = math.absf %r : f64
  %y = arith.divf %a, %x : f64
  return %y : f64
}
