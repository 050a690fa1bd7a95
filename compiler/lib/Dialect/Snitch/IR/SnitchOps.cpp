// Verifiers and custom syntax of the `snitch` operations.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ArgumentBody.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "seeker/Dialect/DMA/IR/DMADialect.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace seeker::snitch;

#define GET_OP_CLASSES
#include "seeker/Dialect/Snitch/IR/SnitchOps.cpp.inc"

/// Block arguments repeat the operands' types, one for one.
static LogicalResult verifyArguments(Operation *op, Block &body,
                                     TypeRange operands) {
  if (body.getNumArguments() != operands.size())
    return op->emitOpError()
           << "has " << operands.size() << " operands, but its body takes "
           << body.getNumArguments();
  for (auto [index, pair] :
       llvm::enumerate(llvm::zip(operands, body.getArgumentTypes()))) {
    auto [operand, argument] = pair;
    if (operand != argument)
      return op->emitOpError() << "operand " << index << " has type " << operand
                               << ", but the body's argument has " << argument;
  }
  return success();
}

//===-- kernel ------------------------------------------------------------===//

linalg::LinalgOp KernelOp::getRoot() {
  linalg::LinalgOp first;
  for (auto op : getBody().getOps<linalg::LinalgOp>()) {
    if (op.getNumReductionLoops() > 0)
      return op;
    if (!first && !isa<linalg::FillOp>(op))
      first = op;
  }
  return first;
}

LogicalResult KernelOp::verify() {
  Block &body = getBody().front();
  if (failed(verifyArguments(*this, body, getInputs().getTypes())))
    return failure();
  auto yield = cast<YieldOp>(body.getTerminator());
  if (yield.getValues().getTypes() != getOutputs().getTypes())
    return yield.emitOpError()
           << "yields " << yield.getValues().getTypes()
           << ", but the kernel's results are " << getOutputs().getTypes();
  unsigned reductions = 0;
  for (auto op : getBody().getOps<linalg::LinalgOp>())
    reductions += op.getNumReductionLoops() > 0;
  if (reductions > 1)
    return emitOpError() << "has " << reductions
                         << " operations with a reduction, supported is one";
  linalg::LinalgOp root = getRoot();
  if (!root)
    return emitOpError("has no linalg operation to tile");
  if (!getTiles())
    return success();
  return verifyTiles([&] { return emitOpError(); }, *getTiles(),
                     root.getStaticLoopRanges());
}

//===-- l1_alloc ----------------------------------------------------------===//

LogicalResult L1AllocOp::verify() {
  MemRefType type = getMemref().getType();
  if (!isL1(type))
    return emitOpError() << "allocates " << type
                         << ", which does not lie in #snitch.l1";
  int64_t offset;
  SmallVector<int64_t> strides;
  if (failed(getStridesAndOffset(type, strides, offset)) || offset != 0 ||
      llvm::is_contained(strides, ShapedType::kDynamic))
    return emitOpError()
           << "needs a layout of static strides and offset 0, has " << type;
  int64_t copies = getCopies();
  if (copies < 1)
    return emitOpError() << "needs at least one copy, has " << copies;
  if (copies > 1 && (type.getRank() == 0 || type.getDimSize(0) != copies))
    return emitOpError() << "has " << copies
                         << " copies, which the outermost dimension of " << type
                         << " does not count";
  int64_t alignment = getAlignment();
  if (alignment < 1 || !llvm::isPowerOf2_64(alignment))
    return emitOpError() << "alignment " << alignment
                         << " is not a power of two";
  if (getOffset() && (*getOffset() < 0 || *getOffset() % alignment != 0))
    return emitOpError() << "offset " << *getOffset()
                         << " is not a multiple of the alignment " << alignment;
  return success();
}

//===-- l3_tensor ---------------------------------------------------------===//

int64_t L3TensorOp::getBytes() {
  return snitch::getBytes(getMemref().getType());
}

