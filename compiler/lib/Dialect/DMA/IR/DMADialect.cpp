// Registration and verifiers of the `dma` dialect.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Dialect/DMA/IR/DMADialect.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace seeker::dma;

#include "seeker/Dialect/DMA/IR/DMADialect.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "seeker/Dialect/DMA/IR/DMATypes.cpp.inc"

#define GET_OP_CLASSES
#include "seeker/Dialect/DMA/IR/DMAOps.cpp.inc"

void DMADialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "seeker/Dialect/DMA/IR/DMATypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "seeker/Dialect/DMA/IR/DMAOps.cpp.inc"
      >();
}

/// What the engine walks has a shape and strides.
static LogicalResult verifyStrides(Operation *op, Type type, StringRef side) {
  auto memref = dyn_cast<MemRefType>(type);
  if (!memref)
    return op->emitOpError() << side << " has no rank: " << type;
  int64_t offset;
  SmallVector<int64_t> strides;
  if (failed(getStridesAndOffset(memref, strides, offset)))
    return op->emitOpError() << side << " has no strides: " << memref;
  return success();
}

LogicalResult StartOp::verify() {
  if (failed(verifyStrides(*this, getSource().getType(), "source")) ||
      failed(verifyStrides(*this, getDestination().getType(), "destination")))
    return failure();
  auto source = cast<MemRefType>(getSource().getType());
  auto destination = cast<MemRefType>(getDestination().getType());
  if (source.getElementType() != destination.getElementType())
    return emitOpError() << "copies elements of " << source.getElementType()
                         << " to elements of " << destination.getElementType();
  if (failed(verifyCompatibleShape(source.getShape(), destination.getShape())))
    return emitOpError() << "copies " << source << " to " << destination
                         << ", which has another shape";
  if (!snitch::isL1(source) && !snitch::isL1(destination))
    return emitOpError("has neither its source nor its destination in "
                       "#snitch.l1");
  return success();
}

LogicalResult StartZeroOp::verify() {
  if (failed(verifyStrides(*this, getDestination().getType(), "destination")))
    return failure();
  if (!snitch::isL1(cast<MemRefType>(getDestination().getType())))
    return emitOpError("has its destination outside of #snitch.l1");
  return success();
}
