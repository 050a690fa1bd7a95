// What a bare-metal program needs, by the cluster's conventions alone.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// These programs use nothing of firmware/: they stand for the programs that
// others have built for the public cluster.
#ifndef RAW_H
#define RAW_H

#include "seeker_cfg.h"
#include <stdint.h>

enum {
  kComputeCores = SEEKER_CLUSTER_COMPUTE_CORES,
  kHarts = SEEKER_CLUSTER_COMPUTE_CORES + SEEKER_CLUSTER_DM_CORES,
  kDm = SEEKER_CLUSTER_COMPUTE_CORES,
};

#define TCDM ((volatile uint8_t *)SEEKER_TCDM_BASE)

static inline uint32_t hart_id(void) {
  uint32_t hart;
  __asm__("csrr %0, mhartid" : "=r"(hart));
  return hart;
}

static inline void barrier(void) {
  __asm__ volatile("fence\n\tcsrr zero, 0x7c2" ::: "memory");
}

static inline void dump(uint32_t value) {
  __asm__ volatile("csrw 0x7c7, %0" ::"r"(value));
}

static inline uint32_t dma_1d(volatile void *to, const volatile void *from,
                              uint32_t bytes) {
  uint32_t id;
  __asm__ volatile(".insn r 0x2b, 0, 0, x0, %1, x0\n\t" // dmsrc
                   ".insn r 0x2b, 0, 1, x0, %2, x0\n\t" // dmdst
                   ".insn r 0x2b, 0, 2, %0, %3, x0"     // dmcpyi
                   : "=&r"(id)
                   : "r"(from), "r"(to), "r"(bytes)
                   : "memory");
  return id;
}

static inline uint32_t dma_2d(volatile void *to, const volatile void *from,
                              uint32_t bytes, uint32_t to_stride,
                              uint32_t from_stride, uint32_t rows) {
  uint32_t id;
  __asm__ volatile(".insn r 0x2b, 0, 0, x0, %1, x0\n\t" // dmsrc
                   ".insn r 0x2b, 0, 1, x0, %2, x0\n\t" // dmdst
                   ".insn r 0x2b, 0, 6, x0, %4, %5\n\t" // dmstr
                   ".insn r 0x2b, 0, 7, x0, %6, x0\n\t" // dmrep
                   ".insn r 0x2b, 0, 2, %0, %3, x2"     // dmcpyi, 2-D
                   : "=&r"(id)
                   : "r"(from), "r"(to), "r"(bytes), "r"(from_stride),
                     "r"(to_stride), "r"(rows)
                   : "memory");
  return id;
}

static inline void dma_wait(uint32_t id) {
  uint32_t completed;
  do
    __asm__ volatile(".insn r 0x2b, 0, 4, %0, x0, x0"
                     : "=r"(completed)::"memory");
  while ((int32_t)(completed - id) < 0);
}

// Runs on every hart; hart 0's result is the exit code. `start.S` calls it.
int raw_main(uint32_t hart);

// Prints by HTIF system call 64.
void print(const char *text);

// The cause of the last trap of this hart that `expect_trap` let pass, or ~0.
// Between expect_trap() and taken_trap() a trap skips the instruction.
void expect_trap(void);
uint32_t taken_trap(void);

#endif // RAW_H
