// The tensors of a module whose L3 addresses are known.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Target/Tensors.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;

/// Copies the elements of `value` to `destination`, as the cluster stores them.
static void copyElements(ElementsAttr value,
                         MutableArrayRef<char> destination) {
  ArrayRef<char> raw;
  if (auto dense = dyn_cast<DenseElementsAttr>(value))
    raw = dense.getRawData();
  else if (auto resource = dyn_cast<DenseResourceElementsAttr>(value))
    if (AsmResourceBlob *blob = resource.getRawHandle().getBlob())
      raw = blob->getData();
  if (raw.size() == destination.size()) {
    llvm::copy(raw, destination.begin());
    return;
  }
  // A splat holds its element once.
  for (size_t i = 0; !raw.empty() && i < destination.size(); ++i)
    destination[i] = raw[i % raw.size()];
}

ModuleTensors seeker::collectTensors(ModuleOp module, uint64_t weightsBase) {
  SmallVector<snitch::L3TensorOp> ops;
  module.walk([&](snitch::L3TensorOp op) { ops.push_back(op); });
  llvm::sort(ops, [](snitch::L3TensorOp a, snitch::L3TensorOp b) {
    return a.getAddress() < b.getAddress();
  });
  ModuleTensors result;
  for (snitch::L3TensorOp op : ops) {
    if (op.getValue()) {
      size_t offset = op.getAddress() - weightsBase;
      result.weights.resize(offset + op.getBytes());
      copyElements(*op.getValue(),
                   MutableArrayRef(&result.weights[offset], op.getBytes()));
    }
    MemRefType type = op.getMemref().getType();
    TensorFacts facts;
    facts.name = op.getName().str();
    facts.role = op.getRole().str();
    facts.shape = type.getShape().vec();
    llvm::raw_string_ostream(facts.dtype) << type.getElementType();
    facts.address = op.getAddress();
    facts.bytes = op.getBytes();
    facts.loaded = op.getValue().has_value();
    if (auto needed = op.getNeeded())
      facts.needed = {needed->front(), needed->back()};
    result.tensors.push_back(std::move(facts));
  }
  return result;
}
