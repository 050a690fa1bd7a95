// Prints one line from hart 0 and ends with 0.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) {
  if (hart == 0)
    print("hello from the cluster\n");
  return 0;
}
