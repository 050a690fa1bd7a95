// Builds scalar f64 arithmetic.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_EXPANDMATH_SCALARS_H
#define SEEKER_LIB_TRANSFORMS_EXPANDMATH_SCALARS_H

#include "mlir/IR/Builders.h"

namespace seeker::expand {

/// f64 arithmetic and the i32 arithmetic on its exponents. Where a minimum or
/// maximum meets a NaN it is the other operand, as the FPU has it.
class Scalars {
public:
  Scalars(mlir::OpBuilder &builder, mlir::Location loc)
      : b(builder), loc(loc) {}

  mlir::Value number(double value);
  mlir::Value add(mlir::Value x, mlir::Value y);
  mlir::Value sub(mlir::Value x, mlir::Value y);
  mlir::Value neg(mlir::Value x);
  mlir::Value mul(mlir::Value x, mlir::Value y);
  mlir::Value div(mlir::Value x, mlir::Value y);
  /// x * y + z, rounded once.
  mlir::Value fma(mlir::Value x, mlir::Value y, mlir::Value z);
  mlir::Value min(mlir::Value x, mlir::Value y);
  mlir::Value max(mlir::Value x, mlir::Value y);
  mlir::Value abs(mlir::Value x);
  mlir::Value sqrt(mlir::Value x);
  mlir::Value copySign(mlir::Value magnitude, mlir::Value sign);
  /// c[0] + c[1] x + c[2] x^2 + ...
  mlir::Value polynomial(mlir::Value x, llvm::ArrayRef<double> c);

  mlir::Value integer(int32_t value);
  mlir::Value addInt(mlir::Value x, mlir::Value y);
  mlir::Value subInt(mlir::Value x, mlir::Value y);
  mlir::Value orInt(mlir::Value x, mlir::Value y);
  mlir::Value andInt(mlir::Value x, mlir::Value y);
  mlir::Value shiftLeft(mlir::Value x, int32_t bits);
  /// With the sign.
  mlir::Value shiftRight(mlir::Value x, int32_t bits);
  /// Of an f64 that is an integer.
  mlir::Value toInt(mlir::Value x);
  mlir::Value toFloat(mlir::Value x);

  /// The number whose upper word is `high`; the lower word is 0.
  mlir::Value fromHigh(mlir::Value high);
  mlir::Value getHigh(mlir::Value x);
  /// 2^k, where the lower word of `shifted` is the upper word of 2^k. The FPU
  /// does it alone.
  mlir::Value powerFromLow(mlir::Value shifted);
  /// 1 / x to 22 bits, for an x of f32's range.
  mlir::Value invertRoughly(mlir::Value x);
  /// The number whose upper word is less than x's by `high`.
  mlir::Value subFromHigh(mlir::Value x, mlir::Value high);
  /// All ones where x is a NaN, else 0: or-ed into an upper word it makes that
  /// a NaN.
  mlir::Value nanMask(mlir::Value x);
  /// All ones where x < y, or x = y, else 0.
  mlir::Value lessMask(mlir::Value x, mlir::Value y);
  mlir::Value equalMask(mlir::Value x, mlir::Value y);

private:
  mlir::OpBuilder &b;
  mlir::Location loc;
};

} // namespace seeker::expand

#endif // SEEKER_LIB_TRANSFORMS_EXPANDMATH_SCALARS_H
