// Weights that do not fit into L3 together take turns there.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --allow-unregistered-dialect --seeker-place-l3=l3-budget=1114112 | FileCheck %s
// RUN: seeker-opt %s --allow-unregistered-dialect --seeker-place-l3 | FileCheck %s --check-prefix=ALL
// RUN: not seeker-opt %s --allow-unregistered-dialect --seeker-place-l3=l3-budget=1081344 2>&1 | FileCheck %s --check-prefix=SMALL

// With room for all nothing takes turns.
// ALL-NOT: needed
// ALL-NOT: waits
// SMALL: error: 'func.func' op does not fit into L3: needs {{[0-9]+}} bytes, the program's 1048576 included, has 1081344; with weights streamed in while it runs at least 1105920

// 64 KiB above the program: one page for x, the other 15 for weights of 7 pages
// each, so two lie there at a time. `first` and `both` are needed together; the
// transfer from `first` is waited for in the second kernel. `third` follows
// when `first` has ended.
// CHECK-LABEL: func.func @f() {
// CHECK-DAG: %[[X:.*]] = snitch.l3_tensor "x" role "input" address 2148532224 : memref<64xf64>
// CHECK-DAG: %[[FIRST:.*]] = snitch.l3_tensor "first" role "weight" address 2148536320 needed [0, 1] : memref<3584xf64>
// CHECK-DAG: %[[BOTH:.*]] = snitch.l3_tensor "both" role "weight" address 2148564992 needed [0, 1] : memref<3072xf64>
// CHECK-DAG: %[[THIRD:.*]] = snitch.l3_tensor "third" role "weight" address 2148536320 needed [2, 2] : memref<3584xf64>
// CHECK-DAG: %[[FOURTH:.*]] = snitch.l3_tensor "fourth" role "weight" address 2148564992 needed [3, 3] : memref<3584xf64>
// CHECK: snitch.mark begin "a" {snitch.waits}
// CHECK: snitch.mark begin "b"
// CHECK-NOT: waits
// CHECK: snitch.mark begin "c" {snitch.waits}
// CHECK: snitch.mark begin "d" {snitch.waits}
func.func @f(%x: memref<64xf64> {snitch.name = "x"},
             %first: memref<3584xf64> {snitch.name = "first", snitch.weight},
             %both: memref<3072xf64> {snitch.name = "both", snitch.weight},
             %third: memref<3584xf64> {snitch.name = "third", snitch.weight},
             %fourth: memref<3584xf64> {snitch.name = "fourth", snitch.weight}) {
  snitch.mark begin "a"
  %part = memref.subview %first[0] [64] [1] : memref<3584xf64> to memref<64xf64, strided<[1]>>
  %token = "start"(%part) : (memref<64xf64, strided<[1]>>) -> i32
  "use"(%both) : (memref<3072xf64>) -> ()
  snitch.mark end "a"
  snitch.mark begin "b"
  "wait"(%token) : (i32) -> ()
  "use"(%both) : (memref<3072xf64>) -> ()
  snitch.mark end "b"
  snitch.mark begin "c"
  "use"(%third, %x) : (memref<3584xf64>, memref<64xf64>) -> ()
  snitch.mark end "c"
  snitch.mark begin "d"
  "use"(%fourth) : (memref<3584xf64>) -> ()
  snitch.mark end "d"
  return
}
