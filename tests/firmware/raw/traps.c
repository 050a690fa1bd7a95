// Synchronous traps on every hart: cause by cause, then on.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The exit code is the line of the first failure.
#include "raw.h"

static int all(void) {
  uint32_t word[2] = {0x11111111, 0x22222222};
  expect_trap();
  __asm__ volatile(".word 0xffffffff"); // illegal
  if (taken_trap() != 2)
    return __LINE__;
  expect_trap();
  __asm__ volatile("csrr t0, 0x123" ::: "t0"); // no such CSR
  if (taken_trap() != 2)
    return __LINE__;
  expect_trap();
  __asm__ volatile("lw t0, 1(%0)" ::"r"(word) : "t0");
  if (taken_trap() != 4)
    return __LINE__;
  expect_trap();
  __asm__ volatile("sw zero, 2(%0)" ::"r"(word) : "memory");
  if (taken_trap() != 6)
    return __LINE__;
  if (word[0] != 0x11111111 || word[1] != 0x22222222)
    return __LINE__;
  expect_trap();
  __asm__ volatile("fld ft3, 4(%0)" ::"r"((uint32_t)word & ~7u) : "ft3");
  if (taken_trap() != 4)
    return __LINE__;
  expect_trap();
  __asm__ volatile("ecall");
  if (taken_trap() != 11)
    return __LINE__;
  expect_trap();
  __asm__ volatile(".option push\n.option norvc\nebreak\n.option pop");
  if (taken_trap() != 3)
    return __LINE__;
  return 0;
}

int raw_main(uint32_t hart) {
  volatile int *lines = (volatile int *)SEEKER_TCDM_BASE;
  lines[hart] = all();
  barrier();
  for (uint32_t other = 0; other < kHarts; ++other)
    if (lines[other] != 0)
      return lines[other];
  return 0;
}
