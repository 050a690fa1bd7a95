// What the verifiers of the dma dialect refuse, and in which words.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -split-input-file -verify-diagnostics

func.func @shape(%a: memref<4xf64>, %b: memref<5xf64, #snitch.l1>) {
  // expected-error@+1 {{'dma.start' op copies 'memref<4xf64>' to 'memref<5xf64, #snitch.l1>', which has another shape}}
  %t = dma.start %a, %b : memref<4xf64> to memref<5xf64, #snitch.l1>
  return
}

// -----

func.func @element(%a: memref<4xf32>, %b: memref<4xf64, #snitch.l1>) {
  // expected-error@+1 {{'dma.start' op copies elements of 'f32' to elements of 'f64'}}
  %t = dma.start %a, %b : memref<4xf32> to memref<4xf64, #snitch.l1>
  return
}

// -----

func.func @space(%a: memref<4xf64>, %b: memref<4xf64>) {
  // expected-error@+1 {{'dma.start' op has neither its source nor its destination in #snitch.l1}}
  %t = dma.start %a, %b : memref<4xf64> to memref<4xf64>
  return
}

// -----

func.func @no_strides(%a: memref<8xf64, affine_map<(d) -> (d floordiv 2)>>, %b: memref<8xf64, #snitch.l1>) {
  // expected-error@+1 {{'dma.start' op source has no strides: 'memref<8xf64, affine_map<(d0) -> (d0 floordiv 2)>>'}}
  %t = dma.start %a, %b : memref<8xf64, affine_map<(d) -> (d floordiv 2)>> to memref<8xf64, #snitch.l1>
  return
}

// -----

func.func @zero_outside(%a: memref<4xf64>) {
  // expected-error@+1 {{'dma.start_zero' op has its destination outside of #snitch.l1}}
  %t = dma.start_zero %a : memref<4xf64>
  return
}
