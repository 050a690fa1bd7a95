// Transfers of the cluster's DMA engine; only the DM core may call these.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A start returns the transfer's id at once. Transfers end in the order in
// which they were started, so waiting for one waits for all before it. A
// transfer of no bytes is over at once. Addresses need no alignment.
#ifndef SEEKER_DMA_H
#define SEEKER_DMA_H

#include "seeker_status.h"
#include <stdint.h>

// Every wait gives up after so many polls: some 10 million cycles, 640 MB of
// transfers at full speed.
enum { kSeekerDmaPolls = 1 << 20 };

uint32_t seeker_dma_start_1d(uint32_t destination, uint32_t source,
                             uint32_t bytes);

// `rows` rows of `row_bytes`; the strides are from row to row and may be 0.
uint32_t seeker_dma_start_2d(uint32_t destination, uint32_t source,
                             uint32_t row_bytes, uint32_t destination_stride,
                             uint32_t source_stride, uint32_t rows);

// Whether transfer `id` is over.
int seeker_dma_done(uint32_t id);

// Waits for transfer `id`. kSeekerTimeout when it does not end.
status_t seeker_dma_wait(uint32_t id);

// As seeker_dma_wait; a transfer that does not end ends the program with
// SEEKER_EXIT_DMA_TIMEOUT. Compiled schedules call it.
void seeker_dma_wait_or_exit(uint32_t id);

#endif // SEEKER_DMA_H
