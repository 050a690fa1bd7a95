// Arguments, allocations and constants become tensors at addresses.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --allow-unregistered-dialect --seeker-place-l3 | FileCheck %s

memref.global "private" constant @table : memref<2xf64> = dense<[1.0, 2.0]>

// What the image carries lies first, at 0x80100000; from 4096 bytes on a
// tensor starts on a page, smaller ones on a line.
// CHECK-LABEL: func.func @f() {
// CHECK: %[[W:.*]] = snitch.l3_tensor "w" role "weight" address 2148532224 value dense<3.000000e+00> : tensor<3xf64> : memref<3xf64>
// CHECK: %[[T:.*]] = snitch.l3_tensor "table" role "weight" address 2148532288 value dense<[1.000000e+00, 2.000000e+00]> : tensor<2xf64> : memref<2xf64>
// CHECK: snitch.l3_tensor "arg0" role "input" address 2148532352 : memref<1x5xf64>
// CHECK: snitch.l3_tensor "h" role "state" address 2148532416 : memref<1xf64>
// CHECK: snitch.l3_tensor "big" role "input" address 2148536320 : memref<512xf64>
// CHECK: snitch.l3_tensor "free" role "weight" address 2148540416 : memref<2xf32>
// CHECK: %[[Y:.*]] = snitch.l3_tensor "out0" role "output" address 2148540480 : memref<2xf64>
// CHECK: %[[TMP:.*]] = snitch.l3_tensor "tmp0" role "intermediate" address 2148540544 : memref<7xf64>
// CHECK: %[[LEFT:.*]] = snitch.l3_tensor "fc1" role "intermediate" address 2148540608 : memref<3xf64>
// CHECK-NOT: memref.alloc
// CHECK-NOT: memref.get_global
// CHECK: memref.copy %[[T]], %[[Y]]
// CHECK: "use"(%[[TMP]], %[[LEFT]], %[[W]], %[[T]])
// CHECK-NOT: memref.global
func.func @f(%x: memref<1x5xf64>,
             %h: memref<1xf64> {snitch.name = "h", snitch.state},
             %big: memref<512xf64> {snitch.name = "big"},
             %w: memref<3xf64> {snitch.name = "w", snitch.weight, snitch.value = dense<3.0> : tensor<3xf64>},
             %free: memref<2xf32> {snitch.name = "free", snitch.weight},
             %y: memref<2xf64> {snitch.output}) {
  %table = memref.get_global @table : memref<2xf64>
  %tmp = memref.alloc() : memref<7xf64>
  %left = memref.alloc() {snitch.name = "fc1"} : memref<3xf64>
  memref.copy %table, %y : memref<2xf64> to memref<2xf64>
  %again = memref.get_global @table : memref<2xf64>
  "use"(%tmp, %left, %w, %again) : (memref<7xf64>, memref<3xf64>, memref<3xf64>, memref<2xf64>) -> ()
  memref.dealloc %tmp : memref<7xf64>
  return
}
