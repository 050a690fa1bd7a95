// Ends a program through tohost.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker_exit.h"
#include "seeker_htif.h"
#include "seeker_run.h"

void seeker_exit_report(uint32_t code) {
  seeker_record.exit_code = code;
  // Whatever the host reads on seeing the word must have been written before.
  __asm__ volatile("fence" ::: "memory");
  tohost[1] = 0;
  tohost[0] = code << 1 | 1;
}

_Noreturn void seeker_exit_fail(uint32_t code) {
  seeker_record.status = SEEKER_STATUS_FAILED;
  seeker_exit_report(code);
  __asm__ volatile("csrw mie, zero");
  for (;;)
    __asm__ volatile("wfi");
}
