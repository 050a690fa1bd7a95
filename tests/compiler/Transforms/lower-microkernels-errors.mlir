// What cannot be lowered is refused where it stands.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --seeker-lower-microkernels --verify-diagnostics

func.func @tensors(%a: tensor<4xf64>, %b: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'linalg.exp' op works on tensors; only memrefs can be lowered}}
  %c = linalg.exp ins(%a : tensor<4xf64>) outs(%b : tensor<4xf64>) -> tensor<4xf64>
  return %c : tensor<4xf64>
}
