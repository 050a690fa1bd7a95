// Barriers become a fence and a CSR access, marks calls with the kernel's number.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --seeker-lower-sync | FileCheck %s

// CHECK-LABEL: func.func @f
// CHECK: %[[ZERO:.*]] = arith.constant 0 : i32
// CHECK: call @seeker_run_kernel_begin(%[[ZERO]])
// CHECK: llvm.inline_asm has_side_effects "fence\0Acsrr zero, 0x7c2", "~{memory}"
// CHECK: %[[ONE:.*]] = arith.constant 1 : i32
// CHECK: call @seeker_run_kernel_begin(%[[ONE]])
// CHECK: call @seeker_run_kernel_wait(%[[ONE]])
// CHECK: %[[SAME:.*]] = arith.constant 0 : i32
// CHECK: call @seeker_run_kernel_end(%[[SAME]])
// CHECK: func.func private @seeker_run_kernel_begin(i32)
// CHECK: func.func private @seeker_run_kernel_end(i32)
// CHECK: func.func private @seeker_run_kernel_wait(i32)
func.func @f() {
  snitch.mark begin "a"
  snitch.barrier
  snitch.mark begin "b" {snitch.waits}
  snitch.mark end "a"
  snitch.mark end "b"
  return
}
