// No hang: everybody waits for one transfer of some 150,000 cycles.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  // One line of 64 bytes, over and over.
  if (hart == kDm)
    dma_wait(dma_2d(TCDM, TCDM + 4096, 64, 0, 0, 150000));
  return 0;
}
