// Cycles of hardware loops and streams on one core.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "streams.h"
#include "measure.h"

#define DRAIN "fmv.x.w t0, ft3\n\tmv t1, t0"
// Four accumulators, fa0 to fa3, their sum into fa0.
#define ZERO                                                                   \
  "fcvt.d.w fa0, zero\n\tfcvt.d.w fa1, zero\n\t"                               \
  "fcvt.d.w fa2, zero\n\tfcvt.d.w fa3, zero\n\t"
#define SUM                                                                    \
  "fadd.d fa0, fa0, fa1\n\tfadd.d fa2, fa2, fa3\n\tfadd.d fa0, fa0, fa2\n\t"
#define ACCUMULATORS "fa0", "fa1", "fa2", "fa3", "ft0", "ft1", "ft2"

// From the first configuration write to the result.
static uint32_t dot(volatile double *x, volatile double *y, uint32_t n) {
  uint32_t start = 0, end = 0;
  for (int warm = 0; warm < 2; ++warm)
    __asm__ volatile(
        ZERO
        "fmv.x.w t0, fa3\n\tmv t0, t0\n\t"
        "j 1f\n\t.balign 64\n1:\n\tcsrr %0, mcycle\n\t" SCFGWI("%2", 2, 31)
            SCFGWI("%3", 6, 31) SCFGWI("%4", 24, 0) SCFGWI("%5", 24, 1)
                SSR_ON FREP_STAGGER(
                    "%2", 1, 3,
                    "x19") "fmadd.d fa0, ft0, ft1, fa0\n\t" SUM SSR_OFF FP_FENCE
                           "csrr %1, mcycle"
        : "=&r"(start), "=&r"(end)
        : "r"(n - 1), "r"(8), "r"(x), "r"(y)
        : "t0", "memory", ACCUMULATORS);
  return end - start - 1;
}

static uint32_t axpy(volatile double *x, volatile double *y, uint32_t n) {
  uint32_t start = 0, end = 0;
  for (int warm = 0; warm < 2; ++warm)
    __asm__ volatile(
        ZERO
        "fmv.x.w t0, fa3\n\tmv t0, t0\n\t"
        "j 1f\n\t.balign 64\n1:\n\tcsrr %0, mcycle\n\t" SCFGWI("%2", 2, 31)
            SCFGWI("%3", 6, 31) SCFGWI("%4", 24, 0) SCFGWI("%5", 24, 1)
                SCFGWI("%5", 28, 2) SSR_ON FREP(
                    "%2", 1) "fmadd.d ft2, fa0, ft0, ft1\n\t" SSR_OFF FP_FENCE
                             "csrr %1, mcycle"
        : "=&r"(start), "=&r"(end)
        : "r"(n - 1), "r"(8), "r"(x), "r"(y)
        : "t0", "memory", ACCUMULATORS);
  return end - start - 1;
}

// Sum of n words by 2 << log bytes of index.
static uint32_t gather(volatile double *x, volatile void *index, uint32_t log,
                       uint32_t n) {
  uint32_t start = 0, end = 0;
  for (int warm = 0; warm < 2; ++warm) {
    SSR_SET(0, kSsrIndexCfg, log);
    SSR_SET(0, kSsrIndexBase, x);
    SSR_SET(0, kSsrBound, n - 1);
    SSR_SET(0, kSsrStride, 8);
    __asm__ volatile(
        ZERO "fmv.x.w t0, fa3\n\tmv t0, t0\n\t"
             "j 1f\n\t.balign 64\n1:\n\tcsrr %0, mcycle\n\t" SCFGWI("%4", 16, 0)
                 SSR_ON FREP_STAGGER(
                     "%2", 1, 3,
                     "x7") "fadd.d fa0, fa0, ft0\n\t" SUM SSR_OFF FP_FENCE
                           "csrr %1, mcycle"
        : "=&r"(start), "=&r"(end)
        : "r"(n - 1), "r"(8), "r"(index)
        : "t0", "memory", ACCUMULATORS);
  }
  return end - start - 1;
}

// What the first use of a stream waits, beyond the move itself.
static uint32_t first_use(volatile double *x, uint32_t indexed) {
  SSR_SET(0, kSsrBound, 0);
  SSR_SET(0, kSsrStride, 8);
  SSR_SET(0, kSsrIndexCfg, 1);
  SSR_SET(0, kSsrIndexBase, x);
  uint32_t with, without;
  if (indexed)
    with = CYCLES(SSR_ON SCFGWI("%2", 16, 0) "fmv.d ft3, ft0\n\t" DRAIN,
                  "r"(x + 64));
  else
    with =
        CYCLES(SSR_ON SCFGWI("%2", 24, 0) "fmv.d ft3, ft0\n\t" DRAIN, "r"(x));
  __asm__ volatile(SSR_OFF);
  without = CYCLES("csrci 0x7c0, 1\n\tnop\n\tfmv.d ft3, fa0\n\t" DRAIN, "r"(x));
  return with - without;
}

#define INDEPENDENT                                                            \
  "fadd.d ft3, fa0, fa0\n\tfadd.d ft4, fa0, fa0\n\t"                           \
  "fadd.d ft5, fa0, fa0\n\tfadd.d ft6, fa0, fa0\n\t"

int raw_main(uint32_t hart) {
  if (hart != 0)
    return 0;
  volatile double *l1 = (volatile double *)SEEKER_TCDM_BASE;
  volatile uint16_t *index16 = (volatile uint16_t *)(l1 + 2049);
  volatile uint32_t *index32 = (volatile uint32_t *)(l1 + 3073);
  for (int i = 0; i < 1024; ++i) {
    l1[i] = 1.0;
    l1[1025 + i] = 2.0;
  }
  for (int i = 0; i < 512; ++i)
    index16[i] = index32[i] = (uint32_t)(i * 7) % 512;
  __asm__ volatile(ZERO);

  report(kFrep,
         CYCLES(FREP("%2", 4) INDEPENDENT DRAIN, "r"(199)) -
             CYCLES(FREP("%2", 4) INDEPENDENT DRAIN, "r"(99)),
         400);
  report(kFrepCore, CYCLES(FREP("%2", 4) INDEPENDENT, "r"(99)), 1);
  report(kFrepWaw,
         CYCLES(FREP("%2", 1) "fadd.d ft3, fa0, fa0\n\t" DRAIN, "r"(199)) -
             CYCLES(FREP("%2", 1) "fadd.d ft3, fa0, fa0\n\t" DRAIN, "r"(99)),
         100);
  report(kScfgwi, EACH(SCFGWI("%2", 2, 0), "", "r"(0)), kEach);
  report(kFirstUse, first_use(l1, 0), 1);
  l1[64] = 0;
  report(kFirstUseIndexed, first_use(l1, 1), 1);
  report(kDot512, dot(l1, l1 + 1025, 512), 1);
  report(kAxpy256, axpy(l1, l1 + 1025, 256), 1);
  report(kGather16, gather(l1, index16, 1, 512) - gather(l1, index16, 1, 256),
         256);
  report(kGather32, gather(l1, index32, 2, 512) - gather(l1, index32, 2, 256),
         256);
  return 0;
}
