// Emits an operation with a reduction as streams and hardware loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Several outputs, the jam, are computed side by side, so that no multiply-add
// waits for the one before it. The loops, from the outermost to the innermost:
// outputs, blocks of the jam, reductions, the jam. What an input does not move
// in innermost is repeated by its mover.
#include "Kernels.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::streams;

/// Offsets that a load or store reaches from its address.
static constexpr int64_t kMaxOffset = 2047;
/// Outputs that are computed side by side at most: twice the latency of the
/// default FPU, so that as few as 9 split into blocks that hide it.
static constexpr int64_t kMaxJam = 8;

namespace {
/// `count` blocks of `size` indices each.
struct Blocks {
  int64_t count, size;
};

/// Splits `range` such that blocks have at most `most` and, where possible, at
/// least half as many indices. Multiples of 4 rotate through the superbanks
/// with the DMA where rows do.
SmallVector<Blocks> splitJam(int64_t range, int64_t most) {
  if (range <= most)
    return {{1, range}};
  SmallVector<int64_t> sizes = {most};
  if (most > 4)
    sizes.push_back(4);
  for (int64_t size = most - 1; size > most / 2; --size)
    sizes.push_back(size);
  for (int64_t size : sizes)
    if (range % size == 0)
      return {{range / size, size}};
  int64_t count = llvm::divideCeil(range, most);
  int64_t low = range / count, high = range - low * count;
  return {{high, low + 1}, {count - high, low}};
}

/// What a size, which is often the smaller of a tile and what is left, cannot
/// exceed.
int64_t upperBound(Value size) {
  int64_t bound = std::numeric_limits<int64_t>::max();
  if (auto min = size.getDefiningOp<affine::AffineMinOp>())
    for (AffineExpr expr : min.getMap().getResults())
      if (auto constant = dyn_cast<AffineConstantExpr>(expr))
        bound = std::min(bound, constant.getValue());
  return bound;
}

class ReductionEmitter {
public:
  ReductionEmitter(OpBuilder &b, const Kernel &kernel, const Limits &limits)
      : b(b), loc(linalg::LinalgOp(kernel.nest.op).getLoc()), kernel(kernel),
        limits(limits) {}

  void emit() {
    chooseDimensions();
    SmallVector<OpFoldResult> sizes = kernel.nest.sizes;
    if (kernel.pairs)
      sizes[kernel.pairs->dim] = kernel.pairs->count;
    emitIfAny(b, loc, sizes, [&] { emitJam(); });
  }

private:
  void chooseDimensions();
  void emitJam();
  void emitJam(unsigned dim, int64_t innerJam);
  /// Blocks of the jam from `begin` on; `blocks` may be 0 where not known.
  void emitBlocks(unsigned dim, OpFoldResult begin, OpFoldResult blocks,
                  int64_t size);
  void emitStreamed(ArrayRef<Loop> outputs, const Indices &begin);
  bool hasPairsOfResults(ArrayRef<Loop> outputs, const Indices &begin);
  void emitInOneRegion(OpFoldResult blocks);
  void emitBlock(const Indices &indices);
  void emitBlockRegion(const Indices &indices, OpFoldResult count,
                       bool isOneStep);
  SmallVector<Point> makePoints(ValueRange arguments,
                                ArrayRef<unsigned> scalars);
  SmallVector<int64_t> jamOffsets();
  void storeSums(OpBuilder &inner, ValueRange arguments,
                 ArrayRef<std::pair<unsigned, int64_t>> places,
                 ArrayRef<Value> sums);
  /// The f64 of these bits.
  Value makeNumber(uint64_t bits);
  unsigned addStart(Operands &operands);

  /// Emits one step of the reduction on `points`, whose sums are `from`.
  SmallVector<Value> emitStep(OpBuilder &inner, MutableArrayRef<Point> points,
                              ValueRange from,
                              std::optional<int64_t> pushTo = std::nullopt);
  ValueRange emitLoop(OpBuilder &inner, MutableArrayRef<Point> points,
                      Value count, ValueRange from);

  bool isOnce(unsigned dim) {
    return isConstantIntValue(kernel.nest.sizes[dim], 1);
  }

