// How a program ends.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_EXIT_H
#define SEEKER_EXIT_H

#include <stdint.h>

// Tells the host that the program has ended with `code` (0 is success), by
// tohost = (code << 1) | 1. The host may read memory and reset the cluster from
// then on; the caller still returns or sleeps by itself.
void seeker_exit_report(uint32_t code);

// Ends a run that cannot go on: marks the record as failed, reports `code` and
// sleeps. Other harts are left where they are.
_Noreturn void seeker_exit_fail(uint32_t code);

#endif // SEEKER_EXIT_H
