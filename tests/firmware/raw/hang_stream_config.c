// A hang: hart 0 starts jobs of a stream whose data nobody takes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

// scfgwi: register `reg` of streamer `ssr`.
#define CONFIGURE(ssr, reg, value)                                             \
  __asm__ volatile(".insn i 0x2b, 2, x0, %0, %1" ::"r"(value),                 \
                   "i"((reg) << 5 | (ssr)))

enum { kBound0 = 2, kStride0 = 6, kRead = 24, kWrite = 28 };

int raw_main(uint32_t hart) {
  if (hart == 0)
    for (int job = 0; job < 4; ++job) {
      CONFIGURE(0, kBound0, 99);
      CONFIGURE(0, kStride0, 8);
      CONFIGURE(0, kRead, SEEKER_TCDM_BASE);
    }
  return 0;
}
