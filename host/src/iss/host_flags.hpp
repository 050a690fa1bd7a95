// Whose the exception flags in the host's FPU are.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/iss/hart.hpp"

namespace seeker::iss {

// While one lives, the flags that native operations raise in the host's FPU are
// the hart's; fflags may lack them until it ends.
class flags_of_hart {
public:
  explicit flags_of_hart(hart &h) : hart_(h) { fp::forget_but(h.fflags); }
  ~flags_of_hart() { hart_.fflags |= fp::raised(); }
  flags_of_hart(const flags_of_hart &) = delete;
  flags_of_hart &operator=(const flags_of_hart &) = delete;

private:
  hart &hart_;
};

// Within the life of the former: while one lives, fflags are complete and may
// be written, and what else happens in the host's FPU does not matter.
class flags_of_nobody {
public:
  explicit flags_of_nobody(hart &h) : hart_(h) { h.fflags |= fp::raised(); }
  ~flags_of_nobody() { fp::forget_but(hart_.fflags); }
  flags_of_nobody(const flags_of_nobody &) = delete;
  flags_of_nobody &operator=(const flags_of_nobody &) = delete;

private:
  hart &hart_;
};

} // namespace seeker::iss
