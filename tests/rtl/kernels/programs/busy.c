// All cores busy with streams and hardware loops: what simulations are timed
// with.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "measure.h"
#include "streams.h"

enum { kWords = 512, kTimes = 400 };

int raw_main(uint32_t hart) {
  if (hart == kDm) {
    dma_wait(dma_1d(TCDM, (void *)SEEKER_ZERO_MEMORY_BASE, 96 * 1024));
    barrier();
  } else {
    // Skewed by a bank, so that no core is in another's way.
    const volatile uint8_t *x = TCDM + hart * (8 * kWords + 8);
    const volatile uint8_t *y = x + 48 * 1024;
    barrier();
    SSR_SET(kSsrAll, kSsrBound, kWords - 1);
    SSR_SET(kSsrAll, kSsrStride, 8);
    __asm__ volatile(SSR_ON);
    for (int i = 0; i < kTimes; ++i) {
      SSR_SET(0, kSsrRead, x);
      SSR_SET(1, kSsrRead, y);
      __asm__ volatile(
          FREP_STAGGER("%0", 1, 3,
                       "x19") "fmadd.d fa0, ft0, ft1, fa0\n\t" ::"r"(kWords - 1)
          : "memory", "fa0", "fa1", "fa2", "fa3");
    }
    __asm__ volatile(FP_FENCE SSR_OFF ::: "t0", "memory");
  }
  barrier();
  return 0;
}
