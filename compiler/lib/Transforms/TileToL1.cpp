// seeker-tile-to-l1: from kernels on tensors to the scheduled form on memrefs.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "TileToL1/KernelSchedule.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Dominance.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/CSE.h"
#include "seeker/Config/Configuration.h"
#include "seeker/Dialect/DMA/IR/DMADialect.h"
#include "seeker/Transforms/Passes.h"

using namespace mlir;

namespace seeker {
#define GEN_PASS_DEF_TILETOL1
#include "seeker/Transforms/Passes.h.inc"
} // namespace seeker

using namespace seeker;

static MemRefType toMemRef(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return MemRefType::get(tensor.getShape(), tensor.getElementType());
}

namespace {
/// Rewrites one function; tensors become memrefs in L3.
class FunctionScheduler {
public:
  FunctionScheduler(func::FuncOp function, const Configuration &configuration)
      : function(function), configuration(configuration),
        builder(function.getContext()) {}

  void run() {
    Block &body = function.front();
    auto ret = cast<func::ReturnOp>(body.getTerminator());
    SmallVector<Value> returned(ret.getOperands());
    addArguments(body, returned);

    SmallVector<Operation *> old;
    for (Operation &op : body.without_terminator())
      old.push_back(&op);
    builder.setInsertionPoint(ret);
    for (Operation *op : llvm::reverse(old))
      if (auto insertion = dyn_cast<tensor::InsertSliceOp>(op))
        placeInsertion(insertion);
    for (Operation *op : old) {
      if (auto kernel = dyn_cast<snitch::KernelOp>(op))
        schedule(kernel);
      else if (auto constant = dyn_cast<arith::ConstantOp>(op))
        placeConstant(constant);
      else if (!isa<tensor::EmptyOp, tensor::InsertSliceOp>(op))
        placeView(op);
    }
    ret->setOperands({});
    for (Operation *op : llvm::reverse(old))
      op->erase();
    for (unsigned index = 0; index < numInputs; ++index)
      body.eraseArgument(0);
  }

private:
  struct Tensor {
    Value memref;
    std::string name;
  };

  /// The new arguments follow the old ones, which go at the end.
  void addArguments(Block &body, ArrayRef<Value> returned) {
    numInputs = body.getNumArguments();
    SmallVector<Type> types;
    SmallVector<Attribute> attributes;
    auto add = [&](Location loc, Type type, DictionaryAttr dict,
                   const Twine &defaultName, bool isOutput) -> Tensor {
      NamedAttrList list(dict);
      if (!list.get(snitch::kNameAttr))
        list.set(snitch::kNameAttr, builder.getStringAttr(defaultName));
      if (isOutput)
        list.set(snitch::kOutputAttr, builder.getUnitAttr());
      types.push_back(toMemRef(type));
      attributes.push_back(list.getDictionary(builder.getContext()));
      auto name = cast<StringAttr>(list.get(snitch::kNameAttr));
      return {body.addArgument(types.back(), loc), name.str()};
    };
    for (unsigned index = 0; index < numInputs; ++index) {
      BlockArgument argument = body.getArgument(index);
      tensors[argument] =
          add(argument.getLoc(), argument.getType(),
              function.getArgAttrDict(index), "arg" + Twine(index), false);
    }
    SmallVector<unsigned> states;
    for (unsigned index = 0; index < numInputs; ++index)
      if (function.getArgAttr(index, snitch::kStateAttr))
        states.push_back(index);
    const unsigned *state = states.begin();
    for (auto [index, value] : llvm::enumerate(returned)) {
      if (!function.getResultAttr(index, snitch::kStateAttr)) {
        tensors[value] =
            add(value.getLoc(), value.getType(),
                function.getResultAttrDict(index), "out" + Twine(index), true);
        continue;
      }
      // A state's next value takes the place of the old one.
      tensors[value] = tensors.at(body.getArgument(*state));
      NamedAttrList list(cast<DictionaryAttr>(attributes[*state]));
      list.set(snitch::kReplacedAttr, builder.getUnitAttr());
      attributes[*state++] = list.getDictionary(builder.getContext());
    }
    function.setType(builder.getFunctionType(types, {}));
    function.setAllArgAttrs(attributes);
    function.removeResAttrsAttr();
  }

  void schedule(snitch::KernelOp kernel) {
    KernelTensors operands;
    for (Value input : kernel.getInputs()) {
      const Tensor &tensor = tensors.at(input);
      operands.inputs.push_back(tensor.memref);
      operands.names.push_back(tensor.name);
    }
    Value result = kernel.getOutputs().front();
    if (!tensors.contains(result)) {
      auto alloc = builder.create<memref::AllocOp>(kernel.getLoc(),
                                                   toMemRef(result.getType()));
      alloc->setAttr(snitch::kNameAttr, kernel.getNameAttr());
      tensors[result] = {alloc, kernel.getName().str()};
    }
    operands.output = tensors.at(result).memref;
    operands.names.push_back(tensors.at(result).name);
    emitKernelSchedule(builder, kernel, configuration, operands);
  }

