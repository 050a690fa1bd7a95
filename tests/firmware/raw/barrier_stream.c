// Barriers while a compute core's FPU goes on writing a stream.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

enum { kRounds = 64, kBarriers = 16 };

#define SSR_WRITE(reg, stream, value)                                          \
  __asm__ volatile(".insn i 0x2b, 2, x0, %0, %1" ::"r"(value),                 \
                   "i"((reg) << 5 | (stream)))

// Each element waits for the FPU's latency, so that the stream is empty again
// and again.
static void write_ahead(volatile double *to, uint32_t length) {
  SSR_WRITE(2, 2, length - 1);
  SSR_WRITE(6, 2, 8);
  SSR_WRITE(28, 2, to);
  __asm__ volatile("csrsi 0x7c0, 1\n\t"
                   "fcvt.d.w ft4, zero\n\t"
                   "fcvt.d.w ft5, %1\n\t"
                   ".insn i 0x0b, 0, x1, %0, 1\n\t" // frep.o over two
                   "fadd.d ft4, ft4, ft5\n\t"
                   "fadd.d ft2, ft4, ft5\n\t"
                   "csrci 0x7c0, 1" ::"r"(length - 1),
                   "r"(1)
                   : "ft2", "ft4", "ft5", "memory");
}

static void bare_barrier(void) {
  __asm__ volatile("csrr zero, 0x7c2" ::: "memory");
}

int raw_main(uint32_t hart) {
  volatile uint32_t *turns = (volatile uint32_t *)TCDM;
  volatile double *own = (volatile double *)(TCDM + 0x1000 + hart * 0x208);
  int line = 0;
  turns[hart] = 0;
  barrier();
  for (uint32_t round = 0; round < kRounds; ++round) {
    uint32_t length = 24 + round % 16;
    int writes = hart == round % kComputeCores;
    if (writes)
      write_ahead(own, length);
    // Every phase between the barriers and what the FPU writes.
    for (uint32_t wait = 0; wait < round; ++wait)
      __asm__ volatile("nop");
    for (uint32_t i = 0; i < kBarriers; ++i)
      bare_barrier();
    turns[hart] = round;
    barrier();
    for (uint32_t other = 0; other < kHarts; ++other)
      if (turns[other] != round)
        line = __LINE__;
    // What is in flight past a barrier is over behind a fence.
    __asm__ volatile("fmv.x.w t0, fa0\n\tmv t0, t0\n\tfence" ::
                         : "t0", "memory");
    if (writes && own[length - 1] != length + 1)
      line = __LINE__;
    barrier();
  }
  volatile int *lines = (volatile int *)(TCDM + 0x100);
  lines[hart] = line;
  barrier();
  for (uint32_t other = 0; hart == 0 && other < kHarts; ++other)
    if (lines[other])
      return lines[other];
  return 0;
}
