// LR/SC through L1, its alias and L3; exit code = line of the first failure.
// line of the first failure.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

static volatile uint32_t in_l3[16] __attribute__((aligned(64)));
static volatile int result;

static inline uint32_t lr(volatile uint32_t *at) {
  uint32_t value;
  __asm__ volatile("lr.w %0, (%1)" : "=r"(value) : "r"(at) : "memory");
  return value;
}

static inline uint32_t sc(volatile uint32_t *at, uint32_t value) {
  uint32_t failed;
  __asm__ volatile("sc.w %0, %1, (%2)"
                   : "=r"(failed)
                   : "r"(value), "r"(at)
                   : "memory");
  return failed;
}

static int alone(volatile uint32_t *at) {
  at[0] = 5;
  if (lr(at) != 5 || sc(at, 6) != 0 || at[0] != 6)
    return __LINE__;
  if (sc(at, 7) == 0 || at[0] != 6) // no reservation left
    return __LINE__;
  (void)lr(at);
  at[0] = 8; // a store of its own
  if (sc(at, 9) == 0 || at[0] != 8)
    return __LINE__;
  (void)lr(at);
  at[1] = 1; // the other half of the 64-bit word
  if (sc(at, 10) != 0 || at[0] != 10)
    return __LINE__;
  (void)lr(at);
  if (sc(at + 1, 3) == 0 || at[1] != 1) // another word
    return __LINE__;
  return 0;
}

static int with_others(volatile uint32_t *at, uint32_t hart) {
  if (hart == 0)
    (void)lr(at);
  barrier();
  if (hart == 1)
    at[0] = 77;
  barrier();
  int failed = 0;
  if (hart == 0 && (sc(at, 1) == 0 || at[0] != 77))
    failed = __LINE__;
  barrier();
  return failed;
}

int raw_main(uint32_t hart) {
  volatile uint32_t *l1 = (volatile uint32_t *)(SEEKER_TCDM_BASE + 0x340);
  volatile uint32_t *alias =
      (volatile uint32_t *)(SEEKER_CLUSTER_ALIAS_BASE + 0x340);
  volatile uint32_t *places[] = {l1, alias, in_l3};
  for (int i = 0; i < 3; ++i) {
    if (hart == 0 && result == 0)
      result = alone(places[i]);
    barrier();
    int line = with_others(places[i], hart);
    if (hart == 0 && result == 0)
      result = line;
  }
  // A reservation by one name is lost by a store under the other.
  if (hart == 0 && result == 0) {
    (void)lr(l1);
    alias[0] = 3;
    if (sc(l1, 4) == 0)
      result = __LINE__;
  }
  barrier();
  return result;
}
