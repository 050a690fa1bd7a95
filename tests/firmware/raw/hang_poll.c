// A hang: hart 0 polls a word that nobody writes, the others wait at the
// barrier.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  volatile uint32_t *flag = (volatile uint32_t *)SEEKER_TCDM_BASE;
  if (hart == 0) {
    *flag = 0;
    while (!*flag)
      ;
  }
  return 0;
}
