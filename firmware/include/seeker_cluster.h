// Who a hart is, and how the harts of a cluster meet.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_CLUSTER_H
#define SEEKER_CLUSTER_H

#include "seeker_cfg.h"
#include <stdint.h>

enum {
  kSeekerComputeCores = SEEKER_CLUSTER_COMPUTE_CORES,
  kSeekerHarts = SEEKER_CLUSTER_COMPUTE_CORES + SEEKER_CLUSTER_DM_CORES,
  kSeekerDmHart = SEEKER_CLUSTER_COMPUTE_CORES, // the last hart has the DMA
};

static inline uint32_t seeker_cluster_hart(void) {
  uint32_t hart;
  __asm__("csrr %0, mhartid" : "=r"(hart));
  return hart;
}

// Waits until all harts have arrived. What a hart has stored before, its FP
// stores included, is seen by all of them behind it: the fence waits for FP
// stores, which run behind the integer core.
static inline void seeker_cluster_barrier(void) {
  __asm__ volatile("fence\n\tcsrr zero, 0x7c2" ::: "memory");
}

// Cycles since reset, as this hart counts them. The high word is read on both
// sides of the low one, because the low one may wrap in between.
static inline uint64_t seeker_cluster_cycle(void) {
  uint32_t high, low, again;
  do {
    __asm__ volatile("csrr %0, mcycleh\n\tcsrr %1, mcycle\n\tcsrr %2, mcycleh"
                     : "=&r"(high), "=&r"(low), "=&r"(again));
  } while (high != again);
  return (uint64_t)high << 32 | low;
}

#endif // SEEKER_CLUSTER_H
