// Dumps the cycles of transfers, loads, atomics and barriers, each measured
// warm.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every value is dumped as what << 24 | cycles. Transfers: from the first
// instruction of the set-up to the end of the poll that sees them complete.
#include "raw.h"

static uint8_t l3[128 * 1024] __attribute__((aligned(4096)));

static inline uint32_t cycle(void) {
  uint32_t now;
  __asm__ volatile("csrr %0, mcycle" : "=r"(now)::"memory");
  return now;
}

static void report(uint32_t what, uint32_t cycles) {
  dump(what << 24 | cycles);
}

static uint32_t copy_1d(volatile void *to, const volatile void *from,
                        uint32_t bytes) {
  uint32_t cycles = 0;
  for (int warm = 0; warm < 2; ++warm) {
    uint32_t start = cycle();
    dma_wait(dma_1d(to, from, bytes));
    cycles = cycle() - start;
  }
  return cycles;
}

static uint32_t copy_2d(volatile void *to, const volatile void *from,
                        uint32_t bytes, uint32_t rows, uint32_t stride) {
  uint32_t cycles = 0;
  for (int warm = 0; warm < 2; ++warm) {
    uint32_t start = cycle();
    dma_wait(dma_2d(to, from, bytes, bytes, stride, rows));
    cycles = cycle() - start;
  }
  return cycles;
}

// Issue to issue of the instruction that uses the loaded word.
static uint32_t load_latency(volatile uint32_t *from) {
  uint32_t start = 0, end = 0, word;
  for (int warm = 0; warm < 2; ++warm)
    __asm__ volatile(".balign 64\n\tcsrr %0, mcycle\n\t"
                     "lw %2, 0(%3)\n\tadd zero, %2, %2\n\tcsrr %1, mcycle"
                     : "=&r"(start), "=&r"(end), "=&r"(word)
                     : "r"(from)
                     : "memory");
  return end - start - 2; // the first csrr and the add take one cycle each
}

static uint32_t amo_latency(volatile uint32_t *at) {
  uint32_t start = 0, end = 0, word;
  for (int warm = 0; warm < 2; ++warm)
    __asm__ volatile(".balign 64\n\tcsrr %0, mcycle\n\t"
                     "amoadd.w %2, zero, (%3)\n\tadd zero, %2, %2\n\t"
                     "csrr %1, mcycle"
                     : "=&r"(start), "=&r"(end), "=&r"(word)
                     : "r"(at)
                     : "memory");
  return end - start - 2;
}

static uint32_t barriers(void) {
  uint32_t start = 0, end = 0;
  for (int warm = 0; warm < 2; ++warm)
    // The first barrier brings all harts together, nine more are measured.
    __asm__ volatile(".balign 64\n\tcsrr zero, 0x7c2\n\tcsrr %0, mcycle\n\t"
                     "csrr zero, 0x7c2\n\tcsrr zero, 0x7c2\n\t"
                     "csrr zero, 0x7c2\n\tcsrr zero, 0x7c2\n\t"
                     "csrr zero, 0x7c2\n\tcsrr zero, 0x7c2\n\t"
                     "csrr zero, 0x7c2\n\tcsrr zero, 0x7c2\n\tcsrr %1, mcycle"
                     : "=&r"(start), "=&r"(end)::"memory");
  return end - start - 1;
}

// 16 AMOs of each compute core, from a barrier to a barrier.
static uint32_t amos(volatile uint32_t *at) {
  uint32_t start = 0;
  for (int warm = 0; warm < 2; ++warm) {
    barrier();
    start = cycle();
    if (hart_id() != kDm)
      __asm__ volatile(".rept 16\n\tamoadd.w t0, t1, (%0)\n\t.endr" ::"r"(at)
                       : "t0", "memory");
    barrier();
  }
  return cycle() - start;
}

int raw_main(uint32_t hart) {
  volatile uint8_t *l1 = TCDM;
  uint32_t all = barriers();
  uint32_t one_word = amos((volatile uint32_t *)l1);
  uint32_t own_bank = amos((volatile uint32_t *)l1 + 2 * hart);
  if (hart == 0) {
    report(1, load_latency((volatile uint32_t *)l1));
    report(2,
           load_latency((volatile uint32_t *)(SEEKER_PERIPHERAL_BASE + 0x180)));
    report(3, load_latency((volatile uint32_t *)l3));
    report(4, amo_latency((volatile uint32_t *)l1));
    report(5, all);
    report(6, one_word);
    report(7, own_bank);
  }
  barrier();
  if (hart == kDm) {
    report(16, copy_1d(l1, l3, 64));
    report(17, copy_1d(l1, l3, 4096));
    report(18, copy_1d(l1, l3, 65536));
    report(19, copy_1d(l1 + 65536, l1, 32768));
    report(20, copy_2d(l1, l3, 64, 64, 1024));
    report(21, copy_2d(l1, l3, 256, 64, 1024));
    report(22, copy_2d(l1, l3, 320, 64, 1600));
    report(23, copy_2d(l1, l3, 1600, 32, 3200));
    report(24, copy_1d(l1 + 8, l3 + 24, 4096));
    report(25, copy_1d(l3, l1, 4096));
    report(26, copy_2d(l3, l1, 128, 64, 128));
    report(27, copy_1d(l3 + 65536, l3, 4096));
  }
  return 0;
}
