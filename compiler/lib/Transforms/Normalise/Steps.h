// The steps of seeker-normalise, in the order in which they run.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_NORMALISE_STEPS_H
#define SEEKER_LIB_TRANSFORMS_NORMALISE_STEPS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/PatternMatch.h"

namespace seeker::normalise {

/// The attribute on a linalg operation that chooses its tiles.
constexpr llvm::StringLiteral kConfigAttr = "lowering_config";

/// The name of the named operation that a linalg.generic was.
constexpr llvm::StringLiteral kNamedOpAttr = "snitch.named_op";

/// Finds the one function and checks that everything in it can be compiled.
/// Emits one error at what cannot; changes nothing.
mlir::FailureOr<mlir::func::FuncOp> checkInput(mlir::ModuleOp module);

/// Every operation on tensors becomes a linalg.generic or a linalg.fill;
/// constants and fills that are read become constants in the bodies.
void generalise(mlir::func::FuncOp function);

/// Inputs that are indexed by more than one loop a dimension, or shifted,
/// become windows, which are indexed by one loop a dimension.
void showWindows(mlir::func::FuncOp function);

/// A part of a tensor that is reshaped though its rows lie apart is copied
/// first, so that the other shape is one of the elements as they lie.
void gatherSlices(mlir::func::FuncOp function);

/// Each insertion becomes one in place: what it inserts into and what it
/// inserts are computed by kernels of their own, in this order, for nothing
/// else.
void insertInPlace(mlir::func::FuncOp function);

/// Drops operands that a linalg.generic does not need, and what is unused.
void simplifyGenerics(mlir::func::FuncOp function);

/// Drops inputs that are constants, repeat another input or are not read, and
/// the initial tensor where it is overwritten unread. Returns what takes the
/// place of `op`.
mlir::linalg::GenericOp simplifyGeneric(mlir::IRRewriter &rewriter,
                                        mlir::linalg::GenericOp op);

/// Elementwise operations that feed only one other are merged into it.
void fuseElementwise(mlir::func::FuncOp function);

/// A tensor added to a contraction that starts at zero becomes what the
/// contraction starts from.
void fuseBias(mlir::func::FuncOp function);

/// Every remaining linalg operation becomes the root of a kernel, or part of
/// one. Returns each value at most once, and no argument.
void formKernels(mlir::func::FuncOp function);

/// The arguments, and the results, of `function` that are states.
llvm::SmallVector<unsigned> getStateArguments(mlir::func::FuncOp function);
llvm::SmallVector<unsigned> getStateResults(mlir::func::FuncOp function);

/// The next value of each state becomes what a kernel can write to where the
/// state lies: nothing reads the old value after it.
void separateStates(mlir::func::FuncOp function);

/// An elementwise operation on `inputs` of `type` that yields what `body`
/// makes of their elements; `name` is for the kernel.
mlir::Value createElementwise(
    mlir::OpBuilder &builder, mlir::Location loc, mlir::Type type,
    mlir::ValueRange inputs, llvm::StringRef name,
    llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::ValueRange)> body);

/// A kernel's worth of copying `value`.
mlir::Value createCopy(mlir::OpBuilder &builder, mlir::Location loc,
                       mlir::Value value);

/// Whether all loops of `op` are parallel and it produces one tensor by the
/// identity map: its results can be computed tile by tile, in any order.
bool isElementwise(mlir::linalg::GenericOp op);

/// The dimensions of `result` that a tensor indexed by `map` lacks, when such
/// a tensor can be copied to `result` by DMA: its own dimensions are in order,
/// and rows of `result` come from rows of the tensor.
std::optional<llvm::SmallVector<int64_t>>
getBroadcastDims(mlir::AffineMap map, mlir::RankedTensorType result);

} // namespace seeker::normalise

#endif // SEEKER_LIB_TRANSFORMS_NORMALISE_STEPS_H
