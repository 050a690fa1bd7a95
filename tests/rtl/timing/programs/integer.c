// Cycles of the integer core's instructions, to one that uses the result.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "measure.h"

static volatile uint32_t in_l3[16] __attribute__((aligned(64)));

// `text` leaves its result in t0; the move that waits for it takes one cycle.
#define RESULT(row, text, ...)                                                 \
  report(row, EACH(text "\n\tmv t1, t0", "", __VA_ARGS__) - kEach, kEach)

int raw_main(uint32_t hart) {
  if (hart != 0)
    return 0;
  volatile uint32_t *l1 = (volatile uint32_t *)SEEKER_TCDM_BASE;
  volatile uint32_t *scratch =
      (volatile uint32_t *)(SEEKER_PERIPHERAL_BASE + 0x180);

  report(kAlu, EACH("add t0, t0, %2", "", "r"(hart)), kEach);
  report(kBranchTaken, EACH("beq zero, zero, 2f\n\tnop\n2:", "", "r"(0)),
         kEach);
  report(kBranchNotTaken, EACH("bne zero, zero, 2f\n2:", "", "r"(0)), kEach);
  report(kJump, EACH("j 2f\n\tnop\n2:", "", "r"(0)), kEach);
  RESULT(kLoadTcdm, "lw t0, 0(%2)", "r"(l1));
  RESULT(kLoadPeripheral, "lw t0, 0(%2)", "r"(scratch));
  RESULT(kLoadL3, "lw t0, 0(%2)", "r"(in_l3));
  RESULT(kAmoTcdm, "amoadd.w t0, zero, (%2)", "r"(l1));
  RESULT(kMul, "mul t0, %2, %2", "r"(3));
  RESULT(kDiv0, "div t0, %2, %3", "r"(5), "r"(7));
  RESULT(kDiv10, "div t0, %2, %3", "r"(6000), "r"(7));
  RESULT(kRem31, "rem t0, %2, %3", "r"(0x7fffffff), "r"(1));
  report(kFenceI, CYCLES("fence.i", "r"(0)), 1);
  return 0;
}
