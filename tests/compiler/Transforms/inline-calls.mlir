// Calls are replaced by what they call, also through a call.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -seeker-inline-calls | FileCheck %s

// CHECK-NOT: func.func private
// CHECK: func.func @network(%[[X:.*]]: tensor<4xf64>, %[[Y:.*]]: tensor<4xf64>)
// CHECK-NEXT: %[[A:.*]] = arith.addf %[[X]], %[[Y]]
// CHECK-NEXT: %[[B:.*]] = math.exp %[[A]]
// CHECK-NEXT: %[[C:.*]] = arith.addf %[[B]], %[[X]]
// CHECK-NEXT: %[[D:.*]] = math.exp %[[C]]
// CHECK-NEXT: return %[[D]], %[[X]]
// CHECK-NOT: func.func
func.func private @exp_of_sum(%a: tensor<4xf64>, %b: tensor<4xf64>) -> (tensor<4xf64>, tensor<4xf64>) {
  %s = arith.addf %a, %b : tensor<4xf64>
  %e = func.call @exp(%s) : (tensor<4xf64>) -> tensor<4xf64>
  return %e, %b : tensor<4xf64>, tensor<4xf64>
}
func.func @network(%x: tensor<4xf64>, %y: tensor<4xf64>) -> (tensor<4xf64>, tensor<4xf64>) {
  %a:2 = call @exp_of_sum(%x, %y) : (tensor<4xf64>, tensor<4xf64>) -> (tensor<4xf64>, tensor<4xf64>)
  %b:2 = call @exp_of_sum(%a#0, %x) : (tensor<4xf64>, tensor<4xf64>) -> (tensor<4xf64>, tensor<4xf64>)
  return %b#0, %b#1 : tensor<4xf64>, tensor<4xf64>
}
func.func private @exp(%a: tensor<4xf64>) -> tensor<4xf64> {
  %e = math.exp %a : tensor<4xf64>
  return %e : tensor<4xf64>
}
