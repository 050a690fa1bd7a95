// Tiling takes normalised functions whose tiles are chosen.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -split-input-file -pass-pipeline='builtin.module(func.func(seeker-tile-to-l1))' -verify-diagnostics
// RUN: not seeker-opt %s -split-input-file -pass-pipeline='builtin.module(func.func(seeker-tile-to-l1{config=none.json}))' 2>&1 | FileCheck %s

// CHECK: error: configuration 'none.json': cannot read none.json: No such file or directory

func.func @no_kernel(%x: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'linalg.exp' op is not in a kernel; run seeker-normalise first}}
  %r = linalg.exp ins(%x : tensor<4xf64>) outs(%x : tensor<4xf64>) -> tensor<4xf64>
  return %r : tensor<4xf64>
}

// -----

func.func @no_tiles(%x: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'snitch.kernel' op has no tiles; run seeker-choose-tiles first}}
  %y = snitch.kernel "k"(%x) : (tensor<4xf64>) -> tensor<4xf64> {
  ^bb0(%a: tensor<4xf64>):
    %r = linalg.exp ins(%a : tensor<4xf64>) outs(%a : tensor<4xf64>) -> tensor<4xf64>
    snitch.yield %r : tensor<4xf64>
  }
  return %y : tensor<4xf64>
}
