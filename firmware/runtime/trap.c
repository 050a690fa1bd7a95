// Reports a trap in the run record and through tohost.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker_cluster.h"
#include "seeker_exit.h"
#include "seeker_run.h"
#include "seeker_trap.h"

_Noreturn void seeker_trap_report(uint32_t cause, uint32_t pc, uint32_t value) {
  volatile struct seeker_record_hart *hart =
      &seeker_record.harts[seeker_cluster_hart()];
  hart->cause = cause;
  hart->pc = pc;
  hart->value = value;
  hart->trapped = 1;
  seeker_exit_fail(SEEKER_EXIT_TRAP + (cause & 0x7f));
}
