// Types, numbers and data of f64 become f32; nothing else changes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -seeker-demote-types | FileCheck %s

// CHECK-LABEL: func.func @f(%{{.*}}: tensor<2xf32> {snitch.name = "x"}) -> tensor<2xf32>
func.func @f(%x: tensor<2xf64> {snitch.name = "x"}) -> tensor<2xf64> {
  // Rounded to the nearest; what is too small becomes 0.
  // CHECK-DAG: arith.constant 1.000000e-01 : f32
  %a = arith.constant 0.1 : f64
  // CHECK-DAG: arith.constant 0.000000e+00 : f32
  %b = arith.constant 1.0e-300 : f64
  // CHECK-DAG: arith.constant dense<[1.500000e+00, 0x7F800000]> : tensor<2xf32>
  %c = arith.constant dense<[1.5, 1.0e300]> : tensor<2xf64>
  // CHECK-DAG: arith.constant dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf32>
  %d = arith.constant dense_resource<data> : tensor<2xf64>
  // CHECK-DAG: arith.constant 3 : i64
  %e = arith.constant 3 : i64
  // CHECK: linalg.fill ins(%{{.*}} : f32) outs(%{{.*}} : tensor<2xf32>) -> tensor<2xf32>
  %f = linalg.fill ins(%a : f64) outs(%x : tensor<2xf64>) -> tensor<2xf64>
  %g = linalg.fill ins(%b : f64) outs(%x : tensor<2xf64>) -> tensor<2xf64>
  %h = arith.addf %f, %g : tensor<2xf64>
  %i = arith.addf %c, %d : tensor<2xf64>
  // CHECK: linalg.generic
  // CHECK-NEXT: ^bb0(%{{.*}}: f32, %{{.*}}: f32):
  %r = linalg.generic {indexing_maps = [affine_map<(d) -> (d)>, affine_map<(d) -> (d)>],
                       iterator_types = ["parallel"]} ins(%h : tensor<2xf64>) outs(%i : tensor<2xf64>) {
  ^bb0(%s: f64, %t: f64):
    %u = arith.mulf %s, %t : f64
    linalg.yield %u : f64
  } -> tensor<2xf64>
  return %r : tensor<2xf64>
}

{-#
  dialect_resources: {
    builtin: {
      data: "0x08000000000000000000F03F0000000000000040"
    }
  }
#-}
