// The run record: what a program tells the host about its run, beyond tohost.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One record lies in L3 at the symbol `seeker_record` (the manifest's
// `record`), little-endian, of fixed size in every configuration. The DM core
// writes it, except for exit_code, which whoever reports it does, and harts[i],
// which hart i writes when it traps. The host reads it when the run has ended
// or has hung: fields are filled in order, so that a hung run shows how far it
// came. Cycles are the DM core's mcycle.
//
// `supplied` is the host's: of a model whose weights do not lie in L3 together
// (the manifest's `needed`), kernels below it have theirs in place. The host
// writes it once the record has its magic, and raises it. A kernel that is not
// the last to have begun has ended, so that its weights may be overwritten.
#ifndef SEEKER_RECORD_H
#define SEEKER_RECORD_H

#include <stdint.h>

#define SEEKER_RECORD_MAGIC 0x52524B53u // the bytes "SKRR"
#define SEEKER_RECORD_VERSION 1u
#define SEEKER_RECORD_HARTS 32u
#define SEEKER_RECORD_KERNELS 256u

// Exit codes of the firmware itself, as tohost = (code << 1) | 1 reports them.
// A program's own codes lie below; a trap adds its mcause.
#define SEEKER_EXIT_TRAP 0x700u
#define SEEKER_EXIT_DMA_TIMEOUT 0x780u

// Values of `status`.
#define SEEKER_STATUS_NONE 0u
#define SEEKER_STATUS_RUNNING 1u
#define SEEKER_STATUS_FINISHED 2u
#define SEEKER_STATUS_FAILED 3u

struct seeker_record_hart {
  uint32_t trapped; // 1 after a trap
  uint32_t cause;   // mcause
  uint32_t pc;      // mepc
  uint32_t value;   // mtval
};

struct seeker_record_kernel {
  uint64_t begin;
  uint64_t end; // 0 while it runs
};

struct seeker_record {
  uint32_t magic;
  uint32_t version;
  uint32_t status;
  uint32_t exit_code; // as in tohost
  uint32_t hart_count;
  uint32_t kernel_count; // kernels begun; those from SEEKER_RECORD_KERNELS on
  uint32_t kernel_capacity; // have no entry
  uint32_t supplied;        // kernels whose weights are in place
  uint64_t begin;           // the schedule's first and last cycle
  uint64_t end;
  uint64_t waited; // cycles in which the schedule waited for `supplied`
  uint64_t reserved;
  struct seeker_record_hart harts[SEEKER_RECORD_HARTS];
  struct seeker_record_kernel kernels[SEEKER_RECORD_KERNELS];
};

#ifdef __cplusplus
#define SEEKER_RECORD_ASSERT static_assert
#else
#define SEEKER_RECORD_ASSERT _Static_assert
#endif
SEEKER_RECORD_ASSERT(sizeof(struct seeker_record) == 64 + 32 * 16 + 256 * 16,
                     "the record's layout is a format");

#endif // SEEKER_RECORD_H
