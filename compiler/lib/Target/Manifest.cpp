// The manifest of an image: what the host has to know of it, as JSON.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Target/Manifest.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;
using namespace seeker;

static json::Object tensorObject(const TensorFacts &tensor) {
  json::Object object{{"name", tensor.name},
                      {"role", tensor.role},
                      {"shape", json::Array(tensor.shape)},
                      {"dtype", tensor.dtype},
                      {"address", int64_t(tensor.address)},
                      {"bytes", tensor.bytes}};
  if (tensor.loaded)
    object["loaded"] = true;
  if (tensor.needed)
    object["needed"] = json::Array{tensor.needed->first, tensor.needed->second};
  return object;
}

std::string seeker::writeManifest(const Configuration &configuration,
                                  const ModelFacts &model,
                                  const ProgramFacts &program,
                                  ArrayRef<TensorFacts> tensors) {
  json::Array list;
  for (const TensorFacts &tensor : tensors)
    list.push_back(tensorObject(tensor));
  json::Object manifest{
      {"schema", "seeker-image"},
      {"version", 1},
      {"producer", "seeker-compile " SEEKER_VERSION},
      {"model", model.name},
      {"configuration", json::Object{{"name", configuration.name},
                                     {"hash", configuration.hash}}},
      {"entry", int64_t(program.entry)},
      {"tohost", int64_t(program.tohost)},
      {"record", int64_t(program.record)},
      {"l1_budget_bytes", model.l1BudgetBytes},
      {"predicted_cycles", model.predictedCycles},
      {"tensors", std::move(list)},
      {"kernels", json::Array(model.kernels)}};
  return formatv("{0}", json::Value(std::move(manifest))).str();
}
