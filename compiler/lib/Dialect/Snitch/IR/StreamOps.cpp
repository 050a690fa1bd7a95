// Verifiers of the operations on streams and hardware loops.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ArgumentBody.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker::snitch;

// The limits of snitch's data movers and hardware loops that are in the
// instructions' encodings.
static constexpr int64_t kMovers = 3, kLoops = 4;
static constexpr int64_t kMaxBound = int64_t(1) << 17;
static constexpr int64_t kMaxStride = int64_t(1) << 17;
static constexpr int64_t kMaxRepeat = 16;
static constexpr int64_t kMaxBody = 32, kMaxStagger = 8;
static constexpr int64_t kMaxOffset = 2047;

bool seeker::snitch::isFpInstruction(Operation *op) {
  return isa<arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp,
             arith::NegFOp, arith::MaxNumFOp, arith::MinNumFOp, math::FmaOp,
             math::AbsFOp, math::CopySignOp, math::SqrtOp, PairFmaOp, PairSumOp,
             PairPackOp>(op) &&
         op->getResult(0).getType().isF64();
}

static LogicalResult verifyMover(Operation *op, int64_t mover) {
  if (mover >= 0 && mover < kMovers)
    return success();
  return op->emitOpError() << "names data mover " << mover
                           << ", there are 0 to " << kMovers - 1;
}

//===-- the movers --------------------------------------------------------===//

LogicalResult AddressOp::verify() {
  MemRefType type = cast<MemRefType>(getMemref().getType());
  if (!isL1(type))
    return emitOpError() << "is of " << type
                         << ", which does not lie in #snitch.l1";
  if (static_cast<int64_t>(getIndices().size()) != type.getRank())
    return emitOpError() << "has " << getIndices().size() << " indices for "
                         << type.getRank() << " dimensions";
  return success();
}

void StreamShapeOp::build(OpBuilder &builder, OperationState &state,
                          int64_t mover, ArrayRef<OpFoldResult> bounds,
                          ArrayRef<OpFoldResult> strides, int64_t repeat) {
  SmallVector<int64_t> staticBounds, staticStrides;
  SmallVector<Value> dynamicBounds, dynamicStrides;
  dispatchIndexOpFoldResults(bounds, dynamicBounds, staticBounds);
  dispatchIndexOpFoldResults(strides, dynamicStrides, staticStrides);
  build(builder, state, mover, dynamicBounds, dynamicStrides, staticBounds,
        staticStrides, repeat);
}

SmallVector<OpFoldResult> StreamShapeOp::getMixedBounds() {
  Builder builder(getContext());
  return getMixedValues(getStaticBounds(), getBounds(), builder);
}

SmallVector<OpFoldResult> StreamShapeOp::getMixedStrides() {
  Builder builder(getContext());
  return getMixedValues(getStaticStrides(), getStrides(), builder);
}

LogicalResult StreamShapeOp::verify() {
  if (failed(verifyMover(*this, getMover())))
    return failure();
  int64_t loops = getStaticBounds().size();
  if (loops < 1 || loops > kLoops)
    return emitOpError() << "has " << loops << " loops, a data mover has 1 to "
                         << kLoops;
  if (static_cast<int64_t>(getStaticStrides().size()) != loops)
    return emitOpError() << "has " << loops << " bounds, but "
                         << getStaticStrides().size() << " strides";
  for (int64_t bound : getStaticBounds())
    if (!ShapedType::isDynamic(bound) && (bound < 1 || bound > kMaxBound))
      return emitOpError() << "bound " << bound << " is not in 1 to "
                           << kMaxBound;
  for (int64_t stride : getStaticStrides()) {
    if (ShapedType::isDynamic(stride))
      continue;
    if (stride % 8 != 0)
      return emitOpError() << "stride " << stride << " is not a multiple of 8";
    if (std::abs(stride) >= kMaxStride)
      return emitOpError() << "stride " << stride << " is not below "
                           << kMaxStride;
  }
  if (getRepeat() < 1 || getRepeat() > kMaxRepeat)
    return emitOpError() << "repeats " << getRepeat()
                         << " times, supported is 1 to " << kMaxRepeat;
  return success();
}

LogicalResult StreamStartOp::verify() {
  if (failed(verifyMover(*this, getMover())))
    return failure();
  if (getLoops() < 1 || getLoops() > kLoops)
    return emitOpError() << "has " << getLoops()
                         << " loops, a data mover has 1 to " << kLoops;
  return success();
}

LogicalResult FenceOp::verify() {
  for (int64_t mover : getMovers())
    if (failed(verifyMover(*this, mover)))
      return failure();
  return success();
}

//===-- the streaming region ----------------------------------------------===//

void StreamingOp::build(
    OpBuilder &builder, OperationState &state, ValueRange operands,
    function_ref<void(OpBuilder &, Location, ValueRange)> body) {
  buildArgumentBody(builder, state, operands, body);
}

