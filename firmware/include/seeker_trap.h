// What happens when a hart traps.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TRAP_H
#define SEEKER_TRAP_H

#include <stdint.h>

// Notes cause, pc and value of the trap for this hart in the run record, ends
// the program with SEEKER_EXIT_TRAP + cause and sleeps. start.S makes it the
// trap vector's only target; interrupts are off while a program runs.
_Noreturn void seeker_trap_report(uint32_t cause, uint32_t pc, uint32_t value);

#endif // SEEKER_TRAP_H
