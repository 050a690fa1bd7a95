// A schedule that cores could not follow together is refused.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --seeker-specialise-cores --verify-diagnostics --allow-unregistered-dialect

// The bound comes from an operation with effects: nothing says that two cores
// see the same number.
func.func @bound() {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = "read"() : () -> index
  // expected-error@+2 {{'scf.for' op with a barrier runs between other bounds on another core}}
  // expected-note@+1 {{the other core's code}}
  scf.for %i = %c0 to %n step %c1 {
    snitch.barrier
  }
  return
}

// -----

func.func @condition() {
  %c = "read"() : () -> i1
  // expected-error@+2 {{'scf.if' op with a barrier has another condition on another core}}
  // expected-note@+1 {{the other core's code}}
  scf.if %c {
    snitch.barrier
  }
  return
}

// -----

// expected-error@+1 {{'func.func' op has 1 arguments, needs none; seeker-place-l3 removes them}}
func.func @argument(%c: i1) {
  return
}

// -----

func.func @while() {
  // expected-error@+1 {{'scf.while' op has a barrier inside; supported are scf.for and scf.if}}
  scf.while : () -> () {
    %c = "read"() : () -> i1
    scf.condition(%c)
  } do {
    snitch.barrier
    scf.yield
  }
  return
}

// -----

// expected-error@+1 {{needs one function, has 2}}
module {
  func.func @one() {
    return
  }
  func.func @two() {
    return
  }
}
