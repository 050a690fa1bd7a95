// Cycles of transfers, from the first instruction of the set-up to the end of
// the poll that sees them complete.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "measure.h"

static uint8_t l3[128 * 1024] __attribute__((aligned(4096)));

// Until nothing is under way. A poll every five cycles, in this phase: so the
// public cluster's figures come about, all of which are 2 modulo 5 for one
// dimension, and 4 for two.
#define POLL                                                                   \
  "nop\n\tnop\n\tnop\n1:\n\t"                                                  \
  ".insn r 0x2b, 0, 4, t0, x0, x2\n\tnop\n\tnop\n\tbnez t0, 1b"

static inline void copy(uint32_t row, volatile void *to,
                        const volatile void *from, uint32_t bytes) {
  report(row,
         CYCLES(".insn r 0x2b, 0, 0, x0, %2, x0\n\t" // dmsrc
                ".insn r 0x2b, 0, 1, x0, %3, x0\n\t" // dmdst
                ".insn r 0x2b, 0, 2, t1, %4, x0\n\t" // dmcpyi
                POLL,
                "r"(from), "r"(to), "r"(bytes)) +
             1,
         1);
}

static inline void rows(uint32_t row, volatile void *to,
                        const volatile void *from, uint32_t bytes,
                        uint32_t to_stride, uint32_t from_stride,
                        uint32_t count) {
  report(row,
         CYCLES(".insn r 0x2b, 0, 0, x0, %2, x0\n\t" // dmsrc
                ".insn r 0x2b, 0, 1, x0, %3, x0\n\t" // dmdst
                ".insn r 0x2b, 0, 6, x0, %5, %6\n\t" // dmstr
                ".insn r 0x2b, 0, 7, x0, %7, x0\n\t" // dmrep
                ".insn r 0x2b, 0, 2, t1, %4, x2\n\t" // dmcpyi, 2-D
                POLL,
                "r"(from), "r"(to), "r"(bytes), "r"(from_stride),
                "r"(to_stride), "r"(count)) +
             1,
         1);
}

int raw_main(uint32_t hart) {
  if (hart != kDm)
    return 0;
  volatile uint8_t *l1 = TCDM;
  copy(kDma64, l1, l3, 64);
  copy(kDma4K, l1, l3, 4096);
  copy(kDma64K, l1, l3, 65536);
  copy(kDmaL1, l1 + 65536, l1, 32768);
  rows(kDma2d64, l1, l3, 64, 64, 1024, 64);
  rows(kDma2d256, l1, l3, 256, 256, 1024, 64);
  rows(kDma2d320, l1, l3, 320, 320, 1600, 64);
  rows(kDma2d1600, l1, l3, 1600, 1600, 3200, 32);
  copy(kDmaMisaligned, l1, l3 + 8, 4096);
  rows(kDmaOut128, l3, l1, 128, 128, 128, 64);
  return 0;
}
