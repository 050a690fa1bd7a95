// Emits an operation without a reduction as streams and hardware loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Kernels.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::streams;

/// How many points are computed side by side: none where one instruction does
/// a point, else enough for the FPU's latency, and such that none remain.
static int64_t pointsTogether(int64_t instructions, OpFoldResult points,
                              const Limits &limits) {
  if (instructions == 1)
    return 1;
  int64_t most = std::min(2 * limits.latency, limits.body / instructions);
  int64_t least = std::min(limits.latency, most);
  if (std::optional<int64_t> known = getConstantIntValue(points)) {
    if (*known < least)
      return std::max<int64_t>(1, std::min(most, *known));
    for (int64_t together = least; together <= most; ++together)
      if (*known % together == 0)
        return together;
  }
  return std::max<int64_t>(1, least);
}

static OpFoldResult divide(OpBuilder &b, Location loc, OpFoldResult x,
                           int64_t y, bool remainder) {
  if (std::optional<int64_t> known = getConstantIntValue(x))
    return b.getIndexAttr(remainder ? *known % y : *known / y);
  Value divisor = b.create<arith::ConstantIndexOp>(loc, y);
  if (remainder)
    return b.create<arith::RemUIOp>(loc, cast<Value>(x), divisor).getResult();
  return b.create<arith::DivUIOp>(loc, cast<Value>(x), divisor).getResult();
}

void seeker::streams::emitElementwise(OpBuilder &b, const Kernel &kernel,
                                      const Limits &limits) {
  linalg::LinalgOp op = kernel.nest.op;
  Location loc = op.getLoc();
  SmallVector<Loop> loops;
  for (auto [dim, size] : llvm::enumerate(kernel.nest.sizes))
    loops.push_back({static_cast<unsigned>(dim), size});

  // Reads from mover 0 on, the write in the last one.
  SmallVector<Stream> streams;
  DenseMap<Value, int64_t> movers;
  auto read = [&](const Tensor &tensor) {
    movers[op.getMatchingBlockArgument(tensor.operand)] = streams.size();
    streams.push_back({&tensor, true, static_cast<int64_t>(streams.size())});
  };
  for (const Tensor &input : kernel.nest.inputs)
    read(input);
  if (!op.getRegionOutputArgs().front().use_empty())
    read(kernel.nest.output);
  int64_t writer = limits.movers - 1;
  streams.push_back({&kernel.nest.output, false, writer});

  // One run of the hardware loop; the streams go on where the last one left
  // them.
  auto emitRun = [&](OpFoldResult count, int64_t together) {
    Operands operands(b, loc);
    unsigned times = operands.add(count);
    SmallVector<unsigned> scalars = addScalars(b, kernel, operands);
    b.create<snitch::StreamingOp>(
        loc, operands.get(),
        [&](OpBuilder &inner, Location, ValueRange arguments) {
          SmallVector<Point> points(together);
          for (Point &point : points)
            for (auto [scalar, number] :
                 llvm::zip(kernel.payload.scalars, scalars))
              point.values[scalar] = arguments[number];
          auto loop = inner.create<snitch::FrepOp>(
              loc, TypeRange(), arguments[times], ValueRange());
          OpBuilder::InsertionGuard guard(inner);
          inner.createBlock(&loop.getBody());
          emitPoints(inner, loc, kernel.payload, movers, points, writer);
          inner.create<snitch::YieldOp>(loc);
        });
  };

  emitIfAny(b, loc, kernel.nest.sizes, [&] {
    unsigned outer = countCoreLoops(b, loops, streams, limits);
    ArrayRef<Loop> inner = ArrayRef(loops).drop_front(outer);
    SmallVector<int64_t> numbers = emitShapes(b, inner, streams, limits);
    OpFoldResult count = countIterations(b, loc, inner);
    int64_t together =
        pointsTogether(kernel.payload.instructions.size(), count, limits);
    Indices indices(loops.size(), b.getIndexAttr(0));
    emitCoreLoops(b, loc, ArrayRef(loops).take_front(outer), indices,
                  [&](const Indices &at) {
                    emitStarts(b, streams, numbers, at);
                    OpFoldResult runs = divide(b, loc, count, together, false);
                    emitIfAny(b, loc, runs, [&] { emitRun(runs, together); });
                    OpFoldResult rest = divide(b, loc, count, together, true);
                    emitIfAny(b, loc, rest, [&] { emitRun(rest, 1); });
                  });
    if (!kernel.endsAtBarrier)
      b.create<snitch::FenceOp>(loc, ArrayRef<int64_t>(writer));
  });
}
