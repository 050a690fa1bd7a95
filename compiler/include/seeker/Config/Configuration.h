// The hardware that the compiler compiles for, read from rtl/cfg/<name>.json.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_CONFIG_CONFIGURATION_H
#define SEEKER_CONFIG_CONFIGURATION_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <string>

namespace seeker {

/// The numbers of one configuration that the compiler uses. Addresses and
/// sizes are in bytes.
struct Configuration {
  std::string name;
  /// The configuration's identity: the first 64 bits of the SHA-256 of its
  /// canonical text, as 16 lower-case hexadecimal digits.
  std::string hash;

  int64_t computeCores = 0;
  int64_t dmCores = 0;

  uint64_t tcdmBase = 0;
  int64_t tcdmBytes = 0;
  int64_t tcdmBanks = 0;
  int64_t superbankBanks = 0;

  uint64_t zeroMemoryBase = 0;
  int64_t zeroMemoryBytes = 0;
  uint64_t l3Base = 0;
  int64_t l3Bytes = 0;

  int64_t fpuLatencyFma = 0;
  int64_t fpuLatencyNoncomp = 0;
  int64_t ssrStreams = 0;
  int64_t ssrLoops = 0;
  int64_t frepBuffer = 0;
  bool frepLengthMinusOne = false;

  int64_t dmaDataBytes = 0;
  int64_t dmaQueue = 0;

  int64_t stackBytesPerHart = 0;
  int64_t reserveBytes = 0;

  int64_t harts() const { return computeCores + dmCores; }

  /// What is left of L1 for buffers: all of it less a stack for each hart and
  /// the firmware's reserve.
  int64_t l1Budget() const {
    return tcdmBytes - harts() * stackBytesPerHart - reserveBytes;
  }
};

/// Reads a configuration from its text. `origin` is named in errors.
llvm::Expected<Configuration> parseConfiguration(llvm::StringRef text,
                                                 llvm::StringRef origin);

/// Loads a configuration by its name, from share/seeker/cfg beside the running
/// program's bin, or from a file when `nameOrFile` ends in ".json".
llvm::Expected<Configuration> loadConfiguration(llvm::StringRef nameOrFile);

} // namespace seeker

#endif // SEEKER_CONFIG_CONFIGURATION_H
