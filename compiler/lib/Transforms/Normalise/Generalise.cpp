// One form for all operations: linalg.generic, with constants in its body.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::normalise;

static Value createEmpty(OpBuilder &builder, Location loc, Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return builder.create<tensor::EmptyOp>(loc, tensor.getShape(),
                                         tensor.getElementType());
}

/// %t = arith.constant dense<c>  ->  %t = linalg.fill ins(c) outs(empty)
static void constantToFill(IRRewriter &rewriter, arith::ConstantOp op) {
  auto splat = dyn_cast<SplatElementsAttr>(op.getValue());
  if (!splat)
    return;
  rewriter.setInsertionPoint(op);
  Value scalar = rewriter.create<arith::ConstantOp>(
      op.getLoc(), cast<TypedAttr>(splat.getSplatValue<Attribute>()));
  Value empty = createEmpty(rewriter, op.getLoc(), op.getType());
  rewriter.replaceOpWithNewOp<linalg::FillOp>(op, scalar, empty);
}

/// %c = arith.addf %a, %b : tensor<..>  ->  linalg.generic { arith.addf }
static void arithToGeneric(IRRewriter &rewriter, Operation *op) {
  rewriter.setInsertionPoint(op);
  Type type = op->getResult(0).getType();
  int64_t rank = cast<RankedTensorType>(type).getRank();
  SmallVector<AffineMap> maps(op->getNumOperands() + 1,
                              rewriter.getMultiDimIdentityMap(rank));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  Value empty = createEmpty(rewriter, op->getLoc(), type);
  NamedAttrList attributes(op->getAttrs());
  Attribute kernelName = attributes.erase(snitch::kNameAttr);
  auto body = [&](OpBuilder &builder, Location loc, ValueRange args) {
    Operation *scalar =
        builder.create(loc, op->getName().getIdentifier(), args.drop_back(),
                       {getElementTypeOrSelf(type)}, attributes);
    builder.create<linalg::YieldOp>(loc, scalar->getResults());
  };
  auto generic = rewriter.replaceOpWithNewOp<linalg::GenericOp>(
      op, type, op->getOperands(), ValueRange{empty}, maps, iterators, body);
  if (kernelName)
    generic->setAttr(snitch::kNameAttr, kernelName);
}

static void namedToGeneric(IRRewriter &rewriter, linalg::LinalgOp op) {
  Attribute config = op->getAttr(kConfigAttr);
  Attribute kernelName = op->getAttr(snitch::kNameAttr);
  rewriter.setInsertionPoint(op);
  auto generic = rewriter.create<linalg::GenericOp>(
      op.getLoc(), op->getResultTypes(), op.getDpsInputs(), op.getDpsInits(),
      op.getIndexingMapsArray(), op.getIteratorTypesArray());
  generic->setAttr(kNamedOpAttr,
                   rewriter.getStringAttr(op->getName().stripDialect()));
  if (config)
    generic->setAttr(kConfigAttr, config);
  if (kernelName)
    generic->setAttr(snitch::kNameAttr, kernelName);
  Region &body = generic.getRegion();
  body.takeBody(op->getRegion(0));
  // linalg.map's body does not see the tensor that it overwrites.
  if (isa<linalg::MapOp>(op))
    body.front().addArgument(getElementTypeOrSelf(generic.getResult(0)),
                             op.getLoc());
  rewriter.replaceOp(op, generic);
}

/// %p = tensor.pad %t  ->  a constant tensor, and %t inserted into it
static void padToInsertion(IRRewriter &rewriter, tensor::PadOp op) {
  rewriter.setInsertionPoint(op);
  Location loc = op.getLoc();
  RankedTensorType type = op.getResultType();
  auto constant =
      op.getConstantPaddingValue().getDefiningOp<arith::ConstantOp>();
  Value full =
      rewriter
          .create<linalg::FillOp>(loc, rewriter.clone(*constant)->getResult(0),
                                  createEmpty(rewriter, loc, type))
          .getResult(0);
  SmallVector<OpFoldResult> sizes,
      strides(type.getRank(), rewriter.getIndexAttr(1));
  for (int64_t size : op.getSourceType().getShape())
    sizes.push_back(rewriter.getIndexAttr(size));
  rewriter.replaceOpWithNewOp<tensor::InsertSliceOp>(
      op, op.getSource(), full, op.getMixedLowPad(), sizes, strides);
}

/// %c = tensor.concat dim(d) %a, %b  ->  %a and %b inserted into one tensor
static void concatToInsertions(IRRewriter &rewriter, tensor::ConcatOp op) {
  rewriter.setInsertionPoint(op);
  RankedTensorType type = op.getResultType();
  Value whole = createEmpty(rewriter, op.getLoc(), type);
  SmallVector<OpFoldResult> offsets(type.getRank(), rewriter.getIndexAttr(0)),
      strides(type.getRank(), rewriter.getIndexAttr(1));
  int64_t begin = 0;
  for (Value part : op.getInputs()) {
    ArrayRef<int64_t> shape = cast<RankedTensorType>(part.getType()).getShape();
    offsets[op.getDim()] = rewriter.getIndexAttr(begin);
    whole = rewriter.create<tensor::InsertSliceOp>(
        op.getLoc(), part, whole, offsets,
        getAsIndexOpFoldResult(rewriter.getContext(), shape), strides);
    begin += shape[op.getDim()];
  }
  rewriter.replaceOp(op, whole);
}

/// Softmax is what upstream says it is: maximum, exponentials, sum, quotient.
static void decomposeSoftmax(IRRewriter &rewriter, linalg::SoftmaxOp op) {
  rewriter.setInsertionPoint(op);
  FailureOr<SmallVector<Value>> parts = op.decomposeOperation(rewriter);
  assert(succeeded(parts) && "static shapes decompose");
  rewriter.replaceOp(op, *parts);
}

