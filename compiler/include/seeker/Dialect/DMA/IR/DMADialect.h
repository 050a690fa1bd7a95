// The `dma` dialect: asynchronous transfers of the cluster's DMA engine.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_DIALECT_DMA_IR_DMADIALECT_H
#define SEEKER_DIALECT_DMA_IR_DMADIALECT_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "seeker/Dialect/DMA/IR/DMADialect.h.inc"

#define GET_TYPEDEF_CLASSES
#include "seeker/Dialect/DMA/IR/DMATypes.h.inc"

#define GET_OP_CLASSES
#include "seeker/Dialect/DMA/IR/DMAOps.h.inc"

#endif // SEEKER_DIALECT_DMA_IR_DMADIALECT_H
