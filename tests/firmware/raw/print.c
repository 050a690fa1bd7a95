// HTIF system call 64 from one hart at a time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

extern volatile uint32_t tohost[2], fromhost[2];
static volatile uint64_t call[8] __attribute__((aligned(64)));

void print(const char *text) {
  uint32_t bytes = 0;
  while (text[bytes])
    ++bytes;
  call[0] = 64;
  call[1] = 1;
  call[2] = (uint32_t)text;
  call[3] = bytes;
  __asm__ volatile("fence" ::: "memory");
  tohost[1] = 0;
  tohost[0] = (uint32_t)call;
  while (fromhost[0] == 0)
    ;
  fromhost[0] = 0;
}
