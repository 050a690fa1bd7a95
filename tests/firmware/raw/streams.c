// Dot products by streams and a hardware loop on every compute core at once.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

enum { kLength = 256, kRounds = 64 };

// scfgwi value, register << 5 | stream
#define SSR_WRITE(reg, stream, value)                                          \
  __asm__ volatile(".insn i 0x2b, 2, x0, %0, %1" ::"r"(value),                 \
                   "i"((reg) << 5 | (stream)))

// Four accumulators by stagger; frep.o's length is the body's less one.
static double dot(const volatile double *x, const volatile double *y) {
  double sum;
  SSR_WRITE(2, 31, kLength - 1);
  SSR_WRITE(6, 31, 8);
  SSR_WRITE(24, 0, x);
  SSR_WRITE(24, 1, y);
  __asm__ volatile(
      "csrsi 0x7c0, 1\n\t"
      "fcvt.d.w ft4, zero\n\t"
      "fcvt.d.w ft5, zero\n\t"
      "fcvt.d.w ft6, zero\n\t"
      "fcvt.d.w ft7, zero\n\t"
      ".insn i 0x0b, 3, x19, %1, 0\n\t" // frep.o, max 3, rd and rs3
      "fmadd.d ft4, ft0, ft1, ft4\n\t"
      "fadd.d ft4, ft4, ft5\n\t"
      "fadd.d ft6, ft6, ft7\n\t"
      "fadd.d %0, ft4, ft6\n\t"
      "csrci 0x7c0, 1"
      : "=f"(sum)
      : "r"(kLength - 1)
      : "ft0", "ft1", "ft2", "ft4", "ft5", "ft6", "ft7", "memory");
  return sum;
}

static int check(uint32_t hart) {
  volatile double *x =
      (volatile double *)(SEEKER_TCDM_BASE + 0x1000 + hart * 0x1008);
  volatile double *y =
      (volatile double *)(SEEKER_TCDM_BASE + 0xa000 + hart * 0x1008);
  int32_t expected = 0;
  for (int32_t i = 0; i < kLength; ++i) {
    const int32_t a = i * 37 % 101 - 50, b = (i + (int32_t)hart) % 13;
    x[i] = a;
    y[i] = b;
    expected += a * b;
  }
  // Configuration does not wait for stores.
  __asm__ volatile("fence" ::: "memory");
  for (uint32_t round = 0; round < kRounds; ++round)
    if ((int32_t)dot(x, y) != expected)
      return __LINE__;
  return 0;
}

int raw_main(uint32_t hart) {
  volatile int *lines = (volatile int *)SEEKER_TCDM_BASE;
  lines[hart] = hart < kComputeCores ? check(hart) : 0;
  barrier();
  for (uint32_t other = 0; other < kHarts; ++other)
    if (lines[other] != 0)
      return lines[other];
  return 0;
}
