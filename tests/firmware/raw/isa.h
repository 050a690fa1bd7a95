// What the conformance programs share: checks whose failure is their line.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The expected values are written out from the RISC-V specifications, so that
// neither the RTL nor the simulator is measured by the other. Every hart runs a
// program's isa_main(); the exit code is the line of the first failure.
#ifndef ISA_H
#define ISA_H

#include "raw.h"

#define CHECK(condition)                                                       \
  do {                                                                         \
    if (!(condition))                                                          \
      return __LINE__;                                                         \
  } while (0)

static int isa_main(uint32_t hart);

int raw_main(uint32_t hart) {
  volatile int *lines = (volatile int *)SEEKER_TCDM_BASE;
  lines[hart] = isa_main(hart);
  barrier();
  for (uint32_t other = 0; other < kHarts; ++other)
    if (lines[other] != 0)
      return lines[other];
  return 0;
}

// 1 KiB of L1 of the hart's own.
static inline volatile uint32_t *own_l1(uint32_t hart) {
  return (volatile uint32_t *)(SEEKER_TCDM_BASE + 0x1000 + 0x400 * hart);
}

#endif // ISA_H
