// The example of the scheduled form is legal and survives a round trip.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: seeker-opt %inputs/matvec-scheduled.mlir | seeker-opt | FileCheck %s

// CHECK-LABEL: func.func @matvec
// CHECK-COUNT-3: snitch.l1_alloc
// CHECK: scf.for
// CHECK: snitch.microkernel
