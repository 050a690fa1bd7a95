// Every compute core laps a kernel until one of them has done its number: what
// a debugger looks into.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "raw.h"

enum { kLength = 8, kLaps = 20, kLeader = kComputeCores > 3 ? 3 : 0 };

// What a debugger reads by name, and in L1.
volatile double *const kSums = (volatile double *)(SEEKER_TCDM_BASE + 0x100);
volatile uint32_t *const kLapsDone =
    (volatile uint32_t *)(SEEKER_TCDM_BASE + 0x200);
volatile double *const kVectors = (volatile double *)(SEEKER_TCDM_BASE + 0x400);

__attribute__((noinline)) double kernel(const volatile double *x, double sum) {
  for (uint32_t i = 0; i < kLength; ++i)
    sum += x[i];
  return sum;
}

__attribute__((noinline)) int finish(uint32_t hart) {
  barrier();
  for (uint32_t other = 0; other < kComputeCores; ++other)
    if (kSums[other] != (double)(kLapsDone[other] * kLength * (other + 1)))
      return __LINE__;
  return hart < kComputeCores && kLapsDone[kLeader] != kLaps ? __LINE__ : 0;
}

int raw_main(uint32_t hart) {
  if (hart < kComputeCores) {
    volatile double *x = kVectors + hart * kLength;
    kLapsDone[hart] = 0;
    kSums[hart] = 0;
    for (uint32_t i = 0; i < kLength; ++i)
      x[i] = hart + 1;
  }
  barrier();
  while (hart < kComputeCores && kLapsDone[kLeader] < kLaps) {
    kSums[hart] = kernel(kVectors + hart * kLength, kSums[hart]);
    ++kLapsDone[hart];
  }
  return finish(hart);
}
