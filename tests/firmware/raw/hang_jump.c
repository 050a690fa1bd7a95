// A hang: hart 0 jumps nowhere, and has no trap handler.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  if (hart == 0) {
    __asm__ volatile("csrw mtvec, zero");
    ((void (*)(void))0x40)();
  }
  return 0;
}
