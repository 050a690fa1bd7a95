// A hang: the DM core waits for a transfer that was never started.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  if (hart == kDm)
    dma_wait(dma_1d(TCDM, TCDM + 4096, 64) + 1);
  return 0;
}