/// The constant that every element of `value` has, or null.
static TypedAttr getUniformConstant(Value value) {
  if (auto fill = value.getDefiningOp<linalg::FillOp>())
    value = fill.getInputs().front();
  TypedAttr constant;
  if (isa<FloatType>(value.getType()) &&
      matchPattern(value, m_Constant(&constant)))
    return constant;
  return {};
}

/// Fusion may leave results that only the merged producer's consumer read: the
/// last is the one that counts.
static void dropOtherResults(Block *body, SmallVectorImpl<Value> &outputs,
                             SmallVectorImpl<AffineMap> &maps) {
  unsigned numInputs = maps.size() - outputs.size();
  body->eraseArguments(numInputs, outputs.size() - 1);
  Operation *yield = body->getTerminator();
  yield->eraseOperands(0, outputs.size() - 1);
  maps.erase(maps.begin() + numInputs, maps.end() - 1);
  outputs.erase(outputs.begin(), outputs.end() - 1);
}

linalg::GenericOp normalise::simplifyGeneric(IRRewriter &rewriter,
                                             linalg::GenericOp op) {
  rewriter.setInsertionPoint(op);
  Block *body = op.getBlock();
  SmallVector<Value> inputs(op.getInputs());
  SmallVector<AffineMap> maps = op.getIndexingMapsArray();
  SmallVector<Value> outputs(op.getOutputs());
  dropOtherResults(body, outputs, maps);

  auto dropInput = [&](unsigned index) {
    body->eraseArgument(index);
    inputs.erase(inputs.begin() + index);
    maps.erase(maps.begin() + index);
  };
  // Without the input, the loops' bounds must still follow from the others.
  auto isNeededForBounds = [&](unsigned index) {
    SmallVector<AffineMap> rest(maps);
    rest.erase(rest.begin() + index);
    return !inversePermutation(concatAffineMaps(rest));
  };
  for (unsigned index = inputs.size(); index-- > 0;) {
    BlockArgument argument = body->getArgument(index);
    for (unsigned other = 0; other < index; ++other)
      if (inputs[other] == inputs[index] && maps[other] == maps[index]) {
        argument.replaceAllUsesWith(body->getArgument(other));
        break;
      }
    if (!argument.use_empty())
      if (TypedAttr constant = getUniformConstant(inputs[index])) {
        OpBuilder::InsertionGuard guard(rewriter);
        rewriter.setInsertionPointToStart(body);
        argument.replaceAllUsesWith(
            rewriter.create<arith::ConstantOp>(op.getLoc(), constant));
      }
    if (argument.use_empty() && !isNeededForBounds(index))
      dropInput(index);
  }
  if (body->getArguments().back().use_empty() &&
      !outputs.front().getDefiningOp<tensor::EmptyOp>())
    outputs.front() =
        createEmpty(rewriter, op.getLoc(), outputs.front().getType());

  auto simple = rewriter.create<linalg::GenericOp>(
      op.getLoc(), op.getResults().back().getType(), inputs, outputs, maps,
      op.getIteratorTypesArray());
  simple->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  simple.getRegion().takeBody(op.getRegion());
  rewriter.replaceAllUsesWith(op.getResults().back(), simple.getResult(0));
  rewriter.eraseOp(op);
  return simple;
}

/// Constants that a body reads from outside move into it: a microkernel sees
/// nothing but its operands.
static void sinkConstants(IRRewriter &rewriter, linalg::GenericOp op) {
  for (Operation &inner : llvm::make_early_inc_range(*op.getBlock()))
    for (OpOperand &operand : inner.getOpOperands()) {
      auto constant = operand.get().getDefiningOp<arith::ConstantOp>();
      if (!constant || constant->getBlock() == op.getBlock())
        continue;
      rewriter.setInsertionPoint(&inner);
      operand.set(rewriter.clone(*constant)->getResult(0));
    }
}

static void eraseUnused(IRRewriter &rewriter, func::FuncOp function) {
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (isOpTriviallyDead(&op))
      rewriter.eraseOp(&op);
}

void normalise::generalise(func::FuncOp function) {
  IRRewriter rewriter(function.getContext());
  for (auto op :
       llvm::make_early_inc_range(function.front().getOps<linalg::SoftmaxOp>()))
    decomposeSoftmax(rewriter, op);
  for (auto op :
       llvm::make_early_inc_range(function.front().getOps<tensor::PadOp>()))
    padToInsertion(rewriter, op);
  for (auto op :
       llvm::make_early_inc_range(function.front().getOps<tensor::ConcatOp>()))
    concatToInsertions(rewriter, op);
  for (Operation &op : llvm::make_early_inc_range(function.front())) {
    if (auto constant = dyn_cast<arith::ConstantOp>(op))
      constantToFill(rewriter, constant);
    else if (op.hasTrait<OpTrait::Elementwise>() &&
             isa<RankedTensorType>(op.getResult(0).getType()))
      arithToGeneric(rewriter, &op);
    else if (auto named = dyn_cast<linalg::LinalgOp>(op);
             named && !isa<linalg::FillOp, linalg::GenericOp>(op))
      namedToGeneric(rewriter, named);
  }
  showWindows(function);
  simplifyGenerics(function);
}

void normalise::simplifyGenerics(func::FuncOp function) {
  IRRewriter rewriter(function.getContext());
  for (auto op : llvm::make_early_inc_range(
           function.front().getOps<linalg::GenericOp>())) {
    sinkConstants(rewriter, op);
    simplifyGeneric(rewriter, op);
  }
  eraseUnused(rewriter, function);
}
