// 2-D DMA copies: gather, scatter, repeated rows, zero memory.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The exit code is the line of the first failure.
#include "raw.h"

enum { kRows = 12, kPitch = 200, kRow = 72 };
static uint8_t from[kRows * kPitch] __attribute__((aligned(64)));
static uint8_t back[kRows * kPitch] __attribute__((aligned(64)));

static int all(void) {
  for (uint32_t i = 0; i < sizeof(from); ++i) {
    from[i] = (uint8_t)(i * 13 + (i >> 8) + 1);
    back[i] = 0xee;
  }
  // Rows out of a wider matrix into a dense tile.
  dma_wait(dma_2d(TCDM, from + 16, kRow, kRow, kPitch, kRows));
  for (uint32_t r = 0; r < kRows; ++r)
    for (uint32_t i = 0; i < kRow; ++i)
      if (TCDM[r * kRow + i] != from[r * kPitch + 16 + i])
        return __LINE__;
  // And back into another place of a wide matrix.
  dma_wait(dma_2d(back + 40, TCDM, kRow, kPitch, kRow, kRows));
  for (uint32_t r = 0; r < kRows; ++r)
    for (uint32_t i = 0; i < kPitch; ++i) {
      uint8_t expected =
          i >= 40 && i < 40 + kRow ? from[r * kPitch + 16 + i - 40] : 0xee;
      if (back[r * kPitch + i] != expected)
        return __LINE__;
    }
  // One row many times.
  dma_wait(dma_2d(TCDM, from, 24, 24, 0, 5));
  for (uint32_t r = 0; r < 5; ++r)
    for (uint32_t i = 0; i < 24; ++i)
      if (TCDM[r * 24 + i] != from[i])
        return __LINE__;
  // Zeros over it, all but the first 8 and the last 8 bytes.
  dma_wait(dma_1d(TCDM + 8, (const void *)SEEKER_ZERO_MEMORY_BASE, 104));
  for (uint32_t i = 0; i < 120; ++i)
    if ((TCDM[i] == 0) != (i >= 8 && i < 112) && from[i % 24] != 0)
      return __LINE__;
  // Nine transfers at once, more than the queue holds; the last one waits for
  // all.
  uint32_t id = 0;
  for (uint32_t i = 0; i < 9; ++i)
    id = dma_1d(TCDM + 4096 + i * 256, from + i * 64, 256);
  dma_wait(id);
  for (uint32_t k = 0; k < 9; ++k)
    for (uint32_t i = 0; i < 256; ++i)
      if (TCDM[4096 + k * 256 + i] != from[k * 64 + i])
        return __LINE__;
  return 0;
}

static volatile int result;

int raw_main(uint32_t hart) {
  if (hart == kDm)
    result = all();
  barrier();
  return result;
}
