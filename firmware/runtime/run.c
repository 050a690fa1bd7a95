// Keeps the run record.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker_cluster.h"
#include "seeker_run.h"

_Static_assert(kSeekerHarts <= SEEKER_RECORD_HARTS,
               "the record has too few harts for this configuration");

volatile struct seeker_record seeker_record
    __attribute__((section(".bss.seeker_record"), aligned(64)));

void seeker_run_begin(void) {
  seeker_record.version = SEEKER_RECORD_VERSION;
  seeker_record.hart_count = kSeekerHarts;
  seeker_record.kernel_capacity = SEEKER_RECORD_KERNELS;
  seeker_record.status = SEEKER_STATUS_RUNNING;
  // Whoever finds the magic finds the rest of the head valid.
  seeker_record.magic = SEEKER_RECORD_MAGIC;
  seeker_record.begin = seeker_cluster_cycle();
}

void seeker_run_end(void) {
  seeker_record.end = seeker_cluster_cycle();
  seeker_record.status = SEEKER_STATUS_FINISHED;
}

void seeker_run_kernel_begin(uint32_t kernel) {
  if (seeker_record.kernel_count <= kernel)
    seeker_record.kernel_count = kernel + 1;
  if (kernel < SEEKER_RECORD_KERNELS)
    seeker_record.kernels[kernel].begin = seeker_cluster_cycle();
}

void seeker_run_kernel_end(uint32_t kernel) {
  if (kernel < SEEKER_RECORD_KERNELS)
    seeker_record.kernels[kernel].end = seeker_cluster_cycle();
}
