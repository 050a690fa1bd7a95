// What the performance counters count; exit code = line of the first failure.
// failure.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

enum {
  kCycle = 0,
  kTcdmAccessed = 1,
  kTcdmCongested = 2,
  kRetiredInstr = 6,
  kRetiredLoad = 7,
  kDmaArBytes = 19,
  kDmaReads = 20,
  kDmaReadBytes = 21,
  kDmaWrites = 22,
  kDmaWriteBytes = 23,
  kDmaAnswers = 24,
  kDmaBusy = 25,
  kIcacheHit = 27,
};

static volatile uint32_t *const enable =
    (volatile uint32_t *)SEEKER_PERIPHERAL_BASE;
static volatile uint32_t *const select_of =
    (volatile uint32_t *)(SEEKER_PERIPHERAL_BASE + 0x080);
static volatile uint32_t *const count =
    (volatile uint32_t *)(SEEKER_PERIPHERAL_BASE + 0x100);
static volatile int result;
static uint8_t l3[1024] __attribute__((aligned(64)));

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

int raw_main(uint32_t hart) {
  if (hart == 0)
    result = of_a_hart(hart);
  barrier();
  if (hart == kDm && result == 0)
    result = of_the_dma();
  barrier();
  return result;
}
