// Cycles of eight cores that stream from L1 at once.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "measure.h"
#include "streams.h"

#define ZERO                                                                   \
  "fcvt.d.w fa0, zero\n\tfcvt.d.w fa1, zero\n\t"                               \
  "fcvt.d.w fa2, zero\n\tfcvt.d.w fa3, zero\n\t"
#define SUM                                                                    \
  "fadd.d fa0, fa0, fa1\n\tfadd.d fa2, fa2, fa3\n\tfadd.d fa0, fa0, fa2\n\t"
#define FREE "t0", "memory", "fa0", "fa1", "fa2", "fa3", "ft0", "ft1", "ft2"

enum { kFrom = 40 * 1024 + 64, kBlock = 4 * 1024 };
static uint8_t l3[kBlock] __attribute__((aligned(4096)));
static volatile uint32_t longest;

// A dot product, and the core's sum into *result.
static void dot(const volatile void *x, const volatile void *y, uint32_t n,
                int32_t stride, volatile double *result) {
  SSR_SET(kSsrAll, kSsrBound, n - 1);
  SSR_SET(kSsrAll, kSsrStride, stride);
  SSR_SET(0, kSsrRead, x);
  SSR_SET(1, kSsrRead, y);
  __asm__ volatile(
      ZERO SSR_ON FREP_STAGGER(
          "%0", 1, 3, "x19") "fmadd.d fa0, ft0, ft1, fa0\n\t" SUM SSR_OFF
                             "fsd fa0, 0(%1)\n\t" FP_FENCE ::"r"(n - 1),
      "r"(result)
      : FREE);
}

// The longest of all cores' dot products of n words with this stride; core i
// begins `apart` bytes after core i - 1.
static uint32_t dots(uint32_t hart, uint32_t n, uint32_t apart, int32_t stride,
                     int with_dma) {
  for (int warm = 0; warm < 2; ++warm) {
    if (hart == 0)
      longest = 0;
    barrier();
    if (hart == kDm) {
      // One transfer after the other, in and out, each waited for.
      for (int i = 0; with_dma && i < 9; ++i)
        dma_wait(i % 2 ? dma_1d(l3, TCDM + 76 * 1024, kBlock)
                       : dma_1d(TCDM + 76 * 1024, l3, kBlock));
    } else {
      for (int i = 0; i < 20; ++i)
        __asm__ volatile("nop");
      uint32_t start = cycle();
      dot(TCDM + hart * apart, TCDM + hart * apart + (stride ? kFrom : 0), n,
          stride, (volatile double *)(TCDM + 75 * 1024) + hart);
      uint32_t cycles = cycle() - start;
      __asm__ volatile("amomaxu.w zero, %0, (%1)" ::"r"(cycles), "r"(&longest)
                       : "memory");
    }
    barrier();
  }
  return longest;
}

int raw_main(uint32_t hart) {
  if (hart == kDm)
    dma_wait(dma_1d(TCDM, (void *)SEEKER_ZERO_MEMORY_BASE, 112 * 1024));
  barrier();
  uint32_t bank = dots(hart, 256, 0, 0, 0) - dots(hart, 128, 0, 0, 0);
  uint32_t apart = dots(hart, 512, 8 * 512 + 8, 8, 0);
  uint32_t with_dma = dots(hart, 512, 8 * 512 + 8, 8, 1);
  if (hart == 0) {
    // Two streams of each core.
    report(kOneBank, bank, 2 * 128);
    report(kPrivate, apart, 1);
    report(kPrivateDma, with_dma, 1);
  }
  return 0;
}
