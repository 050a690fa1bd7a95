// What each metric of the performance counters counts.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The exit code is the line of the first failure.
#include "raw.h"

enum {
  kCycle,
  kTcdmAccessed,
  kTcdmCongested,
  kIssueFpu,
  kIssueFpuSeq,
  kIssueCoreToFpu,
  kRetiredInstr,
  kRetiredLoad,
  kRetiredI,
  kRetiredAcc,
  kDmaAwStall,
  kDmaArStall,
  kDmaRStall,
  kDmaWStall,
  kDmaBufWStall,
  kDmaBufRStall,
  kDmaAwDone,
  kDmaAwBytes,
  kDmaArDone,
  kDmaArBytes,
  kDmaReads,
  kDmaReadBytes,
  kDmaWrites,
  kDmaWriteBytes,
  kDmaAnswers,
  kDmaBusy,
  kIcacheMiss,
  kIcacheHit,
  kIcachePrefetch,
  kIcacheDoubleHit,
  kIcacheStall,
};

static volatile uint32_t *const enable =
    (volatile uint32_t *)SEEKER_PERIPHERAL_BASE;
static volatile uint32_t *const select_of =
    (volatile uint32_t *)(SEEKER_PERIPHERAL_BASE + 0x080);
static volatile uint32_t *const count =
    (volatile uint32_t *)(SEEKER_PERIPHERAL_BASE + 0x100);
static volatile int result;
static uint8_t l3[8192] __attribute__((aligned(64)));

static void watch(uint32_t counter, uint32_t metric, uint32_t hart) {
  enable[2 * counter] = 0;
  select_of[2 * counter] = metric << 16 | hart;
  count[2 * counter] = 0;
}

static void start(uint32_t counters) {
  for (uint32_t i = 0; i < counters; ++i)
    enable[2 * i] = 1;
}

static void stop(uint32_t counters) {
  for (uint32_t i = 0; i < counters; ++i)
    enable[2 * i] = 0;
  // The last write has arrived when a read behind it answers.
  (void)enable[0];
}

static int within(uint32_t value, uint32_t low, uint32_t high) {
  return value >= low && value <= high;
}

static int of_a_hart(uint32_t hart) {
  volatile uint32_t *l1 = (volatile uint32_t *)SEEKER_TCDM_BASE;
  watch(0, kCycle, hart);
  watch(1, kTcdmAccessed, hart);
  watch(2, kRetiredInstr, hart);
  watch(3, kRetiredLoad, hart);
  watch(4, kTcdmCongested, hart);
  watch(5, kIcacheHit, hart);
  watch(6, kRetiredInstr, 100); // a hart that does not exist
  start(7);
  for (int i = 0; i < 50; ++i)
    (void)l1[i];
  stop(7);
  if (!within(count[0], 100, 2000))
    return __LINE__;
  if (count[2] != 50)
    return __LINE__;
  if (!within(count[4], 150, count[0]))
    return __LINE__;
  if (!within(count[6], 50, 51))
    return __LINE__;
  if (count[8] != 0) // nobody else is there
    return __LINE__;
  if (!within(count[10], 100, 2000))
    return __LINE__;
  if (count[12] != 0)
    return __LINE__;
  return 0;
}

static int of_the_dma(void) {
  watch(0, kDmaReads, 0);
  watch(1, kDmaReadBytes, 0);
  watch(2, kDmaWrites, 0);
  watch(3, kDmaWriteBytes, 0);
  watch(4, kDmaAnswers, 0);
  watch(5, kDmaBusy, 0);
  watch(6, kDmaArBytes, 0);
  start(7);
  // 700 B from 40 touch 12 lines, at 0 they fill 11.
  dma_wait(dma_1d(TCDM, l3 + 40, 700));
  stop(7);
  if (count[0] != 12 || count[2] != 12 * 64 || count[12] != 12 * 64)
    return __LINE__;
  if (count[4] != 11 || count[6] != 700 || count[8] != 11)
    return __LINE__;
  if (!within(count[10], 12, 100))
    return __LINE__;
  return 0;
}

