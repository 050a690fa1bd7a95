// Wraps each root operation, with its start and its epilogue, into a kernel.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/PatternMatch.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::normalise;

Value normalise::createElementwise(
    OpBuilder &builder, Location loc, Type type, ValueRange inputs,
    StringRef name, function_ref<Value(OpBuilder &, ValueRange)> body) {
  auto tensor = cast<RankedTensorType>(type);
  Value empty = builder.create<tensor::EmptyOp>(loc, tensor.getShape(),
                                                tensor.getElementType());
  SmallVector<AffineMap> maps(inputs.size() + 1,
                              builder.getMultiDimIdentityMap(tensor.getRank()));
  SmallVector<utils::IteratorType> iterators(tensor.getRank(),
                                             utils::IteratorType::parallel);
  auto op = builder.create<linalg::GenericOp>(
      loc, type, inputs, ValueRange{empty}, maps, iterators,
      [&](OpBuilder &inner, Location, ValueRange args) {
        inner.create<linalg::YieldOp>(loc, body(inner, args));
      });
  op->setAttr(kNamedOpAttr, builder.getStringAttr(name));
  return op.getResult(0);
}

Value normalise::createCopy(OpBuilder &builder, Location loc, Value value) {
  return createElementwise(
      builder, loc, value.getType(), value, "copy",
      [](OpBuilder &, ValueRange args) { return args[0]; });
}

/// Each returned value is to be written once, by a kernel.
static void copyReturnedValues(IRRewriter &rewriter, func::FuncOp function) {
  auto ret = cast<func::ReturnOp>(function.front().getTerminator());
  llvm::SmallDenseSet<Value> seen;
  for (OpOperand &operand : ret->getOpOperands()) {
    if (seen.insert(operand.get()).second &&
        isa_and_nonnull<linalg::LinalgOp, tensor::InsertSliceOp>(
            operand.get().getDefiningOp()))
      continue;
    rewriter.setInsertionPoint(ret);
    operand.set(createCopy(rewriter, ret.getLoc(), operand.get()));
  }
}

/// A fill that is more than the start of an accumulation is a kernel.
static void expandFills(IRRewriter &rewriter, func::FuncOp function) {
  for (auto fill :
       llvm::make_early_inc_range(function.front().getOps<linalg::FillOp>())) {
    auto startsAccumulation = [](OpOperand &use) {
      auto generic = dyn_cast<linalg::GenericOp>(use.getOwner());
      return generic && generic.isDpsInit(&use);
    };
    if (llvm::all_of(fill->getUses(), startsAccumulation))
      continue;
    rewriter.setInsertionPoint(fill);
    auto constant = fill.getInputs().front().getDefiningOp<arith::ConstantOp>();
    Value full =
        createElementwise(rewriter, fill.getLoc(), fill.getResult(0).getType(),
                          {}, "fill", [&](OpBuilder &builder, ValueRange) {
                            return builder.clone(*constant)->getResult(0);
                          });
    rewriter.replaceUsesWithIf(fill.getResult(0), full, [&](OpOperand &use) {
      return !startsAccumulation(use);
    });
  }
}

/// The operation that turns the sums of `root` into the kernel's result, if
/// its only input are these sums.
static linalg::GenericOp getEpilogue(linalg::GenericOp root) {
  if (root.getNumReductionLoops() == 0 || !root->hasOneUse())
    return {};
  OpOperand &use = *root->getResult(0).use_begin();
  auto consumer = dyn_cast<linalg::GenericOp>(use.getOwner());
  bool fits =
      consumer && isElementwise(consumer) && consumer.isDpsInput(&use) &&
      consumer.getNumDpsInputs() == 1 &&
      consumer.getMatchingIndexingMap(&use).isIdentity() &&
      !consumer.payloadUsesValueFromOperand(consumer.getDpsInitOperand(0)) &&
      !consumer->hasAttr(kConfigAttr);
  return fits ? consumer : linalg::GenericOp();
}

