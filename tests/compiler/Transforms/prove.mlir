// A planned schedule that is safe passes the checker and says what was proved.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %inputs/matvec-scheduled.mlir --seeker-plan-l1=l1-budget=120832 \
// RUN:   --seeker-prove="l1-budget=120832 compute-cores=8" | FileCheck %s
// RUN: not seeker-opt %inputs/matvec-scheduled.mlir --seeker-plan-l1=l1-budget=120832 \
// RUN:   --seeker-prove="l1-budget=70000 compute-cores=8" 2>&1 | FileCheck %s --check-prefix=SMALL
// RUN: not seeker-opt %inputs/matvec-scheduled.mlir \
// RUN:   --seeker-prove="l1-budget=120832 compute-cores=8" 2>&1 | FileCheck %s --check-prefix=UNPLANNED
// RUN: not seeker-opt %inputs/matvec-scheduled.mlir --seeker-prove 2>&1 | FileCheck %s --check-prefix=OPTIONS

// CHECK: snitch.proof = {accesses = {{[1-9]}}
// CHECK-SAME: aligned = 3
// CHECK-SAME: barriers = {{[1-9]}}
// CHECK-SAME: disjoint = 3
// CHECK-SAME: dma_races = {{[1-9]}}
// CHECK-SAME: in_bounds = 3
// CHECK-SAME: outputs = {{[1-9]}}
// SMALL: leaves the 70000 bytes of L1 for buffers
// UNPLANNED: buffer "matvec.acc" has no offset
// OPTIONS: the L1 budget and the number of compute cores are needed: l1-budget=BYTES compute-cores=N
