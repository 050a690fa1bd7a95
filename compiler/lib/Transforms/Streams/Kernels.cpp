// What reductions and elementwise operations on streams have in common.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Kernels.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::streams;

/// The most loops that an input's mover needs for the reductions and for
/// results that are computed side by side: dimensions that continue each other
/// are one, and those in which it does not move are none.
static int64_t countInnerLoops(OpBuilder &b, const Kernel &kernel,
                               const Limits &limits) {
  SmallVector<Loop> loops, jam;
  for (unsigned dim = 0; dim < kernel.nest.sizes.size(); ++dim) {
    OpFoldResult size = kernel.nest.sizes[dim];
    if (!kernel.nest.isReduction[dim]) {
      // The last two, as far as is known here.
      if (!isConstantIntValue(size, 1))
        jam.push_back({dim, b.getIndexAttr(2)});
    } else if (kernel.pairs && kernel.pairs->dim == dim) {
      loops.push_back({dim, kernel.pairs->count, /*step=*/2});
    } else {
      loops.push_back({dim, size});
    }
  }
  bool isShort = false;
  if (!jam.empty()) {
    auto last = getConstantIntValue(kernel.nest.sizes[jam.back().dim]);
    isShort = last && *last < limits.latency;
  }
  size_t inner = std::min<size_t>(jam.size(), isShort ? 2 : 1);
  for (const Loop &loop : ArrayRef(jam).take_back(inner))
    loops.push_back(loop);
  int64_t most = 0;
  for (const Tensor &input : kernel.nest.inputs) {
    Walk walk = foldWalk(b, loops, input, /*isRead=*/true, limits);
    most = std::max<int64_t>(most, walk.bounds.size());
  }
  return most;
}

std::optional<Kernel> seeker::streams::analyseKernel(OpBuilder &b,
                                                     linalg::LinalgOp op,
                                                     const Limits &limits,
                                                     std::string &whyNot) {
  if (!op.hasPureBufferSemantics()) {
    whyNot = "it works on tensors";
    return {};
  }
  std::optional<Nest> nest = analyseNest(b, op, whyNot);
  if (!nest)
    return {};
  Kernel kernel = {std::move(*nest), {}};
  if (kernel.nest.isSingle) {
    kernel.pairs = analysePairs(b, kernel.nest, kernel.payload, whyNot);
    if (!kernel.pairs)
      return {};
  } else {
    std::optional<Payload> payload = analysePayload(op, whyNot);
    if (!payload)
      return {};
    kernel.payload = std::move(*payload);
  }

  int64_t reads = kernel.nest.inputs.size(), reductions = 0;
  bool usesOutput = !op.getRegionOutputArgs().front().use_empty();
  for (auto [dim, isReduction] : llvm::enumerate(kernel.nest.isReduction)) {
    bool isOnce = isConstantIntValue(kernel.nest.sizes[dim], 1);
    reductions += isReduction && !isOnce;
    if (!isReduction && !isOnce && kernel.nest.output.strides[dim] == 0) {
      whyNot = "it overwrites its output";
      return {};
    }
    if (isReduction && kernel.nest.output.strides[dim] != 0) {
      whyNot = "its output moves in a reduction";
      return {};
    }
  }
  int64_t streams = reads;
  if (!kernel.isReduction())
    streams += 1 + usesOutput;
  if (streams > limits.movers) {
    whyNot = "it needs " + std::to_string(streams) + " streams, a core has " +
             std::to_string(limits.movers);
    return {};
  }
  if (kernel.isReduction())
    if (int64_t needed = countInnerLoops(b, kernel, limits);
        needed > limits.loops) {
      whyNot = "it reduces " + std::to_string(reductions) +
               " dimensions, for which a stream needs " +
               std::to_string(needed) + " loops and has " +
               std::to_string(limits.loops);
      return {};
    }
  if (kernel.isReduction() && !usesOutput) {
    whyNot = "its reduction ignores the sum so far";
    return {};
  }
  int64_t body = kernel.payload.instructions.size();
  if (body > limits.body) {
    whyNot = "it has " + std::to_string(body) +
             " instructions, a hardware loop holds " +
             std::to_string(limits.body);
    return {};
  }
  return kernel;
}

unsigned seeker::streams::countCoreLoops(OpBuilder &b, ArrayRef<Loop> loops,
                                         ArrayRef<Stream> streams,
                                         const Limits &limits) {
  for (unsigned outer = 0; outer < loops.size(); ++outer)
    if (llvm::all_of(streams, [&](const Stream &stream) {
          Walk walk = foldWalk(b, loops.drop_front(outer), *stream.tensor,
                               stream.isRead, limits);
          return static_cast<int64_t>(walk.bounds.size()) <= limits.loops;
        }))
      return outer;
  return loops.size();
}

