// How programs measure: mcycle around instructions that have run once before,
// and a dump a row.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef MEASURE_H
#define MEASURE_H

#include "raw.h"

#define ROW(name, text, expected, allowed, why) k##name,
enum {
#include "rows.h"
};
#undef ROW

static inline uint32_t cycle(void) {
  uint32_t now;
  __asm__ volatile("csrr %0, mcycle" : "=r"(now)::"memory");
  return now;
}

// `cycles` for `times`: hundredths of a cycle go into the dump, the row above.
static inline void report(uint32_t row, uint32_t cycles, uint32_t times) {
  dump(row << 24 | (cycles * 100 + times / 2) / times);
}

// Cycles from the first instruction of `text` to the one after its last, when
// its line is in the private buffer. Operands follow as for asm, from %2 up;
// t0 to t2 and ft3 to ft7 are free.
#define CYCLES(text, ...)                                                      \
  ({                                                                           \
    uint32_t start_ = 0, end_ = 0;                                             \
    for (int warm_ = 0; warm_ < 2; ++warm_)                                    \
      __asm__ volatile("j 1f\n\t.balign 64\n1:\n\t"                            \
                       "csrr %0, mcycle\n\t" text "\n\tcsrr %1, mcycle"        \
                       : "=&r"(start_), "=&r"(end_)                            \
                       : __VA_ARGS__                                           \
                       : "t0", "t1", "t2", "ft3", "ft4", "ft5", "ft6", "ft7",  \
                         "memory");                                            \
    end_ - start_ - 1;                                                         \
  })

// Cycles that a repetition of `text` takes among others: six of them against
// two. `tail` comes once, after them.
#define EACH(text, tail, ...)                                                  \
  ((CYCLES(".rept 6\n\t" text "\n\t.endr\n\t" tail, __VA_ARGS__) -             \
    CYCLES(".rept 2\n\t" text "\n\t.endr\n\t" tail, __VA_ARGS__)))
enum { kEach = 4 };

#endif // MEASURE_H
