// An unexpected trap: ends with 100 + the cause of an illegal instruction.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  if (hart == 1)
    __asm__ volatile(".word 0");
  barrier();
  return 0;
}
