// Registration of the `snitch` dialect.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker::snitch;

#include "seeker/Dialect/Snitch/IR/SnitchDialect.cpp.inc"
#include "seeker/Dialect/Snitch/IR/SnitchEnums.cpp.inc"

void SnitchDialect::initialize() {
  registerAttributes();
  addOperations<
#define GET_OP_LIST
#include "seeker/Dialect/Snitch/IR/SnitchOps.cpp.inc"
      >();
}

int64_t seeker::snitch::getBytes(MemRefType type) {
  return type.getNumElements() * type.getElementTypeBitWidth() / 8;
}

bool seeker::snitch::isL1(MemRefType type) {
  return isa_and_nonnull<L1Attr>(type.getMemorySpace());
}
