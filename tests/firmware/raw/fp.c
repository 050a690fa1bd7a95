// Double-precision arithmetic on every compute core, checked by integers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

static double value(uint32_t i) {
  return (double)(int32_t)(i * 37 % 101) - 50.0;
}

int raw_main(uint32_t hart) {
  volatile int *lines = (volatile int *)SEEKER_TCDM_BASE;
  double dot = 0.0;
  int64_t expected = 0;
  for (uint32_t i = 0; i < 64; ++i) {
    __asm__("fmadd.d %0, %1, %2, %0"
            : "+f"(dot)
            : "f"(value(i + hart)), "f"(value(3 * i)));
    int32_t a = (int32_t)((i + hart) * 37 % 101) - 50;
    int32_t b = (int32_t)(3 * i * 37 % 101) - 50;
    expected += a * b;
  }
  lines[hart] = (int32_t)dot == (int32_t)expected ? 0 : __LINE__;
  barrier();
  for (uint32_t other = 0; other < kHarts; ++other)
    if (lines[other] != 0)
      return lines[other];
  return 0;
}
