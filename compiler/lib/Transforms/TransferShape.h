// Rows and strides of a transfer between two memrefs, in few dimensions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_TRANSFERSHAPE_H
#define SEEKER_LIB_TRANSFORMS_TRANSFERSHAPE_H

#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/IR/Builders.h"

namespace seeker {

/// A dimension that rows are repeated over. Strides are in bytes.
struct TransferDim {
  mlir::OpFoldResult size;
  mlir::OpFoldResult destinationStride;
  mlir::OpFoldResult sourceStride;
};

/// Rows of `rowBytes` consecutive bytes, repeated over `dims`, the outermost
/// first. Dimensions of size 1 are gone, and those that are known to continue
/// each other on both sides are one.
struct TransferShape {
  mlir::Value destination; // addresses, of index type
  mlir::Value source;
  llvm::SmallVector<TransferDim> dims;
  mlir::OpFoldResult rowBytes;

  static TransferShape ofCopy(mlir::OpBuilder &builder, mlir::Location loc,
                              mlir::Value destination, mlir::Value source);
  /// As a copy from memory in which every byte is the same: source strides are
  /// 0, and there is no source address.
  static TransferShape ofFill(mlir::OpBuilder &builder, mlir::Location loc,
                              mlir::Value destination);
};

} // namespace seeker

#endif // SEEKER_LIB_TRANSFORMS_TRANSFERSHAPE_H
