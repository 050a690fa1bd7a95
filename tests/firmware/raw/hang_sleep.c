// A hang: hart 1 sleeps for good while the others wait at the barrier.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  while (hart == 1)
    __asm__ volatile("csrw mie, zero\n\twfi");
  barrier();
  return 0;
}
