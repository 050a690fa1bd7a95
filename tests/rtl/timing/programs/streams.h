// Xssr and Xfrep for programs: configuration writes, start, hardware loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stock compiler knows nothing of ft0 to ft2 as streams: whoever turns them
// on does so, works, and turns them off in one asm block, or compiles nothing
// in between that touches these registers.
#ifndef STREAMS_H
#define STREAMS_H

#include <stdint.h>

// Configuration registers; a start with `loops` loops.
enum {
  kSsrRepeat = 1,
  kSsrBound = 2,
  kSsrStride = 6,
  kSsrIndexCfg = 10,
  kSsrIndexBase = 11,
  kSsrReadIndexed = 16,
  kSsrRead = 24,
  kSsrWrite = 28,
  kSsrAll = 31, // as the stream: all of them
};

// scfgwi: a constant register and stream.
#define SSR_SET(ssr, reg, value)                                               \
  __asm__ volatile(".insn i 0x2b, 2, x0, %0, %1" ::"r"(value),                 \
                   "i"((reg) << 5 | (ssr))                                     \
                   : "memory")

// The same as text for an asm block: registers and streams as numbers.
#define SCFGWI(value, reg, ssr)                                                \
  ".insn i 0x2b, 2, x0, " value ", " #reg "*32+" #ssr "\n\t"
#define SSR_ON "csrsi 0x7c0, 1\n\t"
#define SSR_OFF "csrci 0x7c0, 1\n\t"
// frep.o: `times` - 1 in a register, a body of `length` instructions. STAGGER:
// `last`, the greatest count, and the mask (rd 1, rs1 2, rs2 4, rs3 8) as the
// register x(2 mask + 1).
#define FREP(times, length) FREP_STAGGER(times, length, 0, "x1")
#define FREP_STAGGER(times, length, last, mask)                                \
  ".insn i 0x0b, " #last ", " mask ", " times ", " #length "-1\n\t"
// Everything before has left the FPU.
#define FP_FENCE "fmv.x.w t0, fa0\n\tmv t0, t0\n\t"

struct loop {
  uint32_t times;
  int32_t stride; // from one iteration of this loop to the next
};

// Bounds and strides of loops, innermost first. `ssr` and `loops` are
// constants.
#define SSR_LOOPS(ssr, loops, of)                                              \
  do {                                                                         \
    int32_t back_ = 0;                                                         \
    SSR_LOOP_(ssr, 0, loops, of);                                              \
    SSR_LOOP_(ssr, 1, loops, of);                                              \
    SSR_LOOP_(ssr, 2, loops, of);                                              \
    SSR_LOOP_(ssr, 3, loops, of);                                              \
  } while (0)
#define SSR_LOOP_(ssr, k, loops, of)                                           \
  if ((k) < (loops)) {                                                         \
    SSR_SET(ssr, kSsrBound + (k), (of)[k].times - 1);                          \
    SSR_SET(ssr, kSsrStride + (k), (of)[k].stride - back_);                    \
    back_ += (of)[k].stride * (int32_t)((of)[k].times - 1);                    \
  }

#endif // STREAMS_H
