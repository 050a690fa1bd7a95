// A hang: hart 0 takes five data of a stream that delivers four.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

// scfgwi: register `reg` of streamer `ssr`.
#define CONFIGURE(ssr, reg, value)                                             \
  __asm__ volatile(".insn i 0x2b, 2, x0, %0, %1" ::"r"(value),                 \
                   "i"((reg) << 5 | (ssr)))

enum { kBound0 = 2, kStride0 = 6, kRead = 24, kWrite = 28 };

int raw_main(uint32_t hart) {
  if (hart == 0) {
    CONFIGURE(1, kBound0, 3);
    CONFIGURE(1, kStride0, 8);
    CONFIGURE(1, kRead, SEEKER_TCDM_BASE);
    __asm__ volatile("csrsi 0x7c0, 1\n\t"
                     ".rept 5\n\tfadd.d fa0, fa0, ft1\n\t.endr\n\t"
                     "csrci 0x7c0, 1\n\tfmv.x.w t0, fa0\n\tmv t0, t0" ::
                         : "t0", "fa0");
  }
  return 0;
}
