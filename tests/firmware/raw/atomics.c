// Atomics of all harts on shared words, in L1 and in L3.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The exit code is the line of the first failure.
#include "raw.h"

enum { kTimes = 16 };
static uint32_t in_l3[8];

static int check(volatile uint32_t *words) {
  uint32_t sum = 0, all = (1u << kHarts) - 1;
  for (uint32_t hart = 0; hart < kHarts; ++hart)
    sum += kTimes * (hart + 1);
  if (words[0] != sum)
    return __LINE__;
  if (words[1] != all)
    return __LINE__;
  if (words[2] != 0)
    return __LINE__;
  if (words[3] != kHarts - 1)
    return __LINE__;
  if ((int32_t)words[4] != -(int32_t)kHarts)
    return __LINE__;
  if (words[5] != kHarts * kTimes)
    return __LINE__;
  return 0;
}

static void use(volatile uint32_t *words, uint32_t hart) {
  if (hart == 0) {
    words[0] = words[1] = words[3] = words[4] = words[5] = 0;
    words[2] = (1u << kHarts) - 1;
  }
  barrier();
  for (uint32_t i = 0; i < kTimes; ++i)
    __atomic_fetch_add(&words[0], hart + 1, __ATOMIC_RELAXED);
  __atomic_fetch_or(&words[1], 1u << hart, __ATOMIC_RELAXED);
  __atomic_fetch_and(&words[2], ~(1u << hart), __ATOMIC_RELAXED);
  __asm__ volatile("amomaxu.w zero, %0, (%1)" ::"r"(hart), "r"(&words[3])
                   : "memory");
  __asm__ volatile("amomin.w zero, %0, (%1)" ::"r"(-(int32_t)hart - 1),
                   "r"(&words[4])
                   : "memory");
  // A lock of LR/SC pairs.
  for (uint32_t i = 0; i < kTimes; ++i) {
    uint32_t old, failed;
    do {
      __asm__ volatile("lr.w %0, (%2)\n\taddi %0, %0, 1\n\tsc.w %1, %0, (%2)"
                       : "=&r"(old), "=&r"(failed)
                       : "r"(&words[5])
                       : "memory");
    } while (failed != 0);
  }
  barrier();
}

int raw_main(uint32_t hart) {
  volatile uint32_t *l1 = (volatile uint32_t *)(SEEKER_TCDM_BASE + 4096);
  use(l1, hart);
  int line = check(l1);
  if (line != 0)
    return line;
  use(in_l3, hart);
  return check(in_l3);
}
