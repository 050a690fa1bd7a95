// Builds ops whose body takes their operands as arguments.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_DIALECT_SNITCH_IR_ARGUMENTBODY_H
#define SEEKER_DIALECT_SNITCH_IR_ARGUMENTBODY_H

#include "mlir/IR/Builders.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

namespace seeker::snitch {

/// Adds the operands and a region of one block: an argument for each of them,
/// what `body` builds, and the terminator snitch.end.
inline void
buildArgumentBody(mlir::OpBuilder &builder, mlir::OperationState &state,
                  mlir::ValueRange operands,
                  llvm::function_ref<void(mlir::OpBuilder &, mlir::Location,
                                          mlir::ValueRange)>
                      body) {
  state.addOperands(operands);
  mlir::OpBuilder::InsertionGuard guard(builder);
  mlir::Region *region = state.addRegion();
  llvm::SmallVector<mlir::Location> locs(operands.size(), state.location);
  mlir::Block *block =
      builder.createBlock(region, region->end(), operands.getTypes(), locs);
  if (body)
    body(builder, state.location, block->getArguments());
  builder.create<EndOp>(state.location);
}

} // namespace seeker::snitch

#endif // SEEKER_DIALECT_SNITCH_IR_ARGUMENTBODY_H
