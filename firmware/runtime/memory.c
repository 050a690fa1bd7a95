// The two functions that a C compiler may call without being asked to.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stddef.h>

void *memset(void *destination, int value, size_t bytes) {
  unsigned char *to = destination;
  while (bytes-- != 0)
    *to++ = (unsigned char)value;
  return destination;
}

void *memcpy(void *restrict destination, const void *restrict source,
             size_t bytes) {
  unsigned char *to = destination;
  const unsigned char *from = source;
  while (bytes-- != 0)
    *to++ = *from++;
  return destination;
}