/// Whether `op` yields its one input as it is.
static bool isCopy(linalg::GenericOp op) {
  return op.getNumDpsInputs() == 1 && isElementwise(op) &&
         op.getBlock()->getTerminator()->getOperand(0) ==
             op.getBlock()->getArgument(0);
}

/// An addition that became the contraction's start leaves a copy behind. Later
/// copies have a purpose of their own.
static void dropCopies(IRRewriter &rewriter, func::FuncOp function) {
  for (auto op : llvm::make_early_inc_range(
           function.front().getOps<linalg::GenericOp>())) {
    auto producer =
        op.getNumDpsInputs() > 0
            ? op.getInputs().front().getDefiningOp<linalg::GenericOp>()
            : linalg::GenericOp();
    if (!isCopy(op) || !producer || getEpilogue(producer) != op)
      continue;
    if (Attribute given = op->getAttr(snitch::kNameAttr))
      producer->setAttr(snitch::kNameAttr, given);
    rewriter.replaceOp(op, op.getInputs().front());
  }
}

/// Computes in place of the first input that has the result's shape: its tile
/// in L1 is a copy that nothing else reads.
static void computeInPlace(linalg::GenericOp op) {
  if (!isElementwise(op) ||
      op.payloadUsesValueFromOperand(op.getDpsInitOperand(0)))
    return;
  for (OpOperand *input : op.getDpsInputOperands()) {
    if (!op.getMatchingIndexingMap(input).isIdentity() ||
        input->get().getType() != op.getResult(0).getType())
      continue;
    unsigned index = input->getOperandNumber();
    op.getDpsInitOperand(0)->set(input->get());
    Block *body = op.getBlock();
    body->getArgument(index).replaceAllUsesWith(body->getArguments().back());
    body->eraseArgument(index);
    SmallVector<Attribute> maps(op.getIndexingMaps().getValue());
    maps.erase(maps.begin() + index);
    op.getInputsMutable().erase(index);
    op.setIndexingMapsAttr(ArrayAttr::get(op.getContext(), maps));
    return;
  }
}

/// The name that the source gives to what the kernel makes, else one made from
/// the operation and its loops.
static std::string getBaseName(linalg::GenericOp root, linalg::GenericOp last) {
  for (linalg::GenericOp op : {last, root})
    if (auto given = op->getAttrOfType<StringAttr>(snitch::kNameAttr))
      return given.str();
  std::string name;
  llvm::raw_string_ostream os(name);
  if (auto named = root->getAttrOfType<StringAttr>(kNamedOpAttr))
    os << named.getValue();
  else if (snitch::getSummedProduct(root))
    os << "contraction";
  else
    os << (root.getNumReductionLoops() > 0 ? "reduction" : "elementwise");
  os << "_";
  llvm::interleave(root.getStaticLoopRanges(), os, "x");
  return name;
}

namespace {
class KernelBuilder {
public:
  explicit KernelBuilder(MLIRContext *context) : rewriter(context) {}

  void wrap(linalg::GenericOp root) {
    linalg::GenericOp epilogue = getEpilogue(root);
    linalg::GenericOp last = epilogue ? epilogue : root;
    // The kernel takes the place of a copy, and its sums are what is copied.
    bool computes = epilogue && !isCopy(epilogue);
    SmallVector<Operation *> body = collectInit(root);
    body.push_back(root);
    if (computes) {
      body.push_back(epilogue.getOutputs().front().getDefiningOp());
      body.push_back(epilogue);
    }
    SmallVector<Value> inputs = collectInputs(body, root);

    rewriter.setInsertionPoint(last);
    auto kernel = rewriter.create<snitch::KernelOp>(
        root.getLoc(), last.getResultTypes(), getUniqueName(root, last), inputs,
        root->getAttrOfType<snitch::TilesAttr>(kConfigAttr));
    fillBody(kernel, body, computes ? epilogue : root, inputs);
    rewriter.replaceOp(last, kernel.getResults());
    if (epilogue)
      rewriter.eraseOp(root);
  }

private:
  /// What computes the tensor that `root` writes to, from inside the kernel.
  static SmallVector<Operation *> collectInit(linalg::GenericOp root) {
    Operation *init = root.getOutputs().front().getDefiningOp();
    if (isa_and_nonnull<tensor::EmptyOp>(init))
      return {init};
    if (auto fill = dyn_cast_or_null<linalg::FillOp>(init))
      return {fill.getInputs().front().getDefiningOp(),
              fill.getOutputs().front().getDefiningOp(), init};
    if (auto broadcast = dyn_cast_or_null<linalg::BroadcastOp>(init))
      return {broadcast.getInit().getDefiningOp(), init};
    return {};
  }

