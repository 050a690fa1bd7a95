// Names of the firmware's functions that more than one pass knows.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_FIRMWARECALLS_H
#define SEEKER_LIB_TRANSFORMS_FIRMWARECALLS_H

#include "llvm/ADT/StringRef.h"

namespace seeker {

/// Returns when the transfer of that id is over.
inline constexpr llvm::StringLiteral kDMAWaitFunction =
    "seeker_dma_wait_or_exit";

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_FIRMWARECALLS_H
