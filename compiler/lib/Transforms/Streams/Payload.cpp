// The body of a linalg operation as FP instructions on streams.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Payload.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/IRMapping.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::streams;

/// The addition of a reduction that alone takes this product.
static arith::AddFOp fusingAdd(arith::MulFOp product) {
  if (!product->hasOneUse())
    return {};
  auto add = dyn_cast<arith::AddFOp>(*product->user_begin());
  if (!add || add->getBlock() != product->getBlock())
    return {};
  // Of two products, the first operand is fused.
  auto first = add.getLhs().getDefiningOp<arith::MulFOp>();
  return !first || first == product || !first->hasOneUse() ? add
                                                           : arith::AddFOp();
}

/// A tensor's argument is popped once: where several instructions want it, it
/// is moved into a register first.
static void moveSharedArguments(linalg::LinalgOp op, Payload &payload) {
  SmallVector<Payload::Instruction> moves;
  bool isReduction = op.getNumReductionLoops() > 0;
  for (BlockArgument argument : op.getBlock()->getArguments().drop_back(
           isReduction ? op.getNumDpsInits() : 0)) {
    OpOperand *operand = op.getMatchingOpOperand(argument);
    if (!isa<MemRefType>(operand->get().getType()))
      continue;
    unsigned uses = 0;
    for (const Payload::Instruction &instruction : payload.instructions)
      uses += llvm::is_contained(instruction.operands, Value(argument));
    if (uses > 1)
      moves.push_back({nullptr, {argument}, argument});
  }
  payload.instructions.insert(payload.instructions.begin(), moves.begin(),
                              moves.end());
}

std::optional<Payload> seeker::streams::analysePayload(linalg::LinalgOp op,
                                                       std::string &whyNot) {
  Payload payload;
  Block *body = op.getBlock();
  auto addScalar = [&](Value value) {
    if (!llvm::is_contained(payload.scalars, value))
      payload.scalars.push_back(value);
  };
  auto note = [&](Value value) {
    if (auto argument = dyn_cast<BlockArgument>(value);
        argument && argument.getOwner() == body) {
      OpOperand *operand = op.getMatchingOpOperand(argument);
      if (!isa<MemRefType>(operand->get().getType()))
        addScalar(value);
    } else if (value.getParentBlock() != body ||
               value.getDefiningOp<arith::ConstantOp>()) {
      addScalar(value);
    }
  };

  for (Operation &inner : body->without_terminator()) {
    if (isa<arith::ConstantOp>(inner) && inner.getResult(0).getType().isF64())
      continue;
    if (!snitch::isFpInstruction(&inner)) {
      whyNot = "it computes '" + inner.getName().getStringRef().str() +
               "', which is no FP instruction on f64";
      return {};
    }
    if (op.getNumReductionLoops() > 0) {
      if (auto product = dyn_cast<arith::MulFOp>(inner))
        if (fusingAdd(product))
          continue;
      if (auto add = dyn_cast<arith::AddFOp>(inner)) {
        bool isFused = false;
        for (Value value : add.getOperands()) {
          auto product = value.getDefiningOp<arith::MulFOp>();
          if (!product || fusingAdd(product) != add)
            continue;
          Value other = value == add.getLhs() ? add.getRhs() : add.getLhs();
          payload.instructions.push_back(
              {add,
               {product.getLhs(), product.getRhs(), other},
               add.getResult(),
               /*isFma=*/true});
          isFused = true;
          break;
        }
        if (isFused)
          continue;
      }
    }
    payload.instructions.push_back(
        {&inner, llvm::to_vector(inner.getOperands()), inner.getResult(0)});
  }
  Value yielded = body->getTerminator()->getOperand(0);
  if (payload.instructions.empty() ||
      payload.instructions.back().result != yielded) {
    if (!payload.instructions.empty()) {
      whyNot = "it does not yield what it computes last";
      return {};
    }
    payload.instructions.push_back({nullptr, {yielded}, yielded});
  }
  for (const Payload::Instruction &instruction : payload.instructions)
    llvm::for_each(instruction.operands, note);
  moveSharedArguments(op, payload);
  return payload;
}

static Value emitInstruction(OpBuilder &b, Location loc,
                             const Payload::Instruction &instruction,
                             ArrayRef<Value> operands, bool inPairs) {
  if (inPairs)
    return b.create<snitch::PairFmaOp>(loc, operands[0], operands[1],
                                       operands[2]);
  if (!instruction.op)
    return b.create<math::CopySignOp>(loc, operands[0], operands[0]);
  if (instruction.isFma)
    return b.create<math::FmaOp>(loc, operands[0], operands[1], operands[2]);
  IRMapping mapping;
  mapping.map(instruction.op->getOperands(), operands);
  return b.clone(*instruction.op, mapping)->getResult(0);
}

void seeker::streams::emitPoints(OpBuilder &b, Location loc,
                                 const Payload &payload,
                                 const DenseMap<Value, int64_t> &movers,
                                 MutableArrayRef<Point> points,
                                 std::optional<int64_t> pushTo, bool inPairs) {
  for (const Payload::Instruction &instruction : payload.instructions) {
    bool isLast = &instruction == &payload.instructions.back();
    for (Point &point : points) {
      DenseMap<Value, Value> popped;
      SmallVector<Value> operands;
      for (Value operand : instruction.operands) {
        Value value = point.values.lookup(operand);
        if (!value) {
          Value &pop = popped[operand];
          if (!pop)
            pop = b.create<snitch::PopOp>(loc, b.getF64Type(),
                                          movers.lookup(operand));
          value = pop;
        }
        operands.push_back(value);
      }
      Value result = emitInstruction(b, loc, instruction, operands, inPairs);
      if (isLast) {
        point.result = result;
        if (pushTo)
          b.create<snitch::PushOp>(loc, result, *pushTo);
      } else {
        point.values[instruction.result] = result;
      }
    }
  }
}
