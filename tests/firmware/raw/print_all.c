// Prints several lines, empty and long ones, from every hart in turn.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  for (uint32_t turn = 0; turn < kHarts; ++turn) {
    if (turn == hart) {
      char line[] = "hart ?\n";
      line[5] = (char)('0' + hart);
      print(line);
    }
    barrier();
  }
  return 0;
}
