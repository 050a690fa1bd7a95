// Links an object with a configuration's firmware, by LLD in this process.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TARGET_LINK_H
#define SEEKER_TARGET_LINK_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

namespace seeker {

/// The program as an ELF. `firmware` is the directory with start.o,
/// libseeker.a and seeker.ld.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
linkProgram(llvm::ArrayRef<char> object, llvm::StringRef firmware);

/// What the manifest needs to know of a linked program.
struct ProgramFacts {
  uint32_t entry = 0;
  uint32_t tohost = 0;
  uint32_t record = 0;
  /// Bytes of stack of the deepest chain main -> schedule, without firmware.
  uint32_t stackBytes = 0;
};

llvm::Expected<ProgramFacts> readProgram(llvm::MemoryBufferRef elf);

/// `elf` with two sections added: `.seeker.manifest`, and `.seeker.digest`, the
/// SHA-256 of the whole file with these 32 bytes zero, by which the host knows
/// a damaged image.
llvm::Expected<llvm::SmallVector<char, 0>>
addManifest(llvm::MemoryBufferRef elf, llvm::StringRef manifest);

} // namespace seeker

#endif // SEEKER_TARGET_LINK_H
