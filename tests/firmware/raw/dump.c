// Every hart in turn dumps its number and two values of its own by CSR 0x7C7.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  for (uint32_t turn = 0; turn < kHarts; ++turn) {
    if (turn == hart) {
      dump(hart);
      dump(0xcafe0000u + hart);
      dump(0x3f800000u); // 1.0 as a float
    }
    barrier();
  }
  return 0;
}