LogicalResult StreamingOp::verify() {
  Block &body = getBody().front();
  if (body.getArgumentTypes() != getOperandTypes())
    return emitOpError() << "has operands of types (" << getOperandTypes()
                         << "), but its body takes (" << body.getArgumentTypes()
                         << ")";
  for (Type type : getOperandTypes())
    if (!type.isIndex() && !type.isF64())
      return emitOpError() << "operand of type " << type
                           << " is neither index nor f64";
  WalkResult result = getBody().walk([&](Operation *op) {
    if (isFpInstruction(op) || isa<PopOp, PushOp, FpLoadOp, FpStoreOp, FrepOp,
                                   CoreLoopOp, YieldOp, EndOp>(op))
      return WalkResult::advance();
    InFlightDiagnostic diag = op->emitOpError(
        "is inside a streaming region, which holds f64 instructions only");
    diag.attachNote(getLoc()) << "this region";
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

static LogicalResult verifyInStreaming(Operation *op) {
  if (op->getParentOfType<StreamingOp>())
    return success();
  return op->emitOpError("is outside of a streaming region");
}

LogicalResult PopOp::verify() {
  if (failed(verifyInStreaming(*this)) ||
      failed(verifyMover(*this, getMover())))
    return failure();
  Operation *user = getOperation()->getNextNode();
  while (isa_and_nonnull<PopOp>(user)) {
    if (cast<PopOp>(user).getMover() == getMover())
      return emitOpError() << "is followed by another pop of data mover "
                           << getMover() << " for the same instruction";
    user = user->getNextNode();
  }
  bool usedThere = !getValue().use_empty();
  for (Operation *other : getValue().getUsers())
    usedThere &= other == user;
  if (!usedThere || !isFpInstruction(user))
    return emitOpError("is not an operand of the next instruction alone");
  return success();
}

LogicalResult PushOp::verify() {
  if (failed(verifyInStreaming(*this)) ||
      failed(verifyMover(*this, getMover())))
    return failure();
  Operation *made = getValue().getDefiningOp();
  if (!made || made != getOperation()->getPrevNode() ||
      !getValue().hasOneUse() || !isFpInstruction(made))
    return emitOpError("takes a value that is not the last instruction's, or "
                       "has other uses");
  return success();
}

static LogicalResult verifyOffset(Operation *op, int64_t offset) {
  if (failed(verifyInStreaming(op)))
    return failure();
  if (std::abs(offset) <= kMaxOffset)
    return success();
  return op->emitOpError() << "offset " << offset << " is not in -"
                           << kMaxOffset << " to " << kMaxOffset;
}

LogicalResult FpLoadOp::verify() { return verifyOffset(*this, getOffset()); }
LogicalResult FpStoreOp::verify() { return verifyOffset(*this, getOffset()); }

//===-- loops -------------------------------------------------------------===//

LogicalResult FrepOp::verify() {
  if (failed(verifyInStreaming(*this)))
    return failure();
  if (!isa<BlockArgument>(getCount()))
    return emitOpError("needs a count that is an operand of the region");
  int64_t stagger = getStagger();
  if (stagger < 1 || stagger > kMaxStagger)
    return emitOpError() << "staggers " << stagger
                         << " values, supported is 1 to " << kMaxStagger;
  Block &body = getBody().front();
  if (getResultTypes() != getInits().getTypes())
    return emitOpError() << "carries " << getInits().size()
                         << " values, but has " << getNumResults()
                         << " results";
  int64_t arguments = body.getNumArguments();
  if (arguments * stagger != static_cast<int64_t>(getInits().size()))
    return emitOpError() << "carries " << getInits().size()
                         << " values, but its body takes " << arguments
                         << " times " << stagger;
  auto yield = dyn_cast<YieldOp>(body.getTerminator());
  if (!yield || yield.getValues().getTypes() != body.getArgumentTypes())
    return emitOpError() << "must yield a value for each of the body's "
                         << arguments << " arguments";
  int64_t instructions = 0;
  for (Operation &op : body.without_terminator()) {
    if (isFpInstruction(&op)) {
      ++instructions;
    } else if (!isa<PopOp, PushOp>(op)) {
      InFlightDiagnostic diag =
          op.emitOpError("is inside a hardware loop, which holds FP arithmetic "
                         "only");
      diag.attachNote(getLoc()) << "this loop";
      return diag;
    }
  }
  if (instructions < 1 || instructions > kMaxBody)
    return emitOpError() << "has " << instructions
                         << " instructions, supported is 1 to " << kMaxBody;
  return success();
}

LogicalResult CoreLoopOp::verify() {
  if (failed(verifyInStreaming(*this)))
    return failure();
  if (!isa<BlockArgument>(getCount()))
    return emitOpError("needs a count that is an operand of the region");
  return success();
}
