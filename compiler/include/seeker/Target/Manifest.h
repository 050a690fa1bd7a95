// The manifest of an image: what the host has to know of it, as JSON.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TARGET_MANIFEST_H
#define SEEKER_TARGET_MANIFEST_H

#include "seeker/Config/Configuration.h"
#include "seeker/Target/Link.h"
#include "seeker/Target/Tensors.h"
#include "llvm/Support/JSON.h"

namespace seeker {

/// What the manifest says beyond program and tensors.
struct ModelFacts {
  std::string name;
  int64_t l1BudgetBytes = 0;
  int64_t predictedCycles = 0;
  /// The kernels of `seeker explain --json`, in the order of the run record.
  llvm::json::Array kernels;
};

/// The section's text, by host/schema/manifest.schema.json; a line without
/// blanks, keys sorted.
std::string writeManifest(const Configuration &configuration,
                          const ModelFacts &model, const ProgramFacts &program,
                          llvm::ArrayRef<TensorFacts> tensors);

} // namespace seeker

#endif // SEEKER_TARGET_MANIFEST_H
