// Functions that do not become one.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s -split-input-file -seeker-inline-calls -verify-diagnostics

// expected-error@+1 {{there is no function to compile: supported is one func.func on tensors}}
module {}

// -----

// expected-note@+1 {{the first function}}
func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> { return %a : tensor<4xf64> }
// expected-error@+1 {{'func.func' op is a second function that nothing calls, supported is one}}
func.func @g(%a: tensor<4xf64>) -> tensor<4xf64> { return %a : tensor<4xf64> }

// -----

func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  %r = call @g(%a) : (tensor<4xf64>) -> tensor<4xf64>
  return %r : tensor<4xf64>
}
func.func @g(%a: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'func.call' op calls 'f', which is still running: supported are calls that form no circle}}
  %r = call @f(%a) : (tensor<4xf64>) -> tensor<4xf64>
  return %r : tensor<4xf64>
}

// -----

func.func @leaf(%a: tensor<4xf64>) -> tensor<4xf64> { return %a : tensor<4xf64> }
func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  %b = call @leaf(%a) : (tensor<4xf64>) -> tensor<4xf64>
  // expected-error@+1 {{'func.call' op calls 'f', which is still running: supported are calls that form no circle}}
  %r = call @f(%b) : (tensor<4xf64>) -> tensor<4xf64>
  return %r : tensor<4xf64>
}

// -----

func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'func.call' op calls 'g', which has no body}}
  %r = call @g(%a) : (tensor<4xf64>) -> tensor<4xf64>
  return %r : tensor<4xf64>
}
// expected-note@+1 {{this function}}
func.func private @g(tensor<4xf64>) -> tensor<4xf64>

// -----

func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'func.call' op calls 'g', which has branches, supported is straight code}}
  %r = call @g(%a) : (tensor<4xf64>) -> tensor<4xf64>
  return %r : tensor<4xf64>
}
// expected-note@+1 {{this function}}
func.func @g(%a: tensor<4xf64>) -> tensor<4xf64> {
  cf.br ^end
^end:
  return %a : tensor<4xf64>
}

// -----

func.func @f(%a: tensor<4xf64>) -> tensor<4xf64> {
  // expected-error@+1 {{'func.call' op calls 'g', argument 0 of which is marked 'snitch.state', supported where nothing calls the function}}
  %r = call @g(%a) : (tensor<4xf64>) -> tensor<4xf64>
  return %r : tensor<4xf64>
}
// expected-note@+1 {{this function}}
func.func @g(%a: tensor<4xf64> {snitch.state}) -> tensor<4xf64> { return %a : tensor<4xf64> }
