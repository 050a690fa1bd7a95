// Emits a linalg operation as loops over scalars, several outputs at a time.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "JammedLoops.h"
#include "ExpandMath/Functions.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include <map>

using namespace mlir;

namespace {

/// One dimension's index: a value plus how far a jammed copy lies behind it.
struct Index {
  Value base;
  int64_t offset = 0;
};

class Emitter {
public:
  Emitter(OpBuilder &b, linalg::LinalgOp op, const seeker::JamFactors &factors)
      : b(b), loc(op.getLoc()), op(op), maps(op.getIndexingMapsArray()),
        factors(factors) {}

  void emit();

private:
  using Step = llvm::function_ref<void()>;

  Value constant(int64_t value) {
    return b.create<arith::ConstantIndexOp>(loc, value);
  }
  void chooseDimensions();
  void emitOuter(unsigned position);
  void emitJam(unsigned position);
  void emitChunks(unsigned dim, int64_t chunk, Step body);
  void emitPoints();
  void emitSlowPoints();
  void storePoints(ArrayRef<Value> values);
  SmallVector<Value> emitReduction(unsigned position, SmallVector<Value> sums);
  SmallVector<Value> emitStep(ArrayRef<Value> sums);

  /// Of all functions in the payload that have a quick form; 0 without one.
  double getQuickLimit();

  int64_t countOperations() { return op.getBlock()->getOperations().size(); }
  bool isLong() {
    if (quickLimit > 0)
      return true;
    return countOperations() > factors.longPayload;
  }

  /// All points of the current chunk, each as the indices of all dimensions.
  SmallVector<SmallVector<Index>> points() const;
  Value indexValue(Index index);
  SmallVector<Value> addressOf(unsigned operand, ArrayRef<Index> point);
  SmallVector<Value> emitPayload(ArrayRef<Value> arguments,
                                 ArrayRef<Index> point);

  OpBuilder &b;
  Location loc;
  linalg::LinalgOp op;
  SmallVector<AffineMap> maps;
  seeker::JamFactors factors;

  SmallVector<OpFoldResult> sizes;
  SmallVector<unsigned> outer, jammed, reductions;
  /// Where the emitted code is: one index a dimension, and how many copies of
  /// it are written side by side.
  SmallVector<Index> current;
  SmallVector<int64_t> copies;

