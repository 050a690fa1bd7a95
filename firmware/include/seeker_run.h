// The run record of this program, and who writes it when.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_RUN_H
#define SEEKER_RUN_H

#include "seeker_record.h"

extern volatile struct seeker_record seeker_record;

// The DM core calls these; start.S and compiled schedules do so.
void seeker_run_begin(void);
void seeker_run_end(void);
void seeker_run_kernel_begin(uint32_t kernel);
void seeker_run_kernel_end(uint32_t kernel);
// Behind a kernel's begin: waits, as long as it takes, until the host has put
// its weights into L3. What it waited is not the kernel's.
void seeker_run_kernel_wait(uint32_t kernel);

#endif // SEEKER_RUN_H
