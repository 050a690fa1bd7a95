// Prints through HTIF: a block of eight 64-bit words, its address in tohost.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker_htif.h"

enum { kSystemCallWrite = 64, kStandardOutput = 1, kPolls = 1 << 22 };

static volatile uint64_t request[8] __attribute__((aligned(64)));
static uint32_t lock;

static int lock_take(void) {
  for (int poll = 0; poll < kPolls; ++poll)
    if (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE) == 0)
      return 1;
  return 0;
}

static status_t wait_for_answer(void) {
  for (int poll = 0; poll < kPolls; ++poll)
    if (fromhost[0] != 0) {
      fromhost[0] = 0;
      return kSeekerOk;
    }
  return kSeekerTimeout;
}

status_t seeker_htif_write(const char *text, uint32_t bytes) {
  if (bytes == 0)
    return kSeekerOk;
  if (text == 0)
    return kSeekerBadArgument;
  if (!lock_take())
    return kSeekerTimeout;
  request[0] = kSystemCallWrite;
  request[1] = kStandardOutput;
  request[2] = (uint32_t)text;
  request[3] = bytes;
  __asm__ volatile("fence" ::: "memory");
  tohost[1] = 0;
  tohost[0] = (uint32_t)request;
  status_t status = wait_for_answer();
  __atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
  return status;
}

status_t seeker_htif_print(const char *text) {
  uint32_t bytes = 0;
  if (text == 0)
    return kSeekerBadArgument;
  while (text[bytes] != 0)
    ++bytes;
  return seeker_htif_write(text, bytes);
}
