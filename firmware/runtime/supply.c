// Waits for weights that the host streams in while the program runs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker_cluster.h"
#include "seeker_run.h"

// Without a bound: how long a host may take is the host's to say, which sees
// in the record what is waited for.
void seeker_run_kernel_wait(uint32_t kernel) {
  if (seeker_record.supplied > kernel)
    return;
  const uint64_t from = seeker_cluster_cycle();
  while (seeker_record.supplied <= kernel)
    ;
  const uint64_t to = seeker_cluster_cycle();
  seeker_record.waited += to - from;
  if (kernel < SEEKER_RECORD_KERNELS)
    seeker_record.kernels[kernel].begin = to;
}
