// Cycles of what the harts share: barrier, multiplier, L1's atomics, and the
// wake-up by each other.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "measure.h"

enum { kAmos = 16 };
#define ALL_TOGETHER "csrr zero, 0x7c2"

static uint32_t barriers(void) { return EACH(ALL_TOGETHER, "", "r"(0)); }

// Each core in its own place of the queue: measured from one barrier to
// another.
static uint32_t products(uint32_t hart) {
  uint32_t few, many;
  if (hart == kDm) { // keeps to the others' barriers
    for (int i = 0; i < 8; ++i)
      __asm__ volatile(ALL_TOGETHER);
    return 0;
  }
  many = CYCLES(ALL_TOGETHER
                "\n\t.rept 48\n\tmul t0, %2, %2\n\t.endr\n\t" ALL_TOGETHER,
                "r"(hart));
  few = CYCLES(ALL_TOGETHER
               "\n\t.rept 16\n\tmul t0, %2, %2\n\t.endr\n\t" ALL_TOGETHER,
               "r"(hart));
  return many - few;
}

// From a barrier to a barrier, a loop of six cycles that uses each result. The
// first call finds the loop in L3: so both of the public cluster's figures come
// about.
static __attribute__((noinline)) uint32_t amos(volatile uint32_t *at,
                                               uint32_t hart) {
  uint32_t start, sum = 0, left = kAmos;
  barrier();
  start = cycle();
  if (hart != kDm)
    __asm__ volatile("j 1f\n\t.balign 256\n1:\n\t"
                     "amoadd.w t0, %2, (%3)\n\taddi %1, %1, -1\n\t"
                     "add %0, %0, t0\n\tbnez %1, 1b"
                     : "+r"(sum), "+r"(left)
                     : "r"(1), "r"(at)
                     : "t0", "memory");
  barrier();
  return cycle() - start;
}

// Hart 0 sleeps, hart 1 wakes it; the handler's first instruction reads the
// clock.
__asm__(".text\n\t.balign 64\nwoken:\n\t"
        "csrr t0, mcycle\n\tla t1, woken_at\n\tsw t0, 0(t1)\n\t"
        "li t0, 1\n\tsw t0, 8(s1)\n\tlw t0, 8(s1)\n\tmret");
extern char woken[];
volatile uint32_t woken_at, set_at;

static void wake(uint32_t hart) {
  register uint32_t set __asm__("s1") = SEEKER_PERIPHERAL_BASE + 0x1a0;
  for (int warm = 0; warm < 2; ++warm) {
    barrier();
    if (hart == 0) {
      uint32_t before;
      __asm__ volatile("csrrw %0, mtvec, %2\n\tcsrs mie, %3\n\t"
                       "csrsi mstatus, 8\n\twfi\n\tcsrci mstatus, 8\n\t"
                       "csrw mtvec, %0"
                       : "=&r"(before), "+r"(set)
                       : "r"(woken), "r"(1 << 19)
                       : "t0", "t1", "memory");
    }
    if (hart == 1) {
      uint32_t now, one = 1;
      __asm__ volatile("li t0, 100\n1:\n\taddi t0, t0, -1\n\tbnez t0, 1b\n\t"
                       "csrr %0, mcycle\n\tsw %1, 0(%2)"
                       : "=&r"(now)
                       : "r"(one), "r"(set)
                       : "t0", "memory");
      set_at = now;
    }
    barrier();
  }
}

int raw_main(uint32_t hart) {
  volatile uint32_t *l1 = (volatile uint32_t *)SEEKER_TCDM_BASE;
  uint32_t all = barriers();
  uint32_t each = products(hart);
  uint32_t one_word = amos(l1, hart);
  uint32_t own_bank = amos(l1 + 2 * hart, hart);
  wake(hart);
  if (hart == 0) {
    report(kBarrier, all, kEach);
    report(kMulAll, each, 32 * kComputeCores);
    report(kAmosOneWord, one_word, 1);
    report(kAmosBanks, own_bank, 1);
    report(kWake, woken_at - set_at, 1);
  }
  return 0;
}
