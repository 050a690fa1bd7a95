// A hang: the handler of hart 0 returns to the instruction that traps.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

__attribute__((naked, aligned(4))) static void again(void) {
  __asm__ volatile("mret");
}

int raw_main(uint32_t hart) {
  if (hart == 0)
    __asm__ volatile("csrw mtvec, %0\n\tebreak" ::"r"(again));
  return 0;
}