  /// A tensor that the source spells out becomes a global in L3.
  void placeConstant(arith::ConstantOp constant) {
    if (!isa<TensorType>(constant.getType()))
      return;
    std::string name = "constant" + std::to_string(numConstants++);
    MemRefType type = toMemRef(constant.getType());
    OpBuilder outside(function);
    outside.create<memref::GlobalOp>(
        constant.getLoc(), name, outside.getStringAttr("private"), type,
        constant.getValue(), /*constant=*/true, IntegerAttr());
    tensors[constant] = {
        builder.create<memref::GetGlobalOp>(constant.getLoc(), type, name),
        name};
  }

  /// What is inserted and what it is inserted into are computed where the
  /// result lies.
  void placeInsertion(tensor::InsertSliceOp op) {
    Location loc = op.getLoc();
    Value result = op.getResult();
    if (!tensors.contains(result))
      tensors[result] = {
          builder.create<memref::AllocOp>(loc, toMemRef(result.getType())),
          "inserted"};
    Tensor whole = tensors.at(result);
    tensors[op.getDest()] = whole;
    tensors[op.getSource()] = {
        getPart(loc, whole.memref, op.getSourceType().getShape(),
                op.getMixedOffsets(), op.getMixedSizes(), op.getMixedStrides()),
        whole.name};
  }

  Value getPart(Location loc, Value whole, ArrayRef<int64_t> shape,
                ArrayRef<OpFoldResult> offsets, ArrayRef<OpFoldResult> sizes,
                ArrayRef<OpFoldResult> strides) {
    auto type = memref::SubViewOp::inferRankReducedResultType(
        shape, cast<MemRefType>(whole.getType()), offsets, sizes, strides);
    return builder.create<memref::SubViewOp>(loc, cast<MemRefType>(type), whole,
                                             offsets, sizes, strides);
  }

  /// The memref's elements by other indices. A view of the whole tensor is what
  /// the checker follows, so that views on the way add to the offset.
  Value showWindow(snitch::WindowOp op, Value source) {
    auto type = cast<MemRefType>(source.getType());
    auto [sourceStrides, sourceOffset] = getStridesAndOffset(type);
    auto [offset, strides] = op.getLayout(sourceStrides);
    while (auto view = source.getDefiningOp<ViewLikeOpInterface>())
      source = view.getViewSource();
    auto layout = StridedLayoutAttr::get(builder.getContext(),
                                         sourceOffset + offset, strides);
    auto shape = cast<RankedTensorType>(op.getResult().getType()).getShape();
    return builder.create<memref::ReinterpretCastOp>(
        op.getLoc(), MemRefType::get(shape, type.getElementType(), layout),
        source, sourceOffset + offset, shape, strides);
  }

  /// A part of a tensor, or the same elements in another shape.
  void placeView(Operation *op) {
    const Tensor &source = tensors.at(op->getOperand(0));
    Location loc = op->getLoc();
    Value view;
    if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op)) {
      view = getPart(loc, source.memref, slice.getType().getShape(),
                     slice.getMixedOffsets(), slice.getMixedSizes(),
                     slice.getMixedStrides());
    } else if (auto window = dyn_cast<snitch::WindowOp>(op)) {
      view = showWindow(window, source.memref);
    } else if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op)) {
      view = builder.create<memref::CollapseShapeOp>(
          loc, source.memref, collapse.getReassociationIndices());
    } else {
      auto expand = cast<tensor::ExpandShapeOp>(op);
      view = builder.create<memref::ExpandShapeOp>(
          loc, expand.getType().getShape(), source.memref,
          expand.getReassociationIndices());
    }
    tensors[op->getResult(0)] = {view, source.name};
  }

  func::FuncOp function;
  const Configuration &configuration;
  OpBuilder builder;
  llvm::DenseMap<Value, Tensor> tensors;
  unsigned numInputs = 0;
  unsigned numConstants = 0;
};

struct TileToL1 : seeker::impl::TileToL1Base<TileToL1> {
  using TileToL1Base::TileToL1Base;

  void runOnOperation() override {
    func::FuncOp function = getOperation();
    llvm::Expected<Configuration> configuration = loadConfiguration(config);
    if (!configuration) {
      function.emitError(llvm::toString(configuration.takeError()));
      return signalPassFailure();
    }
    for (Operation &op : function.front().without_terminator()) {
      auto kernel = dyn_cast<snitch::KernelOp>(op);
      if (kernel
              ? !kernel.getTiles()
              : !isa<arith::ConstantOp, tensor::ExtractSliceOp,
                     tensor::CollapseShapeOp, tensor::ExpandShapeOp,
                     tensor::EmptyOp, tensor::InsertSliceOp, snitch::WindowOp>(
                    op)) {
        op.emitOpError(kernel ? "has no tiles; run seeker-choose-tiles first"
                              : "is not in a kernel; run seeker-normalise "
                                "first");
        return signalPassFailure();
      }
    }
    FunctionScheduler(function, *configuration).run();
    IRRewriter rewriter(&getContext());
    DominanceInfo dominance(function);
    eliminateCommonSubExpressions(rewriter, dominance, function);
  }
};
} // namespace
