// Barriers: harts of very different speed stay in step.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The exit code is 1 when one runs ahead.
#include "raw.h"

enum { kRounds = 20 };

int raw_main(uint32_t hart) {
  volatile uint32_t *round_of = (volatile uint32_t *)SEEKER_TCDM_BASE;
  int failed = 0;
  round_of[hart] = 0;
  barrier();
  for (uint32_t round = 1; round <= kRounds; ++round) {
    for (volatile uint32_t wait = 0; wait < (hart * 5 + round) % 11; ++wait)
      ;
    round_of[hart] = round;
    barrier();
    for (uint32_t other = 0; other < kHarts; ++other)
      failed |= round_of[other] != round;
    barrier();
  }
  round_of[hart] = (uint32_t)failed;
  barrier();
  for (uint32_t other = 0; other < kHarts; ++other)
    failed |= (int)round_of[other];
  return failed;
}
