// Matrix-vector kernels of 8 cores whose weights lie in L1 in rows of some
// pitch, alone and beside the DMA.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SSR0 gives x, each word once for all rows (repeat), SSR1 the weights: inner
// loop over the core's rows, outer over K; an accumulator a row. Two kernels in
// sequence.
#include "measure.h"
#include "streams.h"

enum { kKernels = 2, kStreamed = 16 * 1024 };
static uint8_t l3[kStreamed] __attribute__((aligned(4096)));
static volatile uint32_t longest;
// How many cores are done, in L1 where the DM core can look at it quickly.
#define FINISHED ((volatile uint32_t *)(TCDM + 124 * 1024))

#define ROWS_4                                                                 \
  "fmadd.d fa0, ft0, ft1, fa0\n\tfmadd.d fa1, ft0, ft1, fa1\n\t"               \
  "fmadd.d fa2, ft0, ft1, fa2\n\tfmadd.d fa3, ft0, ft1, fa3\n\t"
#define ROWS_5 ROWS_4 "fmadd.d fa4, ft0, ft1, fa4\n\t"

// The cycles of this core.
#define KERNELS(rows)                                                          \
  static uint32_t kernels_##rows(const volatile double *x,                     \
                                 const volatile double *w, uint32_t k,         \
                                 uint32_t pitch) {                             \
    uint32_t start = cycle();                                                  \
    for (int i = 0; i < kKernels; ++i)                                         \
      __asm__ volatile(                                                        \
          "fcvt.d.w fa0, zero\n\tfcvt.d.w fa1, zero\n\t"                       \
          "fcvt.d.w fa2, zero\n\tfcvt.d.w fa3, zero\n\t"                       \
          "fcvt.d.w fa4, zero\n\t" SCFGWI("%4", 1, 0) SCFGWI("%0", 2, 0)       \
              SCFGWI("%5", 6, 0) SCFGWI("%4", 2, 1) SCFGWI("%3", 6, 1)         \
                  SCFGWI("%0", 3, 1) SCFGWI("%6", 7, 1) SCFGWI("%1", 24, 0)    \
                      SCFGWI("%2", 25, 1) SSR_ON FREP("%0", rows)              \
                          ROWS_##rows SSR_OFF FP_FENCE                         \
          :                                                                    \
          : "r"(k - 1), "r"(x), "r"(w), "r"(pitch), "r"(rows - 1), "r"(8),     \
            "r"(8 - (rows - 1) * pitch)                                        \
          : "t0", "memory", "ft0", "ft1", "ft2", "fa0", "fa1", "fa2", "fa3",   \
            "fa4");                                                            \
    return cycle() - start;                                                    \
  }
KERNELS(4)
KERNELS(5)

// All cores' kernels: x at the beginning of L1, then the weights. The DMA
// meanwhile writes a block into the other half, waits for it, and again, until
// the cores have finished.
static uint32_t all(uint32_t hart, uint32_t rows, uint32_t k, uint32_t pitch,
                    int with_dma) {
  const volatile double *x = (const volatile double *)SEEKER_TCDM_BASE;
  uint32_t after_x = (8 * k + 63) / 64 * 64;
  const volatile double *w =
      (const volatile double *)(SEEKER_TCDM_BASE + after_x +
                                hart * rows * pitch);
  for (int warm = 0; warm < 2; ++warm) {
    if (hart == 0) {
      longest = 0;
      *FINISHED = 0;
    }
    barrier();
    if (hart == kDm) {
      if (with_dma)
        do
          dma_wait(dma_1d(TCDM + 60 * 1024, l3, kStreamed));
        while (*FINISHED < kComputeCores);
    } else {
      // The transfers are under way.
      for (int i = 0; i < 20; ++i)
        __asm__ volatile("nop");
      uint32_t cycles =
          rows == 4 ? kernels_4(x, w, k, pitch) : kernels_5(x, w, k, pitch);
      __asm__ volatile(
          "amoadd.w zero, %2, (%3)\n\tamomaxu.w zero, %0, (%1)" ::"r"(cycles),
          "r"(&longest), "r"(1), "r"(FINISHED)
          : "memory");
    }
    barrier();
  }
  return longest;
}

#define ROW_OF(r, k, pitch)                                                    \
  do {                                                                         \
    uint32_t alone = all(hart, r, k, pitch, 0);                                \
    uint32_t beside = all(hart, r, k, pitch, 1);                               \
    if (hart == 0) {                                                           \
      report(kAlone##r##_##k##_##pitch, alone, 1);                             \
      report(kBeside##r##_##k##_##pitch, beside, 1);                           \
    }                                                                          \
  } while (0)

int raw_main(uint32_t hart) {
  // Numbers, so that no operation meets what happens to be in L1.
  if (hart == kDm)
    dma_wait(dma_1d(TCDM, (void *)SEEKER_ZERO_MEMORY_BASE, 60 * 1024));
  barrier();
  ROW_OF(4, 100, 800);
  ROW_OF(4, 100, 808);
  ROW_OF(4, 100, 832);
  ROW_OF(4, 100, 896);
  ROW_OF(4, 200, 1600);
  ROW_OF(4, 200, 1632);
  ROW_OF(4, 200, 1664);
  ROW_OF(4, 200, 1728);
  ROW_OF(5, 100, 800);
  ROW_OF(5, 100, 832);
  return 0;
}
