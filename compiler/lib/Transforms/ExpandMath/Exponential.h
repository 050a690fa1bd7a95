// The parts of an exponential.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_LIB_TRANSFORMS_EXPANDMATH_EXPONENTIAL_H
#define SEEKER_LIB_TRANSFORMS_EXPANDMATH_EXPONENTIAL_H

#include "Scalars.h"

namespace seeker::expand {

/// exp(x) = 2^k * (1 + rest), where k is an integer.
struct Reduced {
  mlir::Value k, rest;
};

/// `x` is no NaN and of a magnitude below 2^20.
Reduced reduce(Scalars &s, mlir::Value x);

/// The upper word of 2^k, for an i32 k of a normal number.
mlir::Value powerOfTwo(Scalars &s, mlir::Value k);

} // namespace seeker::expand

#endif // SEEKER_LIB_TRANSFORMS_EXPANDMATH_EXPONENTIAL_H
