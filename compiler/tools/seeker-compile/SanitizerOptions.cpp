// What AddressSanitizer must not check in seeker-compile, and why.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// LLVM's bump allocator is a template that poisons the slabs it starts and
// opens them again as it hands out memory. The linker keeps the one copy of
// each of its functions that comes first: here slabs are started by our
// instrumented copies and handed out by LLD's, which is not instrumented and
// opens nothing. All that LLD allocates would count as poisoned.
extern "C" const char *__asan_default_options();
extern "C" const char *__asan_default_options() {
  return "allow_user_poisoning=0";
}