SmallVector<int64_t> seeker::streams::emitShapes(OpBuilder &b,
                                                 ArrayRef<Loop> loops,
                                                 ArrayRef<Stream> streams,
                                                 const Limits &limits) {
  SmallVector<int64_t> numbers;
  for (const Stream &stream : streams) {
    Walk walk = foldWalk(b, loops, *stream.tensor, stream.isRead, limits);
    b.create<snitch::StreamShapeOp>(
        stream.tensor->operand->getOwner()->getLoc(), stream.mover, walk.bounds,
        walk.strides, walk.repeat);
    numbers.push_back(walk.bounds.size());
  }
  return numbers;
}

void seeker::streams::emitStarts(OpBuilder &b, ArrayRef<Stream> streams,
                                 ArrayRef<int64_t> loops,
                                 const Indices &indices) {
  // Addresses first, so that the streams start together.
  SmallVector<Value> addresses;
  for (const Stream &stream : streams)
    addresses.push_back(addressOf(b,
                                  stream.tensor->operand->getOwner()->getLoc(),
                                  *stream.tensor, indices));
  for (auto [stream, address, number] : llvm::zip(streams, addresses, loops))
    b.create<snitch::StreamStartOp>(address.getLoc(), stream.mover,
                                    stream.isRead ? snitch::Direction::Reads
                                                  : snitch::Direction::Writes,
                                    address, number);
}

void seeker::streams::emitCoreLoops(OpBuilder &b, Location loc,
                                    ArrayRef<Loop> loops, Indices indices,
                                    function_ref<void(const Indices &)> body) {
  if (loops.empty())
    return body(indices);
  const Loop &loop = loops.front();
  if (loop.isOnce())
    return emitCoreLoops(b, loc, loops.drop_front(), indices, body);
  auto constant = [&](int64_t value) -> Value {
    return b.create<arith::ConstantIndexOp>(loc, value);
  };
  auto op = b.create<scf::ForOp>(
      loc, constant(0), getValueOrCreateConstantIndexOp(b, loc, loop.count),
      constant(1));
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(op.getBody());
  indices[loop.dim] = affine::makeComposedFoldedAffineApply(
      b, loc, b.getAffineDimExpr(0) + b.getAffineDimExpr(1) * loop.step,
      {indices[loop.dim], op.getInductionVar()});
  emitCoreLoops(b, loc, loops.drop_front(), indices, body);
}

void seeker::streams::emitIfAny(OpBuilder &b, Location loc,
                                ArrayRef<OpFoldResult> counts,
                                function_ref<void()> body) {
  Value condition;
  for (OpFoldResult count : counts) {
    if (std::optional<int64_t> known = getConstantIntValue(count)) {
      if (*known == 0)
        return;
      continue;
    }
    Value isAny = b.create<arith::CmpIOp>(
        loc, arith::CmpIPredicate::ne, cast<Value>(count),
        b.create<arith::ConstantIndexOp>(loc, 0));
    condition =
        condition ? b.create<arith::AndIOp>(loc, condition, isAny) : isAny;
  }
  if (!condition)
    return body();
  auto ifOp = b.create<scf::IfOp>(loc, condition, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(ifOp.thenBlock());
  body();
}

unsigned Operands::add(OpFoldResult number) {
  Value value = isa<Attribute>(number)
                    ? getValueOrCreateConstantIndexOp(builder, loc, number)
                    : cast<Value>(number);
  if (auto *at = llvm::find(values, value); at != values.end())
    return at - values.begin();
  values.push_back(value);
  return values.size() - 1;
}

SmallVector<unsigned> seeker::streams::addScalars(OpBuilder &b,
                                                  const Kernel &kernel,
                                                  Operands &operands) {
  linalg::LinalgOp op = kernel.nest.op;
  SmallVector<unsigned> numbers;
  for (Value scalar : kernel.payload.scalars) {
    if (auto argument = dyn_cast<BlockArgument>(scalar);
        argument && argument.getOwner() == op.getBlock())
      scalar = op.getMatchingOpOperand(argument)->get();
    else if (scalar.getParentBlock() == op.getBlock())
      scalar = b.clone(*scalar.getDefiningOp())->getResult(0);
    numbers.push_back(operands.add(scalar));
  }
  return numbers;
}
