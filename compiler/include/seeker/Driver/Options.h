// The command line of seeker-compile.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_DRIVER_OPTIONS_H
#define SEEKER_DRIVER_OPTIONS_H

#include "seeker/Pipeline/Pipeline.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace seeker {

struct DriverOptions {
  std::string model;
  std::string output;
  /// Where a file a stage goes; empty for nowhere.
  std::string dumpDirectory;
  PipelineOptions pipeline;
  /// Not given: the whole of what the configuration has for buffers.
  std::optional<int64_t> l1Budget;
  bool explain = false;
  bool json = false;
  bool help = false;
  bool version = false;
};

/// Reads the arguments behind the program's name. An option's value follows
/// it, or an equals sign.
llvm::Expected<DriverOptions>
parseOptions(llvm::ArrayRef<llvm::StringRef> arguments);

/// What `--help` prints.
llvm::StringRef usage();

} // namespace seeker

#endif // SEEKER_DRIVER_OPTIONS_H
