// A hang: hart 1 never comes to the barrier, it spins.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  if (hart == 1)
    for (;;)
      ;
  barrier();
  return 0;
}
