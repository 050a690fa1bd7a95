// Transfers of the DMA engine by Snitch's Xdma instructions, as encoded words.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// .insn r CUSTOM1, funct3 0, funct7, rd, rs1, rs2. In dmcpyi and dmstati the
// field of rs2 is an immediate, written as the register of that number.
#include "seeker_dma.h"
#include "seeker_exit.h"
#include "seeker_record.h"

static inline void dma_set_addresses(uint32_t destination, uint32_t source) {
  __asm__ volatile(".insn r 0x2b, 0, 0, x0, %0, x0" ::"r"(source));
  __asm__ volatile(".insn r 0x2b, 0, 1, x0, %0, x0" ::"r"(destination));
}

uint32_t seeker_dma_start_1d(uint32_t destination, uint32_t source,
                             uint32_t bytes) {
  uint32_t id;
  dma_set_addresses(destination, source);
  __asm__ volatile(".insn r 0x2b, 0, 2, %0, %1, x0"
                   : "=r"(id)
                   : "r"(bytes)
                   : "memory");
  return id;
}

uint32_t seeker_dma_start_2d(uint32_t destination, uint32_t source,
                             uint32_t row_bytes, uint32_t destination_stride,
                             uint32_t source_stride, uint32_t rows) {
  uint32_t id;
  if (rows == 0)
    return seeker_dma_start_1d(destination, source, 0);
  dma_set_addresses(destination, source);
  __asm__ volatile(".insn r 0x2b, 0, 6, x0, %0, %1" ::"r"(source_stride),
                   "r"(destination_stride));
  __asm__ volatile(".insn r 0x2b, 0, 7, x0, %0, x0" ::"r"(rows));
  __asm__ volatile(".insn r 0x2b, 0, 2, %0, %1, x2"
                   : "=r"(id)
                   : "r"(row_bytes)
                   : "memory");
  return id;
}

int seeker_dma_done(uint32_t id) {
  uint32_t completed;
  __asm__ volatile(".insn r 0x2b, 0, 4, %0, x0, x0"
                   : "=r"(completed)::"memory");
  // Ids wrap after 2^32 transfers; their distance does not.
  return (int32_t)(completed - id) >= 0;
}

status_t seeker_dma_wait(uint32_t id) {
  for (int poll = 0; poll < kSeekerDmaPolls; ++poll)
    if (seeker_dma_done(id))
      return kSeekerOk;
  return kSeekerTimeout;
}

void seeker_dma_wait_or_exit(uint32_t id) {
  if (seeker_dma_wait(id) != kSeekerOk)
    seeker_exit_fail(SEEKER_EXIT_DMA_TIMEOUT);
}
