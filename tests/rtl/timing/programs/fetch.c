// Cycles of a jump into a line that is not in the core's own buffer.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "measure.h"

// Far code: pairs of lines, each used once. The first of a pair either returns
// at once, or runs seven instructions and jumps to the second of another pair;
// where it ends up, t0 gets the clock. Lines in between keep the prefetch of
// the next line from being of use.
#define FAR(name)                                                              \
  __asm__(".text\n\t.balign 4096\n" name ":\n\t"                               \
          ".rept 32\n\tcsrr t0, mcycle\n\tjr t2\n\t.balign 256\n\t.endr");
FAR("near_by") // brought into the shared cache before
FAR("fill_up") // pushes that out of the core's own buffer
FAR("unknown") // stays in L3 until it is measured
__asm__(
    ".text\n\t.balign 4096\nchained:\n\t"
    ".rept 16\n\t.rept 7\n\tnop\n\t.endr\n\tcsrr t1, mcycle\n\tj .+4096-32\n\t"
    ".balign 256\n\t.endr");
FAR("chained_end")
extern char near_by[], fill_up[], unknown[], chained[];

enum { kPairs = 256 };

// The jump and the csrr before it take a cycle each.
static uint32_t jump(const char *to) {
  uint32_t start, end;
  __asm__ volatile(
      "la t2, 2f\n\tj 1f\n\t.balign 64\n1:\tcsrr %0, mcycle\n\tjr %2\n2:\n\t"
      "mv %1, t0"
      : "=&r"(start), "=r"(end)
      : "r"(to)
      : "t0", "t1", "t2");
  return end - start - 2;
}

int raw_main(uint32_t hart) {
  if (hart != 0)
    return 0;
  (void)jump(fill_up); // the code that measures is here
  (void)jump(near_by);
  for (int i = 0; i < 16; ++i)
    (void)jump(fill_up + i * kPairs);
  report(kJumpShared, jump(near_by), 1);
  report(kJumpMiss, jump(unknown), 1);
  uint32_t start, end;
  __asm__ volatile("la t2, 2f\n\tjr %2\n2:\n\tmv %0, t1\n\tmv %1, t0"
                   : "=&r"(start), "=r"(end)
                   : "r"(chained)
                   : "t0", "t1", "t2");
  report(kJumpPrefetched, end - start - 2, 1);
  return 0;
}