LogicalResult L3TensorOp::verify() {
  static constexpr StringLiteral roles[] = {"input", "output", "state",
                                            "weight", "intermediate"};
  MemRefType type = getMemref().getType();
  if (isL1(type) || !type.getLayout().isIdentity() ||
      !isa<FloatType>(type.getElementType()))
    return emitOpError() << "is " << type
                         << ", needed are floating-point numbers in L3 without "
                            "a layout";
  if (!llvm::is_contained(roles, getRole()))
    return emitOpError() << "has the unknown role '" << getRole() << "'";
  int64_t address = getAddress();
  if (address < 0 || address + getBytes() > int64_t(1) << 32)
    return emitOpError() << "lies at " << address
                         << ", outside of the 32-bit address space";
  if (getValue() &&
      (getValue()->getShapedType().getShape() != type.getShape() ||
       getValue()->getElementType() != type.getElementType()))
    return emitOpError() << "is " << type << ", but its value is "
                         << getValue()->getShapedType();
  if (std::optional<ArrayRef<int64_t>> needed = getNeeded())
    if (getRole() != "weight" || getValue() || needed->size() != 2 ||
        needed->front() < 0 || needed->front() > needed->back())
      return emitOpError()
             << "needs the first and the last kernel that need it, of a weight "
                "without data";
  return success();
}

//===-- compute -----------------------------------------------------------===//

void ComputeOp::build(OpBuilder &builder, OperationState &state,
                      function_ref<void(OpBuilder &, Location, Value)> body) {
  OpBuilder::InsertionGuard guard(builder);
  Region *region = state.addRegion();
  Block *block = builder.createBlock(
      region, region->end(), {builder.getIndexType()}, {state.location});
  if (body)
    body(builder, state.location, block->getArgument(0));
  builder.create<EndOp>(state.location);
}

ParseResult ComputeOp::parse(OpAsmParser &parser, OperationState &result) {
  OpAsmParser::Argument core;
  Region *body = result.addRegion();
  if (parser.parseLParen() || parser.parseArgument(core) ||
      parser.parseRParen() ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes))
    return failure();
  core.type = parser.getBuilder().getIndexType();
  if (parser.parseRegion(*body, core))
    return failure();
  ensureTerminator(*body, parser.getBuilder(), result.location);
  return success();
}

void ComputeOp::print(OpAsmPrinter &printer) {
  printer << " (" << getCore() << ")";
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs());
  printer << " ";
  printer.printRegion(getBody(), /*printEntryBlockArgs=*/false,
                      /*printBlockTerminators=*/false);
}

LogicalResult ComputeOp::verify() {
  Block &body = getBody().front();
  if (body.getNumArguments() != 1 || !body.getArgument(0).getType().isIndex())
    return emitOpError("takes one argument, the core's index");
  WalkResult result = getBody().walk([&](Operation *op) {
    if (!isa<BarrierOp, ComputeOp, L1AllocOp, MarkOp>(op) &&
        !isa<seeker::dma::DMADialect>(op->getDialect()))
      return WalkResult::advance();
    InFlightDiagnostic diag = op->emitOpError(
        "is inside a region that only the compute cores execute");
    diag.attachNote(getLoc()) << "this region";
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

//===-- microkernel -------------------------------------------------------===//

void MicrokernelOp::build(
    OpBuilder &builder, OperationState &state, ValueRange operands,
    function_ref<void(OpBuilder &, Location, ValueRange)> body) {
  buildArgumentBody(builder, state, operands, body);
}

LogicalResult MicrokernelOp::verify() {
  Block &body = getBody().front();
  if (failed(verifyArguments(*this, body, getOperandTypes())))
    return failure();
  for (auto [index, type] : llvm::enumerate(getOperandTypes())) {
    auto memref = dyn_cast<MemRefType>(type);
    if (memref ? !isL1(memref) : !type.isIntOrIndexOrFloat())
      return emitOpError() << "operand " << index << " of type " << type
                           << " is neither a memref in #snitch.l1 nor a scalar";
  }
  for (Operation &op : body.without_terminator())
    if (!isa<linalg::LinalgOp, arith::ConstantOp>(op)) {
      InFlightDiagnostic diag = op.emitOpError(
          "is inside a microkernel, which holds linalg operations only");
      diag.attachNote(getLoc()) << "this microkernel";
      return diag;
    }
  return success();
}

//===-- barrier -----------------------------------------------------------===//

LogicalResult BarrierOp::verify() {
  if (auto kernel = (*this)->getParentOfType<KernelOp>())
    return emitOpError("is inside a kernel on tensors");
  return success();
}
