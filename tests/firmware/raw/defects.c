// What the public cluster gets wrong and a program can see: the right
// behaviour.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The exit code is the number of the defect in the list of known ones.
#include "raw.h"

enum { kTransfers = 6, kWords = 1024, kRows = 64, kRowWords = 32 };
static uint32_t source[kWords] __attribute__((aligned(64)));
static volatile uint32_t sink[kRows * kRowWords] __attribute__((aligned(64)));
static volatile int failed[kHarts];

// 2: ids repeat while requests queue; who waits for a queued one goes on early.
static int ids_of_queued_transfers(void) {
  uint32_t id[kTransfers];
  volatile uint32_t *to = (volatile uint32_t *)SEEKER_TCDM_BASE;
  for (uint32_t i = 0; i < kWords; ++i)
    source[i] = i + 1;
  for (uint32_t i = 0; i < kTransfers; ++i)
    to[(i + 1) * kWords - 1] = 0;
  __asm__ volatile("fence" ::: "memory");
  for (uint32_t i = 0; i < kTransfers; ++i)
    id[i] = dma_1d(to + i * kWords, source, 4 * kWords);
  for (uint32_t i = 0; i < kTransfers; ++i) {
    dma_wait(id[i]);
    if (to[(i + 1) * kWords - 1] != kWords || (i && id[i] != id[i - 1] + 1))
      return 2;
  }
  return 0;
}

// 5: unknown CSRs read 0.
static int unknown_csrs(void) {
  uint32_t value;
  expect_trap();
  __asm__ volatile("csrr %0, 0x5c0" : "=r"(value));
  if (taken_trap() != 2)
    return 5;
  expect_trap();
  __asm__ volatile("csrw 0x7c9, zero");
  return taken_trap() == 2 ? 0 : 5;
}

// 7: -1 / 1 is 0, and its remainder -1.
static int minus_one_by_one(void) {
  int32_t quotient, remainder;
  __asm__ volatile("div %0, %1, %2" : "=r"(quotient) : "r"(-1), "r"(1));
  __asm__ volatile("rem %0, %1, %2" : "=r"(remainder) : "r"(-1), "r"(1));
  return quotient == -1 && remainder == 0 ? 0 : 7;
}

// 8: an infinity narrows to the largest number in modes that point away from
// it.
#define NARROWED(value, mode)                                                  \
  ({                                                                           \
    uint32_t bits_;                                                            \
    __asm__ volatile("fcvt.s.d ft3, %1, " mode "\n\tfmv.x.w %0, ft3"           \
                     : "=r"(bits_)                                             \
                     : "f"(value)                                              \
                     : "ft3");                                                 \
    bits_;                                                                     \
  })
static int infinities(void) {
  double up = __builtin_inf(), down = -up;
  if (NARROWED(up, "rtz") != 0x7f800000 || NARROWED(up, "rdn") != 0x7f800000 ||
      NARROWED(up, "rne") != 0x7f800000)
    return 8;
  if (NARROWED(down, "rtz") != 0xff800000 ||
      NARROWED(down, "rup") != 0xff800000 ||
      NARROWED(down, "rmm") != 0xff800000)
    return 8;
  return 0;
}

// 11: rows of 128 bytes to L3, and a read after them.
static int rows_to_l3(void) {
  volatile uint32_t *from = (volatile uint32_t *)SEEKER_TCDM_BASE;
  for (uint32_t i = 0; i < kRows * kRowWords; ++i)
    from[i] = ~i;
  __asm__ volatile("fence" ::: "memory");
  dma_wait(
      dma_2d(sink, from, 4 * kRowWords, 4 * kRowWords, 4 * kRowWords, kRows));
  dma_wait(dma_1d(from, source, 4 * kWords));
  for (uint32_t i = 0; i < kRows * kRowWords; ++i)
    if (sink[i] != ~i)
      return 11;
  return from[kWords - 1] == source[kWords - 1] ? 0 : 11;
}

// 12: sc.w succeeds after a store of its own to the reserved word.
static int own_store_loses_the_reservation(void) {
  volatile uint32_t *at = (volatile uint32_t *)(SEEKER_TCDM_BASE + 0x8000);
  uint32_t old, refused;
  *at = 1;
  __asm__ volatile("lr.w %0, (%2)\n\tsw %3, 0(%2)\n\tsc.w %1, %4, (%2)"
                   : "=&r"(old), "=&r"(refused)
                   : "r"(at), "r"(2), "r"(3)
                   : "memory");
  return refused != 0 && *at == 2 ? 0 : 12;
}

int raw_main(uint32_t hart) {
  int now = 0;
  if (hart == 0) {
    if (!(now = unknown_csrs()) && !(now = minus_one_by_one()) &&
        !(now = infinities()))
      now = own_store_loses_the_reservation();
  } else if (hart == kDm) {
    if (!(now = ids_of_queued_transfers()))
      now = rows_to_l3();
  }
  failed[hart] = now;
  barrier();
  for (uint32_t other = 0; other < kHarts; ++other)
    if (failed[other])
      return failed[other];
  return 0;
}
