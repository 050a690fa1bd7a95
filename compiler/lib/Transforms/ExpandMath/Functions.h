// The functions that the FPU has no instruction for.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_EXPANDMATH_FUNCTIONS_H
#define SEEKER_LIB_TRANSFORMS_EXPANDMATH_FUNCTIONS_H

#include "Scalars.h"
#include "mlir/IR/Operation.h"

namespace seeker::expand {

mlir::Value expandExp(Scalars &s, mlir::Value x);
/// 1 / (1 + exp(-x)), also where exp(-x) is too large.
mlir::Value expandSigmoid(Scalars &s, mlir::Value x);
mlir::Value expandTanh(Scalars &s, mlir::Value x);
mlir::Value expandLog(Scalars &s, mlir::Value x);
mlir::Value expandErf(Scalars &s, mlir::Value x);

/// The same for an |x| of less than getQuickLimit: fewer instructions, all of
/// them the FPU's.
mlir::Value expandExpQuickly(Scalars &s, mlir::Value x);
mlir::Value expandSigmoidQuickly(Scalars &s, mlir::Value x);
mlir::Value expandTanhQuickly(Scalars &s, mlir::Value x);

/// An operation, of f64 or f32, that is a function of a number, and the
/// operations before it that nothing but the function needs.
struct Function {
  mlir::Operation *op;
  mlir::Value argument;
  llvm::SmallVector<mlir::Operation *, 3> parts;
};

/// What `op` is the end of; nothing where the FPU has an instruction.
std::optional<Function> matchFunction(mlir::Operation *op);

/// The function at `x`, which is of the argument's type, for every `x`.
mlir::Value expandFunction(mlir::OpBuilder &builder, const Function &function,
                           mlir::Value x);

/// Up to which |x| there is a quick form; 0 if there is none.
double getQuickLimit(const Function &function);

/// The quick form, and x^2 + `squares`, of f64, in place of `squares`.
mlir::Value expandQuickly(mlir::OpBuilder &builder, const Function &function,
                          mlir::Value x, mlir::Value &squares);

} // namespace seeker::expand

#endif // SEEKER_LIB_TRANSFORMS_EXPANDMATH_FUNCTIONS_H
