// RV32A, instruction by instruction, on words of the hart's own in L1 and L3.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "isa.h"

// The old value, and what memory holds then; with every ordering, and without a
// register for the old one.
#define AMO(op, memory, operand, want)                                         \
  do {                                                                         \
    AMO_BY(op ".w", memory, operand, want);                                    \
    AMO_BY(op ".w.aq", memory, operand, want);                                 \
    AMO_BY(op ".w.rl", memory, operand, want);                                 \
    AMO_BY(op ".w.aqrl", memory, operand, want);                               \
    at[0] = (memory);                                                          \
    __asm__ volatile(op ".w x0, %0, (%1)" ::"r"((uint32_t)(operand)), "r"(at)  \
                     : "memory");                                              \
    CHECK(at[0] == (uint32_t)(want));                                          \
  } while (0)
#define AMO_BY(op, memory, operand, want)                                      \
  do {                                                                         \
    uint32_t old_;                                                             \
    at[0] = (memory);                                                          \
    at[1] = 0x55555555;                                                        \
    __asm__ volatile(op " %0, %1, (%2)"                                        \
                     : "=r"(old_)                                              \
                     : "r"((uint32_t)(operand)), "r"(at)                       \
                     : "memory");                                              \
    CHECK(old_ == (uint32_t)(memory) && at[0] == (uint32_t)(want));            \
    CHECK(at[1] == 0x55555555);                                                \
  } while (0)

static int operations(volatile uint32_t *at) {
  AMO("amoswap", 0x12345678, 0x9ABCDEF0, 0x9ABCDEF0);
  AMO("amoadd", 0x7FFFFFFF, 1, 0x80000000);
  AMO("amoadd", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE);
  AMO("amoxor", 0xFF00FF00, 0xFFFFFFFF, 0x00FF00FF);
  AMO("amoand", 0xFF00FF00, 0x0FF00FF0, 0x0F000F00);
  AMO("amoor", 0xFF00FF00, 0x0FF00FF0, 0xFFF0FFF0);
  AMO("amomin", 0x80000000, 0x7FFFFFFF, 0x80000000);
  AMO("amomin", 0, 0xFFFFFFFF, 0xFFFFFFFF);
  AMO("amomin", 5, 5, 5);
  AMO("amomax", 0x80000000, 0x7FFFFFFF, 0x7FFFFFFF);
  AMO("amomax", 0, 0xFFFFFFFF, 0);
  AMO("amominu", 0x80000000, 0x7FFFFFFF, 0x7FFFFFFF);
  AMO("amominu", 0, 0xFFFFFFFF, 0);
  AMO("amomaxu", 0x80000000, 0x7FFFFFFF, 0x80000000);
  AMO("amomaxu", 0, 0xFFFFFFFF, 0xFFFFFFFF);
  // The address, and the operand, are replaced by the old value.
  uint32_t both = (uint32_t)at;
  at[0] = 3;
  __asm__ volatile("amoadd.w %0, %1, (%0)" : "+r"(both) : "r"(4) : "memory");
  CHECK(both == 3 && at[0] == 7);
  both = 5;
  __asm__ volatile("amoadd.w %0, %0, (%1)" : "+r"(both) : "r"(at) : "memory");
  CHECK(both == 7 && at[0] == 12);
  return 0;
}

static uint32_t load_reserved(volatile uint32_t *at) {
  uint32_t value;
  __asm__ volatile("lr.w %0, (%1)" : "=r"(value) : "r"(at) : "memory");
  return value;
}

static uint32_t store_conditional(volatile uint32_t *at, uint32_t value) {
  uint32_t failed;
  __asm__ volatile("sc.w %0, %1, (%2)"
                   : "=&r"(failed)
                   : "r"(value), "r"(at)
                   : "memory");
  return failed;
}

static int reservations(volatile uint32_t *at) {
  at[0] = 10;
  at[8] = 20;
  CHECK(load_reserved(at) == 10 && store_conditional(at, 11) == 0);
  CHECK(at[0] == 11);
  // One lr.w is good for one sc.w.
  CHECK(store_conditional(at, 12) == 1 && at[0] == 11);
  // Of another word.
  CHECK(load_reserved(at) == 11 && store_conditional(at + 8, 21) == 1);
  CHECK(at[8] == 20);
  // Failing ends the reservation too.
  CHECK(store_conditional(at, 13) == 1 && at[0] == 11);
  // The last lr.w counts.
  CHECK(load_reserved(at) == 11 && load_reserved(at + 8) == 20);
  CHECK(store_conditional(at, 14) == 1 && at[0] == 11);
  // An own store or AMO to the word ends it.
  CHECK(load_reserved(at) == 11);
  at[0] = 15;
  CHECK(store_conditional(at, 16) == 1 && at[0] == 15);
  CHECK(load_reserved(at) == 15);
  __asm__ volatile("amoadd.w x0, %0, (%1)" ::"r"(1), "r"(at) : "memory");
  CHECK(store_conditional(at, 17) == 1 && at[0] == 16);
  // A store elsewhere does not.
  CHECK(load_reserved(at) == 16);
  at[8] = 22;
  CHECK(store_conditional(at, 18) == 0 && at[0] == 18);
  return 0;
}

static int traps(volatile uint32_t *at) {
  uint32_t value = 7, odd = (uint32_t)at + 2;
  at[0] = 0x11111111;
  expect_trap();
  __asm__ volatile("lr.w %0, (%1)" : "+r"(value) : "r"(odd) : "memory");
  CHECK(taken_trap() == 4 && value == 7);
  expect_trap();
  __asm__ volatile("sc.w %0, %0, (%1)" : "+r"(value) : "r"(odd) : "memory");
  CHECK(taken_trap() == 6 && value == 7);
  expect_trap();
  __asm__ volatile("amoadd.w %0, %0, (%1)" : "+r"(value) : "r"(odd) : "memory");
  CHECK(taken_trap() == 6 && value == 7 && at[0] == 0x11111111);
  return 0;
}

static uint32_t in_l3[kHarts * 16];

static int isa_main(uint32_t hart) {
  volatile uint32_t *places[] = {own_l1(hart), in_l3 + 16 * hart};
  for (int n = 0; n < 2; ++n) {
    int line = operations(places[n]);
    if (!line)
      line = reservations(places[n]);
    if (!line)
      line = traps(places[n]);
    if (line)
      return line;
  }
  return 0;
}