  /// Where there are functions: up to which |x| their quick forms hold, and
  /// while these are emitted, the sum of the x^2.
  double quickLimit = 0;
  Value squares;
};

void Emitter::emit() {
  for (Range range : op.createLoopRanges(b, loc))
    sizes.push_back(range.size);
  current.resize(sizes.size());
  copies.assign(sizes.size(), 1);
  chooseDimensions();
  quickLimit = reductions.empty() ? getQuickLimit() : 0;
  emitOuter(0);
}

double Emitter::getQuickLimit() {
  double limit = 0;
  for (Operation &inner : *op.getBlock())
    if (auto function = seeker::expand::matchFunction(&inner))
      if (double own = seeker::expand::getQuickLimit(*function))
        limit = limit == 0 ? own : std::min(limit, own);
  return limit;
}

/// The last parallel dimensions that are not known to be 1 are jammed: one
/// without a reduction, where nothing is shared, else two.
void Emitter::chooseDimensions() {
  SmallVector<unsigned> parallel;
  for (auto [dim, kind] : llvm::enumerate(op.getIteratorTypesArray())) {
    if (kind == utils::IteratorType::reduction)
      reductions.push_back(dim);
    else
      parallel.push_back(dim);
  }
  size_t wanted = reductions.empty() ? 1 : 2;
  for (unsigned dim : llvm::reverse(parallel)) {
    if (jammed.size() < wanted && getConstantIntValue(sizes[dim]) != 1)
      jammed.insert(jammed.begin(), dim);
    else
      outer.insert(outer.begin(), dim);
  }
}

void Emitter::emitOuter(unsigned position) {
  if (position == outer.size())
    return emitJam(0);
  emitChunks(outer[position], 1, [&] { emitOuter(position + 1); });
}

void Emitter::emitJam(unsigned position) {
  if (position == jammed.size())
    return emitPoints();
  int64_t chunk = position == 0 ? factors.outer : factors.inner;
  if (jammed.size() == 1)
    chunk = countOperations() > factors.longestPayload ? factors.fewOutputs
            : isLong()                                 ? factors.longOutputs
                                                       : factors.outputs;
  emitChunks(jammed[position], chunk, [&] { emitJam(position + 1); });
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

/// Emits `body` for all of `dim`, `chunk` indices at a time, and for what
/// remains with exactly as many as remain.
void Emitter::emitChunks(unsigned dim, int64_t chunk, Step body) {
  auto emitLoop = [&](Value end) {
    auto loop = b.create<scf::ForOp>(loc, constant(0), end, constant(chunk));
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    current[dim] = {loop.getInductionVar()};
    copies[dim] = chunk;
    body();
  };
  auto emitRest = [&](Value begin, int64_t count) {
    current[dim] = {begin};
    copies[dim] = count;
    body();
  };

  if (auto size = getConstantIntValue(sizes[dim])) {
    // A rest of one output waits for the FPU each time: rather smaller chunks.
    while (chunk > 4 && *size > chunk && *size % chunk == 1)
      --chunk;
    int64_t whole = *size / chunk * chunk;
    if (whole > chunk)
      emitLoop(constant(whole));
    else if (whole == chunk)
      emitRest(constant(0), chunk);
    if (*size > whole)
      emitRest(constant(whole), *size - whole);
    return;
  }

  Value size = cast<Value>(sizes[dim]);
  if (chunk == 1)
    return emitLoop(size);
  auto emitCases = [&](Value begin, Value rest, int64_t most) {
    auto cases = llvm::to_vector(llvm::seq<int64_t>(1, most + 1));
    auto choice = b.create<scf::IndexSwitchOp>(loc, TypeRange(), rest, cases,
                                               cases.size());
    OpBuilder::InsertionGuard guard(b);
    b.createBlock(&choice.getDefaultRegion());
    b.create<scf::YieldOp>(loc);
    for (int64_t count : cases) {
      b.createBlock(&choice.getCaseRegions()[count - 1]);
      emitRest(begin, count);
      b.create<scf::YieldOp>(loc);
    }
  };
  if (upperBound(size) <= chunk)
    return emitCases(constant(0), size, upperBound(size));
  Value rest = b.create<arith::RemUIOp>(loc, size, constant(chunk));
  Value whole = b.create<arith::SubIOp>(loc, size, rest);
  emitLoop(whole);
  emitCases(whole, rest, chunk - 1);
}

SmallVector<SmallVector<Index>> Emitter::points() const {
  SmallVector<SmallVector<Index>> all = {current};
  for (unsigned dim : jammed) {
    SmallVector<SmallVector<Index>> next;
    for (const SmallVector<Index> &point : all)
      for (int64_t copy = 0; copy < copies[dim]; ++copy) {
        next.push_back(point);
        next.back()[dim].offset = copy;
      }
    all = std::move(next);
  }
  return all;
}

/// Loads each output, reduces, stores each output. An output whose old value
/// the payload ignores is not loaded. Quick forms of functions are not stored
/// before it is known that they hold; where they do not, all is done again.
void Emitter::emitPoints() {
  SmallVector<Value> sums;
  for (ArrayRef<Index> point : points())
    for (OpOperand &init : op.getDpsInitsMutable()) {
      unsigned operand = init.getOperandNumber();
      sums.push_back(!reductions.empty() ||
                             op.payloadUsesValueFromOperand(&init)
                         ? b.create<memref::LoadOp>(loc, init.get(),
                                                    addressOf(operand, point))
                         : Value());
    }
  if (quickLimit == 0)
    return storePoints(emitReduction(0, sums));

  auto number = [&](double value) -> Value {
    return b.create<arith::ConstantOp>(loc, b.getF64FloatAttr(value));
  };
  squares = number(0);
  sums = emitReduction(0, sums);
  // A NaN is not less.
  Value holds = b.create<arith::CmpFOp>(loc, arith::CmpFPredicate::OLT, squares,
                                        number(quickLimit * quickLimit));
  squares = {};
  auto choice = b.create<scf::IfOp>(loc, holds, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPoint(choice.thenYield());
  storePoints(sums);
  b.setInsertionPoint(choice.elseYield());
  emitSlowPoints();
}

/// The points of the current chunk, one after the other.
void Emitter::emitSlowPoints() {
  auto outer = std::make_tuple(current, copies, quickLimit);
  quickLimit = 0;
  OpBuilder::InsertionGuard guard(b);
  for (unsigned dim : jammed) {
    auto loop = b.create<scf::ForOp>(loc, constant(0), constant(copies[dim]),
                                     constant(1));
    b.setInsertionPointToStart(loop.getBody());
    current[dim] = {b.create<arith::AddIOp>(loc, indexValue(current[dim]),
                                            loop.getInductionVar())};
    copies[dim] = 1;
  }
  emitPoints();
  std::tie(current, copies, quickLimit) = outer;
}

void Emitter::storePoints(ArrayRef<Value> values) {
  const Value *value = values.begin();
  for (ArrayRef<Index> point : points())
    for (OpOperand &init : op.getDpsInitsMutable())
      b.create<memref::StoreOp>(loc, *value++, init.get(),
                                addressOf(init.getOperandNumber(), point));
}

SmallVector<Value> Emitter::emitReduction(unsigned position,
                                          SmallVector<Value> sums) {
  if (position == reductions.size())
    return emitStep(sums);
  unsigned dim = reductions[position];
  bool innermost = position + 1 == reductions.size();
  int64_t steps = innermost ? factors.steps : 1;

  auto emitSteps = [&](Value begin, int64_t count) {
    for (int64_t step = 0; step < count; ++step) {
      current[dim] = {begin, step};
      sums = emitReduction(position + 1, sums);
    }
  };
  auto emitLoop = [&](Value begin, Value end, int64_t count) {
    auto loop = b.create<scf::ForOp>(loc, begin, end, constant(count), sums);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    sums.assign(loop.getRegionIterArgs().begin(),
                loop.getRegionIterArgs().end());
    emitSteps(loop.getInductionVar(), count);
    b.create<scf::YieldOp>(loc, sums);
    sums.assign(loop.getResults().begin(), loop.getResults().end());
  };

  if (auto size = getConstantIntValue(sizes[dim])) {
    int64_t whole = *size / steps * steps;
    if (whole > steps)
      emitLoop(constant(0), constant(whole), steps);
    else if (whole == steps)
      emitSteps(constant(0), steps);
    if (*size > whole)
      emitSteps(constant(whole), *size - whole);
    return sums;
  }
  Value size = cast<Value>(sizes[dim]);
  if (steps == 1) {
    emitLoop(constant(0), size, 1);
    return sums;
  }
  Value rest = b.create<arith::RemUIOp>(loc, size, constant(steps));
  Value whole = b.create<arith::SubIOp>(loc, size, rest);
  emitLoop(constant(0), whole, steps);
  emitLoop(whole, size, 1);
  return sums;
}

/// One step of all points: first every load that they need, each once, then
/// the arithmetic, so that loads are under way when it starts.
SmallVector<Value> Emitter::emitStep(ArrayRef<Value> sums) {
  SmallVector<SmallVector<Index>> all = points();
  std::map<std::pair<unsigned, SmallVector<int64_t>>, Value> loaded;
  SmallVector<SmallVector<Value>> arguments(all.size());
  for (auto [number, point] : llvm::enumerate(all))
    for (OpOperand *input : op.getDpsInputOperands()) {
      Value value = input->get();
      if (isa<MemRefType>(value.getType())) {
        unsigned operand = input->getOperandNumber();
        SmallVector<int64_t> where;
        for (unsigned dim : jammed)
          where.push_back(maps[operand].isFunctionOfDim(dim) ? point[dim].offset
                                                             : 0);
        Value &load = loaded[{operand, where}];
        if (!load)
          load =
              b.create<memref::LoadOp>(loc, value, addressOf(operand, point));
        value = load;
      }
      arguments[number].push_back(value);
    }
  SmallVector<Value> results;
  unsigned inits = op.getNumDpsInits();
  for (auto [number, point] : llvm::enumerate(all)) {
    ArrayRef<Value> old = sums.slice(number * inits, inits);
    arguments[number].append(old.begin(), old.end());
    results.append(emitPayload(arguments[number], point));
  }
  return results;
}

Value Emitter::indexValue(Index index) {
  if (index.offset == 0)
    return index.base;
  return b.createOrFold<arith::AddIOp>(loc, index.base, constant(index.offset));
}

SmallVector<Value> Emitter::addressOf(unsigned operand, ArrayRef<Index> point) {
  AffineMap map = maps[operand];
  SmallVector<Value> address;
  for (AffineExpr expr : map.getResults()) {
    if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
      address.push_back(indexValue(point[dim.getPosition()]));
      continue;
    }
    SmallVector<OpFoldResult> dims;
    for (auto [dim, index] : llvm::enumerate(point))
      dims.push_back(map.isFunctionOfDim(dim) ? indexValue(index)
                                              : constant(0));
    AffineMap one = AffineMap::get(map.getNumDims(), 0, expr);
    address.push_back(getValueOrCreateConstantIndexOp(
        b, loc, affine::makeComposedFoldedAffineApply(b, loc, one, dims)));
  }
  return address;
}

/// The product that an addition of a reduction takes and nobody else does.
arith::MulFOp fusedProduct(arith::AddFOp add) {
  for (Value operand : add.getOperands())
    if (auto product = operand.getDefiningOp<arith::MulFOp>())
      if (product->hasOneUse() && product->getBlock() == add->getBlock())
        return product;
  return {};
}

SmallVector<Value> Emitter::emitPayload(ArrayRef<Value> arguments,
                                        ArrayRef<Index> point) {
  Block *body = op.getBlock();
  IRMapping mapping;
  for (auto [argument, value] : llvm::zip(body->getArguments(), arguments))
    if (value)
      mapping.map(argument, value);
  SmallVector<seeker::expand::Function> functions;
  llvm::SmallDenseSet<Operation *> parts;
  if (squares)
    for (Operation &inner : body->without_terminator())
      if (auto function = seeker::expand::matchFunction(&inner)) {
        functions.push_back(*function);
        parts.insert(function->parts.begin(), function->parts.end());
      }
  auto findQuick = [&](Operation &inner) -> const seeker::expand::Function * {
    for (const seeker::expand::Function &function : functions)
      if (function.op == &inner && seeker::expand::getQuickLimit(function) > 0)
        return &function;
    return nullptr;
  };

  for (Operation &inner : body->without_terminator()) {
    if (parts.contains(&inner))
      continue;
    if (const seeker::expand::Function *function = findQuick(inner)) {
      mapping.map(inner.getResult(0),
                  seeker::expand::expandQuickly(
                      b, *function, mapping.lookupOrDefault(function->argument),
                      squares));
      continue;
    }
    if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      mapping.map(index.getResult(), indexValue(point[index.getDim()]));
      continue;
    }
    if (!reductions.empty()) {
      if (auto product = dyn_cast<arith::MulFOp>(inner))
        if (auto add = product->hasOneUse()
                           ? dyn_cast<arith::AddFOp>(*product->user_begin())
                           : arith::AddFOp())
          if (fusedProduct(add) == product)
            continue;
      if (auto add = dyn_cast<arith::AddFOp>(inner))
        if (arith::MulFOp product = fusedProduct(add)) {
          Value other =
              add.getLhs() == product.getResult() ? add.getRhs() : add.getLhs();
          mapping.map(add.getResult(),
                      b.create<math::FmaOp>(
                          loc, mapping.lookupOrDefault(product.getLhs()),
                          mapping.lookupOrDefault(product.getRhs()),
                          mapping.lookupOrDefault(other)));
          continue;
        }
    }
    b.clone(inner, mapping);
  }
  SmallVector<Value> results;
  for (Value value : body->getTerminator()->getOperands())
    results.push_back(mapping.lookupOrDefault(value));
  return results;
}

} // namespace

void seeker::emitJammedLoops(OpBuilder &builder, linalg::LinalgOp op,
                             const JamFactors &factors) {
  Emitter(builder, op, factors).emit();
}
