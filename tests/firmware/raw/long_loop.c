// No hang: hart 0 computes 300,000 cycles without a store while the others
// wait.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  if (hart == 0) {
    uint32_t state = 1;
    for (uint32_t i = 0; i < 75000; ++i)
      __asm__ volatile("slli t0, %0, 1\n\txor %0, %0, t0" : "+r"(state)::"t0");
  }
  return 0;
}
