// Barriers become CSR accesses, behind fences if not late; marks calls by number.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %s --seeker-lower-sync | FileCheck %s

// CHECK-LABEL: func.func @f
// CHECK: %[[ZERO:.*]] = arith.constant 0 : i32
// CHECK: call @seeker_run_kernel_begin(%[[ZERO]])
// CHECK: llvm.inline_asm has_side_effects "fence\0Acsrr zero, 0x7c2", "~{memory}"
// CHECK: llvm.inline_asm has_side_effects "csrr zero, 0x7c2", "~{memory}"
// CHECK: %[[ONE:.*]] = arith.constant 1 : i32
// CHECK: call @seeker_run_kernel_begin(%[[ONE]])
// CHECK: call @seeker_run_kernel_wait(%[[ONE]])
// CHECK: %[[SAME:.*]] = arith.constant 0 : i32
// CHECK: call @seeker_run_kernel_end(%[[SAME]])
func.func @f() {
  snitch.mark begin "a"
  snitch.barrier
  snitch.barrier late
  snitch.mark begin "b" {snitch.waits}
  snitch.mark end "a"
  snitch.mark end "b"
  return
}

// A fence of the FPU waits for stores too.
// CHECK-LABEL: func.func @fenced
// CHECK-NEXT: snitch.fence []
// CHECK-NEXT: llvm.inline_asm has_side_effects "csrr zero, 0x7c2", "~{memory}"
// CHECK: func.func private @seeker_run_kernel_begin(i32)
// CHECK: func.func private @seeker_run_kernel_end(i32)
// CHECK: func.func private @seeker_run_kernel_wait(i32)
func.func @fenced() {
  snitch.fence []
  snitch.barrier
  return
}
