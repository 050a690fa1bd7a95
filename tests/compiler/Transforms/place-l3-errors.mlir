// What cannot be placed in L3 is refused, with the numbers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --split-input-file --seeker-place-l3 --verify-diagnostics
// RUN: not seeker-opt %s --split-input-file --seeker-place-l3=config=nowhere 2>&1 | FileCheck %s
// CHECK: configuration 'nowhere': cannot read

// expected-error@+1 {{'func.func' op does not fit into L3: needs 269484032 bytes, the program's 1048576 included, has 268435456}}
func.func @large(%x: memref<33554432xf64>) {
  return
}

// -----

// expected-error@+1 {{'func.func' op has two tensors of the name 'x'}}
func.func @twice(%x: memref<1xf64> {snitch.name = "x"}, %y: memref<1xf64> {snitch.name = "x"}) {
  return
}

// -----

// expected-error@+1 {{'func.func' op tensor 'arg0' of type 'memref<4xi32>' cannot lie in L3: needed are floating-point numbers of static shape without a layout}}
func.func @integers(%x: memref<4xi32>) {
  return
}

// -----

func.func @returned(%x: memref<4xf64>) -> memref<4xf64> {
  // expected-error@+1 {{'func.return' op returns a value; results are arguments marked 'snitch.output'}}
  return %x : memref<4xf64>
}

// -----

memref.global "private" @blank : memref<2xf64> = uninitialized
func.func @no_data() {
  // expected-error@+1 {{'memref.get_global' op 'blank' has no data}}
  %blank = memref.get_global @blank : memref<2xf64>
  return
}
