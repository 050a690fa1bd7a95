// A buffer that has not been planned has no address.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: not seeker-opt %s --seeker-to-llvm 2>&1 | FileCheck %s
// CHECK: error: 'snitch.l1_alloc' op has no offset; seeker-plan-l1 assigns it
func.func @f() {
  %a = snitch.l1_alloc "a" kernel "k" role "r" reason "r" : memref<8xf64, #snitch.l1>
  return
}