// A loop of 400 additions in hardware, which the core issues once, and a move.
static int of_the_fpu(uint32_t hart) {
  watch(0, kIssueFpu, hart);
  watch(1, kIssueFpuSeq, hart);
  watch(2, kIssueCoreToFpu, hart);
  watch(3, kRetiredAcc, hart);
  watch(4, kRetiredI, hart);
  watch(5, kRetiredInstr, hart);
  start(6);
  __asm__ volatile(".insn i 0x0b, 0, x1, %0, 3\n\t" // frep.o
                   "fadd.d ft3, fa0, fa0\n\tfadd.d ft4, fa0, fa0\n\t"
                   "fadd.d ft5, fa0, fa0\n\tfadd.d ft6, fa0, fa0\n\t"
                   "fmv.x.w t0, ft3\n\tmv t0, t0" ::"r"(99)
                   : "t0", "ft3", "ft4", "ft5", "ft6");
  stop(6);
  if (count[0] != 401)
    return __LINE__;
  if (count[2] != 401)
    return __LINE__;
  if (!within(count[4], 5, 6)) // the loop itself counts or not
    return __LINE__;
  if (count[6] != 1)
    return __LINE__;
  if (!within(count[8], 1, count[10] - 5))
    return __LINE__;
  return 0;
}

// Code that nobody has run yet, two lines of it.
static __attribute__((noinline, aligned(4096))) void far_away(void) {
  __asm__ volatile(".rept 20\n\tnop\n\t.endr");
}

static int of_the_cache(uint32_t hart) {
  watch(0, kIcacheMiss, hart);
  watch(1, kIcachePrefetch, hart);
  watch(2, kIcacheDoubleHit, hart);
  watch(3, kIcacheStall, hart);
  start(4);
  far_away();
  stop(4);
  if (!within(count[0], 1, 10))
    return __LINE__;
  if (!within(count[2], 1, 10))
    return __LINE__;
  if (count[4] != 0) // a line is never in a buffer twice
    return __LINE__;
  if (!within(count[6], 15, 200))
    return __LINE__;
  return 0;
}

// Two harts want one bank: one streams it, the other loads.
static int of_contention(uint32_t hart) {
  volatile uint32_t *l1 = (volatile uint32_t *)SEEKER_TCDM_BASE;
  int line = 0;
  if (hart == 0)
    watch(0, kTcdmCongested, hart);
  barrier();
  if (hart == 0) {
    start(1);
    for (int i = 0; i < 50; ++i)
      (void)l1[0];
    stop(1);
    if (!within(count[0], 5, 100))
      line = __LINE__;
  } else if (hart == 1) {
    __asm__ volatile(
        ".insn i 0x2b, 2, x0, %0, 2*32\n\t" // one loop, stride 0
        ".insn i 0x2b, 2, x0, x0, 6*32\n\t"
        ".insn i 0x2b, 2, x0, %1, 24*32\n\t"
        "csrsi 0x7c0, 1\n\t"
        ".insn i 0x0b, 0, x1, %0, 0\n\t"
        "fsgnj.d ft3, ft0, ft0\n\t"
        "fmv.x.w t0, ft3\n\tmv t0, t0\n\tcsrci 0x7c0, 1" ::"r"(1999),
        "r"(l1)
        : "t0", "ft0", "ft1", "ft2", "ft3", "memory");
  }
  barrier();
  return line;
}

// Two blocks of 4 KiB, within L1: reads and writes are in each other's way.
static int of_bursts(void) {
  watch(0, kDmaAwDone, 0);
  watch(1, kDmaAwBytes, 0);
  watch(2, kDmaArDone, 0);
  watch(3, kDmaAwStall, 0);
  watch(4, kDmaArStall, 0);
  watch(5, kDmaWStall, 0);
  watch(6, kDmaRStall, 0);
  watch(7, kDmaBufWStall, 0);
  watch(8, kDmaBufRStall, 0);
  start(9);
  dma_wait(dma_1d(TCDM + 16384, TCDM + 64, 8192));
  dma_wait(dma_1d(TCDM + 16384, TCDM, 8192));
  stop(9);
  if (count[0] != 4 || count[2] != 2 * 8192)
    return __LINE__;
  if (count[4] != 5) // from 64 on it is three blocks
    return __LINE__;
  // Nobody else is there: whatever stalls is the engine's own affair.
  for (int i = 3; i < 9; ++i)
    if (count[2 * i] > 300)
      return __LINE__;
  if (count[12] == 0 || count[14] == 0) // the first line takes a while
    return __LINE__;
  return 0;
}

int raw_main(uint32_t hart) {
  if (hart == 0)
    result = of_a_hart(hart);
  barrier();
  if (hart == kDm && result == 0)
    result = of_the_dma();
  if (hart == kDm && result == 0)
    result = of_bursts();
  barrier();
  if (hart == 0 && result == 0)
    result = of_the_fpu(hart);
  if (hart == 0 && result == 0)
    result = of_the_cache(hart);
  int line = of_contention(hart);
  if (hart == 0 && result == 0)
    result = line;
  barrier();
  return result;
}
