// Weights without data get the numbers of a seeded generator; others stay.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --seeker-draw-weights=seed=1234 | FileCheck %s
// RUN: not seeker-opt %S/Inputs/integer-weight.mlir --seeker-draw-weights 2>&1 | FileCheck %s --check-prefix=INTEGER

// CHECK-LABEL: func.func @drawn(
// CHECK-SAME: memref<2xf64> {snitch.name = "x"}
// CHECK-SAME: snitch.value = dense<[-0.26816{{[0-9]*}}, -0.42124{{[0-9]*}}, -0.03359{{[0-9]*}}, -0.08562{{[0-9]*}}]> : tensor<4xf64>
// CHECK-SAME: snitch.value = dense<1.000000e+00> : tensor<4xf64>
func.func @drawn(%x: memref<2xf64> {snitch.name = "x"},
                 %w: memref<4xf64> {snitch.weight},
                 %v: memref<4xf64> {snitch.weight, snitch.value = dense<1.0> : tensor<4xf64>}) {
  return
}

// INTEGER: error: 'func.func' op weight 0 of type 'memref<4xi32>' cannot be drawn: only f64 and f32 of static shape
