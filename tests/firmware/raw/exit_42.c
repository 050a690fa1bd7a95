// Ends with exit code 42.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

int raw_main(uint32_t hart) { return hart == 0 ? 42 : 7; }
