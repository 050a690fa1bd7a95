// Builds scalar f64 arithmetic.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Scalars.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::expand;

Value Scalars::number(double value) {
  return b.create<arith::ConstantOp>(loc, b.getF64FloatAttr(value));
}
Value Scalars::add(Value x, Value y) {
  return b.create<arith::AddFOp>(loc, x, y);
}
Value Scalars::sub(Value x, Value y) {
  return b.create<arith::SubFOp>(loc, x, y);
}
Value Scalars::neg(Value x) { return b.create<arith::NegFOp>(loc, x); }
Value Scalars::mul(Value x, Value y) {
  return b.create<arith::MulFOp>(loc, x, y);
}
Value Scalars::div(Value x, Value y) {
  return b.create<arith::DivFOp>(loc, x, y);
}
Value Scalars::fma(Value x, Value y, Value z) {
  return b.create<math::FmaOp>(loc, x, y, z);
}
Value Scalars::min(Value x, Value y) {
  return b.create<arith::MinNumFOp>(loc, x, y);
}
Value Scalars::max(Value x, Value y) {
  return b.create<arith::MaxNumFOp>(loc, x, y);
}
Value Scalars::abs(Value x) { return b.create<math::AbsFOp>(loc, x); }
Value Scalars::sqrt(Value x) { return b.create<math::SqrtOp>(loc, x); }
Value Scalars::copySign(Value magnitude, Value sign) {
  return b.create<math::CopySignOp>(loc, magnitude, sign);
}

Value Scalars::polynomial(Value x, ArrayRef<double> c) {
  Value sum = number(c.back());
  for (double coefficient : llvm::reverse(c.drop_back()))
    sum = fma(sum, x, number(coefficient));
  return sum;
}

Value Scalars::integer(int32_t value) {
  return b.create<arith::ConstantOp>(loc, b.getI32IntegerAttr(value));
}
Value Scalars::addInt(Value x, Value y) {
  return b.create<arith::AddIOp>(loc, x, y);
}
Value Scalars::subInt(Value x, Value y) {
  return b.create<arith::SubIOp>(loc, x, y);
}
Value Scalars::orInt(Value x, Value y) {
  return b.create<arith::OrIOp>(loc, x, y);
}
Value Scalars::andInt(Value x, Value y) {
  return b.create<arith::AndIOp>(loc, x, y);
}
Value Scalars::shiftLeft(Value x, int32_t bits) {
  return b.create<arith::ShLIOp>(loc, x, integer(bits));
}
Value Scalars::shiftRight(Value x, int32_t bits) {
  return b.create<arith::ShRSIOp>(loc, x, integer(bits));
}
Value Scalars::toInt(Value x) {
  return b.create<arith::FPToSIOp>(loc, b.getI32Type(), x);
}
Value Scalars::toFloat(Value x) {
  return b.create<arith::SIToFPOp>(loc, b.getF64Type(), x);
}

Value Scalars::fromHigh(Value high) {
  Value wide = b.create<arith::ExtUIOp>(loc, b.getI64Type(), high);
  Value bits = b.create<arith::ConstantOp>(loc, b.getI64IntegerAttr(32));
  Value word = b.create<arith::ShLIOp>(loc, wide, bits);
  return b.create<arith::BitcastOp>(loc, b.getF64Type(), word);
}

Value Scalars::powerFromLow(Value shifted) {
  Value word = b.create<arith::BitcastOp>(loc, b.getI64Type(), shifted);
  Value bits = b.create<arith::ConstantOp>(loc, b.getI64IntegerAttr(32));
  Value high = b.create<arith::ShLIOp>(loc, word, bits);
  auto power = b.create<arith::BitcastOp>(loc, b.getF64Type(), high);
  power->setAttr(snitch::kPowerAttr, b.getUnitAttr());
  return power;
}

Value Scalars::invertRoughly(Value x) {
  Value narrow = b.create<arith::TruncFOp>(loc, b.getF32Type(), x);
  Value one = b.create<arith::ConstantOp>(loc, b.getF32FloatAttr(1));
  Value inverse = b.create<arith::DivFOp>(loc, one, narrow);
  return b.create<arith::ExtFOp>(loc, b.getF64Type(), inverse);
}

Value Scalars::getHigh(Value x) {
  Value word = b.create<arith::BitcastOp>(loc, b.getI64Type(), x);
  Value bits = b.create<arith::ConstantOp>(loc, b.getI64IntegerAttr(32));
  Value high = b.create<arith::ShRUIOp>(loc, word, bits);
  return b.create<arith::TruncIOp>(loc, b.getI32Type(), high);
}

Value Scalars::subFromHigh(Value x, Value high) {
  Value word = b.create<arith::BitcastOp>(loc, b.getI64Type(), x);
  Value wide = b.create<arith::ExtUIOp>(loc, b.getI64Type(), high);
  Value bits = b.create<arith::ConstantOp>(loc, b.getI64IntegerAttr(32));
  Value less = b.create<arith::SubIOp>(
      loc, word, b.create<arith::ShLIOp>(loc, wide, bits));
  return b.create<arith::BitcastOp>(loc, b.getF64Type(), less);
}

static Value makeMask(OpBuilder &b, Location loc,
                      arith::CmpFPredicate predicate, Value x, Value y) {
  Value holds = b.create<arith::CmpFOp>(loc, predicate, x, y);
  return b.create<arith::ExtSIOp>(loc, b.getI32Type(), holds);
}
Value Scalars::nanMask(Value x) {
  return makeMask(b, loc, arith::CmpFPredicate::UNO, x, x);
}
Value Scalars::lessMask(Value x, Value y) {
  return makeMask(b, loc, arith::CmpFPredicate::OLT, x, y);
}
Value Scalars::equalMask(Value x, Value y) {
  return makeMask(b, loc, arith::CmpFPredicate::OEQ, x, y);
}
