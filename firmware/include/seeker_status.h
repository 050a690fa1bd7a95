// What a function of the runtime answers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_STATUS_H
#define SEEKER_STATUS_H

typedef enum {
  kSeekerOk = 0,
  kSeekerBadArgument = 1, // refused before any register was touched
  kSeekerTimeout = 2,
} status_t;

#endif // SEEKER_STATUS_H