  OpBuilder &b;
  Location loc;
  const Kernel &kernel;
  const Limits &limits;
  /// Outputs that are not jammed, reductions, and the jam, each with its loops
  /// from the outermost to the innermost.
  SmallVector<Loop> outer, reductions, jam;
  SmallVector<unsigned> parallel;
  SmallVector<Stream> streams;
  DenseMap<Value, int64_t> movers;
  /// Whether the last mover stores the sums, which the last step pushes.
  bool isWritten = false;
};

void ReductionEmitter::chooseDimensions() {
  for (unsigned dim = 0; dim < kernel.nest.sizes.size(); ++dim) {
    if (isOnce(dim))
      continue;
    if (kernel.pairs && kernel.pairs->dim == dim)
      reductions.push_back({dim, kernel.pairs->count, /*step=*/2});
    else if (kernel.nest.isReduction[dim])
      reductions.push_back({dim, kernel.nest.sizes[dim]});
    else
      parallel.push_back(dim);
  }
}

/// The last dimension of outputs is jammed; with the one before it where it is
/// too short by itself to hide the FPU's latency.
void ReductionEmitter::emitJam() {
  if (parallel.empty())
    return emitBlocks(0, b.getIndexAttr(0), b.getIndexAttr(1), 1);
  unsigned last = parallel.pop_back_val();
  std::optional<int64_t> size = getConstantIntValue(kernel.nest.sizes[last]);
  if (size && *size < limits.latency && !parallel.empty()) {
    unsigned before = parallel.back();
    if (getConstantIntValue(kernel.nest.sizes[before])) {
      parallel.pop_back();
      jam.push_back({last, b.getIndexAttr(*size)});
      return emitJam(before, *size);
    }
  }
  emitJam(last, 1);
}

void ReductionEmitter::emitJam(unsigned dim, int64_t innerJam) {
  int64_t most = kMaxJam / innerJam;
  OpFoldResult size = kernel.nest.sizes[dim];
  if (std::optional<int64_t> known = getConstantIntValue(size)) {
    int64_t begin = 0;
    for (Blocks blocks : splitJam(*known, most)) {
      emitBlocks(dim, b.getIndexAttr(begin), b.getIndexAttr(blocks.count),
                 blocks.size);
      begin += blocks.count * blocks.size;
    }
    return;
  }

  // A case for each number of indices that may remain.
  auto emitCases = [&](OpFoldResult begin, Value rest, int64_t count) {
    auto cases = llvm::to_vector(llvm::seq<int64_t>(1, count + 1));
    auto choice = b.create<scf::IndexSwitchOp>(loc, TypeRange(), rest, cases,
                                               cases.size());
    OpBuilder::InsertionGuard guard(b);
    b.createBlock(&choice.getDefaultRegion());
    b.create<scf::YieldOp>(loc);
    for (int64_t number : cases) {
      b.createBlock(&choice.getCaseRegions()[number - 1]);
      emitBlocks(dim, begin, b.getIndexAttr(1), number);
      b.create<scf::YieldOp>(loc);
    }
  };
  Value value = cast<Value>(size);
  int64_t bound = upperBound(value);
  if (bound <= most)
    return emitCases(b.getIndexAttr(0), value, bound);
  Value divisor = b.create<arith::ConstantIndexOp>(loc, most);
  Value blocks = b.create<arith::DivUIOp>(loc, value, divisor);
  Value rest = b.create<arith::RemUIOp>(loc, value, divisor);
  Value whole = b.create<arith::SubIOp>(loc, value, rest);
  emitIfAny(b, loc, OpFoldResult(blocks),
            [&] { emitBlocks(dim, b.getIndexAttr(0), blocks, most); });
  emitCases(whole, rest, most - 1);
}

void ReductionEmitter::emitBlocks(unsigned dim, OpFoldResult begin,
                                  OpFoldResult blocks, int64_t size) {
  SmallVector<Loop> inner = jam;
  SmallVector<Loop> outputs;
  for (unsigned other : parallel)
    outputs.push_back({other, kernel.nest.sizes[other]});
  outputs.push_back({dim, blocks, size});
  jam.insert(jam.begin(), {dim, b.getIndexAttr(size)});
  Indices indices(kernel.nest.sizes.size(), b.getIndexAttr(0));
  indices[dim] = begin;
  emitStreamed(outputs, indices);
  jam = inner;
}

/// Whether the jam's results lie side by side in pairs, in every block.
bool ReductionEmitter::hasPairsOfResults(ArrayRef<Loop> outputs,
                                         const Indices &begin) {
  const Loop &last = jam.back();
  if (kernel.pairs->resultDim != last.dim ||
      *getConstantIntValue(last.count) % 2 != 0)
    return false;
  for (const Loop &loop : outputs)
    if (loop.dim == last.dim && loop.step % 2 != 0 && !loop.isOnce())
      return false;
  std::optional<int64_t> first = getConstantIntValue(begin[last.dim]);
  return first && *first % 2 == 0;
}

/// Streams over as many of the outputs as the movers' loops allow.
void ReductionEmitter::emitStreamed(ArrayRef<Loop> outputs,
                                    const Indices &begin) {
  SmallVector<Loop> all(outputs);
  all.append(reductions);
  all.append(jam);
  std::optional<int64_t> steps =
      getConstantIntValue(countIterations(b, loc, reductions));
  int64_t writer = limits.movers - 1;
  int64_t inputs = kernel.nest.inputs.size();
  // What repeats most asks for least: it shares its port with the core's loads
  // and stores.
  SmallVector<const Tensor *> order;
  for (const Tensor &input : kernel.nest.inputs)
    order.push_back(&input);
  llvm::stable_sort(order, [&](const Tensor *x, const Tensor *y) {
    return foldWalk(b, all, *x, true, limits).repeat >
           foldWalk(b, all, *y, true, limits).repeat;
  });
  streams.clear();
  movers.clear();
  linalg::LinalgOp op = kernel.nest.op;
  for (const Tensor *tensor : order) {
    int64_t mover = streams.size();
    movers[op.getMatchingBlockArgument(tensor->operand)] = mover;
    streams.push_back({tensor, true, mover});
  }

  // Sums that start from a constant and are stored by a stream need the core
  // for nothing but the loop.
  OpFoldResult blocks = countIterations(b, loc, outputs);
  isWritten = inputs < limits.movers &&
              (!kernel.pairs || hasPairsOfResults(outputs, begin));
  bool isOneRegion = isWritten && !kernel.pairs && kernel.start && steps &&
                     !isConstantIntValue(blocks, 1);
  if (isWritten)
    streams.push_back({&kernel.nest.output, false, writer});
  unsigned coreLoops = countCoreLoops(b, all, streams, limits);
  coreLoops = std::min<unsigned>(coreLoops, outputs.size());
  ArrayRef<Loop> inside = outputs.drop_front(coreLoops);
  ArrayRef<Loop> streamed = ArrayRef(all).drop_front(coreLoops);
  ArrayRef<Stream> reads = ArrayRef(streams).take_front(inputs);
  SmallVector<int64_t> numbers = emitShapes(b, streamed, reads, limits);
  if (isWritten) {
    SmallVector<Loop> written(streamed);
    if (kernel.pairs) {
      // Two results at a time.
      written.back().count =
          b.getIndexAttr(*getConstantIntValue(written.back().count) / 2);
      written.back().step = 2;
    }
    numbers.append(emitShapes(b, written, streams.back(), limits));
  }
  emitCoreLoops(b, loc, outputs.take_front(coreLoops), begin,
                [&](const Indices &indices) {
                  emitStarts(b, streams, numbers, indices);
                  if (isOneRegion)
                    return emitInOneRegion(countIterations(b, loc, inside));
                  emitCoreLoops(b, loc, inside, indices,
                                [&](const Indices &at) { emitBlock(at); });
                });
  if (isWritten && !kernel.endsAtBarrier)
    b.create<snitch::FenceOp>(loc, ArrayRef<int64_t>(writer));
}

SmallVector<Value> ReductionEmitter::emitStep(OpBuilder &inner,
                                              MutableArrayRef<Point> points,
                                              ValueRange from,
                                              std::optional<int64_t> pushTo) {
  linalg::LinalgOp op = kernel.nest.op;
  Value sum = op.getRegionOutputArgs().front();
  for (auto [point, value] : llvm::zip(points, from))
    point.values[sum] = value;
  emitPoints(inner, loc, kernel.payload, movers, points, pushTo,
             kernel.nest.isSingle);
  SmallVector<Value> results;
  for (const Point &point : points)
    results.push_back(point.result);
  return results;
}

ValueRange ReductionEmitter::emitLoop(OpBuilder &inner,
                                      MutableArrayRef<Point> points,
                                      Value count, ValueRange from) {
  auto loop = inner.create<snitch::FrepOp>(loc, from.getTypes(), count, from);
  OpBuilder::InsertionGuard guard(inner);
  SmallVector<Location> locs(from.size(), loc);
  inner.createBlock(&loop.getBody(), {}, from.getTypes(), locs);
  SmallVector<Value> sums =
      emitStep(inner, points, loop.getBody().getArguments());
  inner.create<snitch::YieldOp>(loc, sums);
  return loop.getResults();
}

SmallVector<Point> ReductionEmitter::makePoints(ValueRange arguments,
                                                ArrayRef<unsigned> scalars) {
  SmallVector<Point> points(*getConstantIntValue(countIterations(b, loc, jam)));
  for (Point &point : points)
    for (auto [scalar, number] : llvm::zip(kernel.payload.scalars, scalars))
      point.values[scalar] = arguments[number];
  return points;
}

/// All blocks in one region: the first step starts the sums, the last one
/// pushes them.
void ReductionEmitter::emitInOneRegion(OpFoldResult blocks) {
  int64_t steps = *getConstantIntValue(countIterations(b, loc, reductions));
  Operands operands(b, loc);
  unsigned start = operands.add(kernel.start);
  unsigned times = operands.add(blocks);
  unsigned between = steps > 2 ? operands.add(b.getIndexAttr(steps - 2)) : 0;
  SmallVector<unsigned> scalars = addScalars(b, kernel, operands);
  int64_t writer = limits.movers - 1;
  b.create<snitch::StreamingOp>(
      loc, operands.get(),
      [&](OpBuilder &inner, Location, ValueRange arguments) {
        SmallVector<Point> points = makePoints(arguments, scalars);
        auto loop = inner.create<snitch::CoreLoopOp>(loc, arguments[times]);
        OpBuilder::InsertionGuard guard(inner);
        inner.createBlock(&loop.getBody());
        SmallVector<Value> sums(points.size(), arguments[start]);
        if (steps > 1)
          sums = emitStep(inner, points, sums);
        if (steps > 2)
          sums = llvm::to_vector(
              emitLoop(inner, points, arguments[between], sums));
        emitStep(inner, points, sums, writer);
        inner.create<snitch::EndOp>(loc);
      });
}

SmallVector<int64_t> ReductionEmitter::jamOffsets() {
  SmallVector<int64_t> offsets = {0};
  for (const Loop &loop : jam) {
    SmallVector<int64_t> next;
    for (int64_t offset : offsets)
      for (int64_t index = 0; index < *getConstantIntValue(loop.count); ++index)
        next.push_back(offset + index * kernel.nest.output.strides[loop.dim]);
    offsets = std::move(next);
  }
  return offsets;
}

/// One block: loads or starts its sums, reduces, stores them.
void ReductionEmitter::emitBlock(const Indices &indices) {
  OpFoldResult count = countIterations(b, loc, reductions);
  if (!isWritten || kernel.pairs || getConstantIntValue(count))
    return emitBlockRegion(indices, count, isConstantIntValue(count, 1));
  // The last step stands outside of the hardware loop, which runs at least
  // once.
  Value isOne =
      b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::eq, cast<Value>(count),
                              b.create<arith::ConstantIndexOp>(loc, 1));
  auto choice = b.create<scf::IfOp>(loc, isOne, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(choice.thenBlock());
  emitBlockRegion(indices, count, /*isOneStep=*/true);
  b.setInsertionPointToStart(choice.elseBlock());
  emitBlockRegion(indices, count, /*isOneStep=*/false);
}

void ReductionEmitter::emitBlockRegion(const Indices &indices,
                                       OpFoldResult count, bool isOneStep) {
  Operands operands(b, loc);
  // Addresses within reach of an offset share an operand.
  Value first = addressOf(b, loc, kernel.nest.output, indices);
  SmallVector<std::pair<unsigned, int64_t>> places;
  unsigned address = 0;
  int64_t base = 0;
  bool isAddressed = !isWritten || !kernel.start;
  if (isAddressed)
    address = operands.add(first);
  for (int64_t offset : jamOffsets()) {
    if (isAddressed && std::abs(offset - base) > kMaxOffset) {
      base = offset;
      Value far = b.create<arith::AddIOp>(
          loc, first, b.create<arith::ConstantIndexOp>(loc, base));
      address = operands.add(far);
    }
    places.push_back({address, offset - base});
  }
  unsigned start = kernel.start ? addStart(operands) : 0;
  // Sums share the register that they start from: the first step gives each its
  // own. The last step pushes them.
  bool isPeeled = kernel.start && !kernel.pairs && getConstantIntValue(count) &&
                  !(isWritten && isOneStep);
  int64_t outside = (isPeeled ? 1 : 0) + (isWritten && !kernel.pairs ? 1 : 0);
  OpFoldResult looped = affine::makeComposedFoldedAffineApply(
      b, loc, b.getAffineDimExpr(0) - outside, {count});
  bool isLooped = kernel.pairs ||
                  (!isConstantIntValue(looped, 0) && !(isWritten && isOneStep));
  unsigned times = isLooped ? operands.add(looped) : 0;
  SmallVector<unsigned> scalars = addScalars(b, kernel, operands);
  bool isSingle = kernel.nest.isSingle;
  unsigned zero = isSingle ? operands.add(makeNumber(0)) : 0;

  b.create<snitch::StreamingOp>(
      loc, operands.get(),
      [&](OpBuilder &inner, Location, ValueRange arguments) {
        SmallVector<Point> points = makePoints(arguments, scalars);
        SmallVector<Value> sums;
        for (auto [operand, offset] : places)
          sums.push_back(kernel.start
                             ? arguments[start]
                             : Value(inner.create<snitch::FpLoadOp>(
                                   loc, inner.getF64Type(), arguments[operand],
                                   offset, isSingle)));
        if (isSingle) {
          SmallVector<Value> zeros(sums.size(), arguments[zero]);
          ValueRange pairs = emitLoop(inner, points, arguments[times], zeros);
          for (auto [sum, pair] : llvm::zip(sums, pairs))
            sum = inner.create<snitch::PairSumOp>(loc, pair, sum);
          if (!isWritten)
            return storeSums(inner, arguments, places, sums);
          for (size_t i = 0; i < sums.size(); i += 2) {
            Value pair = inner.create<snitch::PairPackOp>(
                loc, inner.getF64Type(), sums[i], sums[i + 1]);
            inner.create<snitch::PushOp>(loc, pair, limits.movers - 1);
          }
          return;
        }
        if (isPeeled)
          sums = emitStep(inner, points, sums);
        if (isLooped)
          sums =
              llvm::to_vector(emitLoop(inner, points, arguments[times], sums));
        if (isWritten) {
          emitStep(inner, points, sums, limits.movers - 1);
          return;
        }
        storeSums(inner, arguments, places, sums);
      });
}

void ReductionEmitter::storeSums(OpBuilder &inner, ValueRange arguments,
                                 ArrayRef<std::pair<unsigned, int64_t>> places,
                                 ArrayRef<Value> sums) {
  for (auto [sum, place] : llvm::zip(sums, places))
    inner.create<snitch::FpStoreOp>(loc, sum, arguments[place.first],
                                    place.second, kernel.nest.isSingle);
}

Value ReductionEmitter::makeNumber(uint64_t bits) {
  return b.create<arith::ConstantOp>(
      loc,
      b.getFloatAttr(b.getF64Type(), llvm::APFloat(llvm::APFloat::IEEEdouble(),
                                                   llvm::APInt(64, bits))));
}

unsigned ReductionEmitter::addStart(Operands &operands) {
  if (!kernel.nest.isSingle)
    return operands.add(kernel.start);
  // An f32 in a register has all ones above it.
  auto constant = kernel.start.getDefiningOp<arith::ConstantOp>();
  uint64_t bits = cast<FloatAttr>(constant.getValue())
                      .getValue()
                      .bitcastToAPInt()
                      .getZExtValue();
  return operands.add(makeNumber(0xffffffff00000000 | bits));
}
} // namespace

void seeker::streams::emitReduction(OpBuilder &b, const Kernel &kernel,
                                    const Limits &limits) {
  ReductionEmitter(b, kernel, limits).emit();
}