  /// What the kernel reads: the root's inputs, then what it starts from.
  static SmallVector<Value> collectInputs(ArrayRef<Operation *> body,
                                          linalg::GenericOp root) {
    llvm::SetVector<Value> inputs(root.getInputs().begin(),
                                  root.getInputs().end());
    for (Operation *op : body)
      for (Value operand : op->getOperands())
        if (!llvm::is_contained(body, operand.getDefiningOp()))
          inputs.insert(operand);
    return inputs.takeVector();
  }

  void fillBody(snitch::KernelOp kernel, ArrayRef<Operation *> body,
                linalg::GenericOp last, ArrayRef<Value> inputs) {
    OpBuilder::InsertionGuard guard(rewriter);
    SmallVector<Location> locs;
    for (Value input : inputs)
      locs.push_back(input.getLoc());
    Block *block = rewriter.createBlock(&kernel.getBody(), {},
                                        ValueRange(inputs).getTypes(), locs);
    IRMapping mapping;
    mapping.map(ValueRange(inputs), block->getArguments());
    for (Operation *op : body) {
      if (mapping.contains(op))
        continue;
      Operation *copy = rewriter.clone(*op, mapping);
      mapping.map(op, copy);
      copy->removeAttr(kConfigAttr);
      copy->removeAttr(kNamedOpAttr);
      copy->removeAttr(snitch::kNameAttr);
      if (auto generic = dyn_cast<linalg::GenericOp>(copy))
        computeInPlace(generic);
    }
    rewriter.create<snitch::YieldOp>(last.getLoc(),
                                     mapping.lookup(last.getResult(0)));
    // Computing in place leaves the empty tensor unused.
    for (Operation &op : llvm::make_early_inc_range(llvm::reverse(*block)))
      if (isOpTriviallyDead(&op))
        rewriter.eraseOp(&op);
  }

  std::string getUniqueName(linalg::GenericOp root, linalg::GenericOp last) {
    std::string base = getBaseName(root, last), name = base;
    for (unsigned n = 2; !names.insert(name).second; ++n)
      name = base + "_" + std::to_string(n);
    return name;
  }

  IRRewriter rewriter;
  llvm::StringSet<> names;
};
} // namespace

void normalise::formKernels(func::FuncOp function) {
  IRRewriter rewriter(function.getContext());
  dropCopies(rewriter, function);
  gatherSlices(function);
  copyReturnedValues(rewriter, function);
  insertInPlace(function);
  expandFills(rewriter, function);
  separateStates(function);

  KernelBuilder builder(function.getContext());
  SmallVector<linalg::GenericOp> roots;
  llvm::SmallDenseSet<Operation *> epilogues;
  for (auto op : function.front().getOps<linalg::GenericOp>()) {
    if (epilogues.contains(op))
      continue;
    roots.push_back(op);
    if (linalg::GenericOp epilogue = getEpilogue(op))
      epilogues.insert(epilogue);
  }
  for (linalg::GenericOp root : roots)
    builder.wrap(root);
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(function.front())))
    if (isOpTriviallyDead(&op))
      rewriter.eraseOp(&op);
}
