// 1-D DMA copies of many sizes and alignments, L3 to L1 to L3.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The exit code is the line of the first failure.
#include "raw.h"

enum { kMax = 4352 };
static uint8_t from[kMax + 64] __attribute__((aligned(4096)));
static uint8_t back[kMax + 128] __attribute__((aligned(64)));

static int copy(uint32_t bytes, uint32_t skew_from, uint32_t skew_l1,
                uint32_t skew_back) {
  volatile uint8_t *l1 = TCDM + skew_l1;
  for (uint32_t i = 0; i < bytes + 64; ++i)
    back[skew_back + i] = 0xee;
  uint32_t first = dma_1d(l1, from + skew_from, bytes);
  dma_wait(first);
  uint32_t second = dma_1d(back + skew_back, l1, bytes);
  if (bytes != 0 && second != first + 1)
    return __LINE__;
  dma_wait(second);
  for (uint32_t i = 0; i < bytes; ++i) {
    if (l1[i] != from[skew_from + i])
      return __LINE__;
    if (back[skew_back + i] != from[skew_from + i])
      return __LINE__;
  }
  // Not a byte behind the end.
  for (uint32_t i = bytes; i < bytes + 64 && skew_back + i < sizeof(back); ++i)
    if (back[skew_back + i] != 0xee)
      return __LINE__;
  return 0;
}

static int all(void) {
  static const uint16_t sizes[] = {0,  1,   7,   8,   63,  64,
                                   65, 127, 128, 200, 777, 4096};
  for (uint32_t i = 0; i < sizeof(from); ++i)
    from[i] = (uint8_t)(i * 7 + (i >> 8));
  for (uint32_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); ++s) {
    int line = copy(sizes[s], 0, 0, 0);
    if (line == 0)
      line = copy(sizes[s], 3, 8, 1);
    if (line == 0)
      line = copy(sizes[s], 60, 5, 63);
    if (line != 0)
      return line;
  }
  return 0;
}

static volatile int result;

int raw_main(uint32_t hart) {
  if (hart == kDm)
    result = all();
  barrier();
  return result;
}
