// The words through which a program talks to the host while it runs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_HTIF_H
#define SEEKER_HTIF_H

#include "seeker_status.h"
#include <stdint.h>

// 64-bit words, low half first; the linker script places them.
extern volatile uint32_t tohost[2];
extern volatile uint32_t fromhost[2];

// Prints `bytes` bytes on the host's standard output by HTIF system call 64.
// Calls of different harts follow each other. kSeekerTimeout when the host does
// not answer; nothing else is printed then.
status_t seeker_htif_write(const char *text, uint32_t bytes);

// Prints a string that ends with a zero byte.
status_t seeker_htif_print(const char *text);

#endif // SEEKER_HTIF_H
