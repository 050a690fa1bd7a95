// The `snitch` dialect: L1 memory space, tile choice, kernels, cores, barriers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_DIALECT_SNITCH_IR_SNITCHDIALECT_H
#define SEEKER_DIALECT_SNITCH_IR_SNITCHDIALECT_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

#include "seeker/Dialect/Snitch/IR/SnitchDialect.h.inc"
#include "seeker/Dialect/Snitch/IR/SnitchEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "seeker/Dialect/Snitch/IR/SnitchAttrs.h.inc"

#define GET_OP_CLASSES
#include "seeker/Dialect/Snitch/IR/SnitchOps.h.inc"

namespace seeker::snitch {

/// Whether `type` lies in the cluster's L1; a memref that does not lies in L3.
bool isL1(mlir::MemRefType type);

/// Bytes of the elements of a memref of static shape.
int64_t getBytes(mlir::MemRefType type);

/// Whether `op` is one FP instruction on f64 in a streaming region.
bool isFpInstruction(mlir::Operation *op);

/// Checks that `tiles` cuts an iteration domain of these ranges. An error
/// names the dimension with its tile size and range.
mlir::LogicalResult
verifyTiles(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
            TilesAttr tiles, llvm::ArrayRef<int64_t> ranges);

/// The factors of the dimensions in `expr`, and its constant as the last; none
/// where it is no sum of dimensions times constants.
std::optional<llvm::SmallVector<int64_t>> getFactors(mlir::AffineExpr expr,
                                                     unsigned numDims);

/// The `arith.mulf` of two inputs that a reduction adds to its sum, where that
/// is all it does; null otherwise.
mlir::Operation *getSummedProduct(mlir::linalg::LinalgOp op);

/// Checks that `map` gives elements of a tensor of shape `source` for all
/// indices of a tensor of shape `result`.
mlir::LogicalResult
verifyWindow(llvm::function_ref<mlir::InFlightDiagnostic()> emitError,
             mlir::AffineMap map, llvm::ArrayRef<int64_t> source,
             llvm::ArrayRef<int64_t> result);

/// On an `arith.bitcast` of an i64 that is an f64's lower word in the place of
/// the upper one: it is a power of two below 2^1017, which packed arithmetic
/// moves up there.
constexpr llvm::StringLiteral kPowerAttr = "snitch.power";

/// Names of the attributes on a function's arguments and results. In the
/// scheduled form every argument has a name, and the results have become
/// arguments that are marked as outputs, after all others.
constexpr llvm::StringLiteral kNameAttr = "snitch.name";
constexpr llvm::StringLiteral kWeightAttr = "snitch.weight";
constexpr llvm::StringLiteral kStateAttr = "snitch.state";
/// On the mark of a kernel's begin: its weights come while the program runs.
constexpr llvm::StringLiteral kWaitsAttr = "snitch.waits";
constexpr llvm::StringLiteral kOutputAttr = "snitch.output";
/// In the scheduled form: the state is replaced by its next value.
constexpr llvm::StringLiteral kReplacedAttr = "snitch.replaced";
/// The data that the image carries for a weight.
constexpr llvm::StringLiteral kValueAttr = "snitch.value";

} // namespace seeker::snitch

#endif // SEEKER_DIALECT_SNITCH_IR_SNITCHDIALECT_H
