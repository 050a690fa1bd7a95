// What the compiler accepts; one error at the first thing that it does not.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Steps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"
#include "llvm/Support/MathExtras.h"
#include <limits>

using namespace mlir;
using namespace seeker;
using namespace seeker::normalise;

/// Whether `op` computes on scalars (or elementwise on tensors) what the
/// microkernels can compute.
static bool isScalarComputation(Operation *op) {
  return isa<arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp,
             arith::NegFOp, arith::MaximumFOp, arith::MaxNumFOp,
             arith::MinimumFOp, arith::MinNumFOp, arith::CmpFOp,
             arith::SelectOp, math::AbsFOp, math::CopySignOp, math::FmaOp,
             math::SqrtOp, math::RsqrtOp, math::ExpOp, math::LogOp,
             math::TanhOp, math::ErfOp>(op);
}

static constexpr llvm::StringLiteral kSupportedScalars =
    "arith.addf, subf, mulf, divf, negf, maximumf, maxnumf, minimumf, minnumf, "
    "cmpf, select and constant, math.absf, copysign, fma, sqrt, rsqrt, exp, "
    "log, tanh and erf";

static bool isSupportedElement(Type type) {
  return type.isF64() || type.isF32();
}

static LogicalResult checkType(Type type,
                               function_ref<InFlightDiagnostic()> emitError) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.hasStaticShape() ||
      !isSupportedElement(tensor.getElementType()) || tensor.getEncoding())
    return emitError() << "has type " << type
                       << ", supported are tensors of static shape with "
                          "element type f64 or f32";
  if (llvm::is_contained(tensor.getShape(), 0))
    return emitError() << "has type " << type
                       << ", supported are dimensions of at least 1";
  int64_t bytes = tensor.getElementTypeBitWidth() / 8;
  for (int64_t size : tensor.getShape())
    if (llvm::MulOverflow(bytes, size, bytes) || bytes > UINT32_MAX)
      return emitError() << "has type " << type
                         << ", supported are tensors of less than 4 GiB, which "
                            "is what addresses reach";
  return success();
}

static LogicalResult checkTensors(Operation &op) {
  for (auto [index, operand] : llvm::enumerate(op.getOperands()))
    if (isa<TensorType>(operand.getType()) &&
        failed(checkType(operand.getType(), [&, index = index] {
          return op.emitOpError() << "operand " << index << " ";
        })))
      return failure();
  for (auto [index, result] : llvm::enumerate(op.getResults()))
    if (failed(checkType(result.getType(), [&, index = index] {
          return op.emitOpError() << "result " << index << " ";
        })))
      return failure();
  return success();
}

static LogicalResult checkScalars(linalg::LinalgOp op) {
  for (Operation &inner : op.getBlock()->without_terminator()) {
    if (!isScalarComputation(&inner) && !isa<arith::ConstantOp>(inner)) {
      // What a named operation computes stands nowhere in the source.
      if (!isa<linalg::GenericOp>(op))
        return op->emitOpError()
               << "computes '" << inner.getName()
               << "', which is not supported; supported are named operations "
                  "and linalg.generic that compute "
               << kSupportedScalars;
      InFlightDiagnostic diag = inner.emitOpError()
                                << "is not supported inside '" << op->getName()
                                << "', supported are " << kSupportedScalars;
      diag.attachNote(op->getLoc()) << "inside this operation";
      return diag;
    }
    for (Type type : inner.getResultTypes())
      if (!isSupportedElement(type) && !isa<arith::CmpFOp>(inner))
        return (isa<linalg::GenericOp>(op) ? inner.emitOpError()
                                           : op->emitOpError())
               << "computes " << type << ", supported are f64 and f32";
  }
  return success();
}

/// Inputs are indexed by sums of loops, which become windows; each loop that
/// does not reduce walks one dimension of the result.
static LogicalResult checkMaps(linalg::LinalgOp op) {
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  for (OpOperand &operand : op->getOpOperands()) {
    auto type = dyn_cast<RankedTensorType>(operand.get().getType());
    if (!type)
      continue;
    AffineMap map = op.getMatchingIndexingMap(&operand);
    unsigned index = operand.getOperandNumber();
    if (!op.isDpsInit(&operand)) {
      if (map.isProjectedPermutation())
        continue;
      if (failed(snitch::verifyWindow(
              [&] { return op->emitOpError() << "operand " << index << ": "; },
              map, type.getShape(), ranges)))
        return failure();
      continue;
    }
    if (!map.isProjectedPermutation() ||
        map.getNumResults() != op.getNumParallelLoops() ||
        llvm::any_of(map.getResults(), [&](AffineExpr expr) {
          return op.getIteratorTypesArray()[cast<AffineDimExpr>(expr)
                                                .getPosition()] !=
                 utils::IteratorType::parallel;
        }))
      return op->emitOpError()
             << "indexing map " << index << " is " << AffineMapAttr::get(map)
             << ", supported for the result is a permutation of the parallel "
                "loops";
  }
  return success();
}

static LogicalResult checkRead(Operation &op, Value source) {
  if (source.getDefiningOp<tensor::EmptyOp>())
    return op.emitOpError("reads an uninitialised tensor");
  return success();
}

static LogicalResult checkLinalg(linalg::LinalgOp op) {
  if (failed(checkTensors(*op)))
    return failure();
  if (op.getNumDpsInits() != 1)
    return op->emitOpError()
           << "has " << op.getNumDpsInits() << " results, supported is one";
  for (auto [index, input] : llvm::enumerate(op.getDpsInputs()))
    if (!isa<RankedTensorType>(input.getType()) &&
        !input.getDefiningOp<arith::ConstantOp>())
      return op->emitOpError()
             << "operand " << index << " is a scalar that is no constant";
  if (op.getNumReductionLoops() + op.getNumParallelLoops() != op.getNumLoops())
    return op->emitOpError("has a loop that is neither parallel nor a "
                           "reduction");
  if (failed(checkMaps(op)))
    return failure();
  for (OpOperand *input : op.getDpsInputOperands())
    if (op.payloadUsesValueFromOperand(input) &&
        failed(checkRead(*op, input->get())))
      return failure();
  OpOperand *init = op.getDpsInitOperand(0);
  if (op.payloadUsesValueFromOperand(init) &&
      init->get().getDefiningOp<tensor::EmptyOp>())
    return op->emitOpError("accumulates into an uninitialised tensor; fill it "
                           "first");
  return checkScalars(op);
}

static LogicalResult checkConfig(linalg::LinalgOp op) {
  Attribute attribute = op->getAttr(kConfigAttr);
  if (!attribute)
    return success();
  auto tiles = dyn_cast<snitch::TilesAttr>(attribute);
  if (!tiles)
    return op->emitOpError() << kConfigAttr << " is " << attribute
                             << ", supported are #snitch.tiles<...> and "
                                "#quidditch_snitch.lowering_config<...>";
  return snitch::verifyTiles([&] { return op->emitOpError(); }, tiles,
                             op.getStaticLoopRanges());
}

static LogicalResult checkReturn(func::ReturnOp op) {
  for (auto [index, value] : llvm::enumerate(op.getOperands()))
    if (value.getDefiningOp<tensor::EmptyOp>())
      return op.emitOpError()
             << "operand " << index << " is an uninitialised tensor";
  return success();
}

/// Where a part of a tensor lies is known in advance, and inside the tensor.
template <typename SliceOp> static LogicalResult checkSlice(SliceOp op) {
  ArrayRef<int64_t> shape;
  if constexpr (std::is_same_v<SliceOp, tensor::ExtractSliceOp>)
    shape = op.getSourceType().getShape();
  else
    shape = op.getDestType().getShape();
  for (auto [dim, offset, size, stride] : llvm::enumerate(
           op.getStaticOffsets(), op.getStaticSizes(), op.getStaticStrides())) {
    if (ShapedType::isDynamic(offset) || ShapedType::isDynamic(size) ||
        ShapedType::isDynamic(stride))
      return op.emitOpError(
          "has an offset, size or stride that is no constant");
    int64_t last;
    if (llvm::MulOverflow(size - 1, stride, last) ||
        llvm::AddOverflow(offset, last, last))
      last = std::numeric_limits<int64_t>::max();
    if (offset < 0 || stride < 1 || last >= shape[dim])
      return op.emitOpError()
             << "reaches from index " << offset << " to " << last
             << " in dimension " << dim << " of size " << shape[dim];
  }
  return success();
}

/// A part of a tensor, or a tensor of another shape, where it lies: the DMA
/// reads rows of it.
static LogicalResult checkView(Operation &op) {
  if (failed(checkTensors(op)) || failed(checkRead(op, op.getOperand(0))))
    return failure();
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op))
    return checkSlice(slice);
  return success();
}

static LogicalResult checkInsertion(tensor::InsertSliceOp op) {
  if (failed(checkTensors(*op)) || failed(checkRead(*op, op.getSource())))
    return failure();
  return checkSlice(op);
}

static LogicalResult checkPad(tensor::PadOp op) {
  if (failed(checkTensors(*op)) || failed(checkRead(*op, op.getSource())))
    return failure();
  for (auto [low, high] : llvm::zip(op.getStaticLow(), op.getStaticHigh()))
    if (low < 0 || high < 0)
      return op.emitOpError("has a width that is no constant of at least 0");
  Value value = op.getConstantPaddingValue();
  if (!value || !value.getDefiningOp<arith::ConstantOp>())
    return op.emitOpError("pads with a value that is no constant");
  return success();
}

static LogicalResult checkConcat(tensor::ConcatOp op) {
  if (failed(checkTensors(*op)))
    return failure();
  for (Value part : op.getInputs())
    if (failed(checkRead(*op, part)))
      return failure();
  return success();
}

static LogicalResult checkOperation(Operation &op) {
  if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op))
    return failure(failed(checkLinalg(linalgOp)) ||
                   failed(checkConfig(linalgOp)));
  if (auto ret = dyn_cast<func::ReturnOp>(op))
    return checkReturn(ret);
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    if (!isa<TensorType>(constant.getType()))
      return success();
    return checkTensors(op);
  }
  if (isa<tensor::EmptyOp>(op))
    return checkTensors(op);
  if (isScalarComputation(&op)) {
    if (failed(checkTensors(op)))
      return failure();
    for (Value operand : op.getOperands())
      if (failed(checkRead(op, operand)))
        return failure();
    return success();
  }
  if (isa<tensor::ExtractSliceOp, tensor::CollapseShapeOp,
          tensor::ExpandShapeOp>(op))
    return checkView(op);
  if (auto insertion = dyn_cast<tensor::InsertSliceOp>(op))
    return checkInsertion(insertion);
  if (auto pad = dyn_cast<tensor::PadOp>(op))
    return checkPad(pad);
  if (auto concat = dyn_cast<tensor::ConcatOp>(op))
    return checkConcat(concat);
  if (isa<linalg::SoftmaxOp>(op))
    return failure(failed(checkTensors(op)) ||
                   failed(checkRead(op, op.getOperand(0))));
  return op.emitOpError(
      "is not supported, supported are linalg operations on tensors, "
      "tensor.empty, pad, concat, extract_slice, insert_slice, collapse_shape "
      "and expand_shape, arith.constant and elementwise arith and math "
      "operations");
}

static LogicalResult checkSignature(func::FuncOp function) {
  for (auto [index, type] : llvm::enumerate(function.getArgumentTypes()))
    if (failed(checkType(type, [&, index = index] {
          return emitError(function.getArgument(index).getLoc())
                 << "argument " << index << " of '" << function.getName()
                 << "' ";
        })))
      return failure();
  if (function.getNumResults() == 0)
    return function.emitOpError("returns nothing, so there is nothing to "
                                "compute");
  for (auto [index, type] : llvm::enumerate(function.getResultTypes()))
    if (failed(checkType(type, [&, index = index] {
          return function.emitOpError() << "result " << index << " ";
        })))
      return failure();
  return success();
}

/// The results marked as states are the next values of the arguments marked so,
/// in order.
static LogicalResult checkStates(func::FuncOp function) {
  SmallVector<unsigned> arguments = getStateArguments(function);
  SmallVector<unsigned> results = getStateResults(function);
  if (results.empty())
    return success();
  if (arguments.size() != results.size())
    return function.emitOpError()
           << "returns the next values of " << results.size()
           << " states, but has " << arguments.size()
           << " arguments marked 'snitch.state'";
  for (auto [argument, result] : llvm::zip(arguments, results))
    if (function.getArgumentTypes()[argument] !=
        function.getResultTypes()[result])
      return function.emitOpError()
             << "result " << result << " of type "
             << function.getResultTypes()[result]
             << " is the next value of argument " << argument << " of type "
             << function.getArgumentTypes()[argument];
  return success();
}

FailureOr<func::FuncOp> normalise::checkInput(ModuleOp module) {
  func::FuncOp function;
  for (Operation &op : *module.getBody()) {
    auto found = dyn_cast<func::FuncOp>(op);
    if (!found)
      return op.emitOpError("is not supported beside a function");
    if (found.isExternal())
      return found.emitOpError("has no body");
    if (function) {
      InFlightDiagnostic diag =
          found.emitOpError("is a second function, supported is one");
      diag.attachNote(function.getLoc()) << "the first function";
      return diag;
    }
    function = found;
  }
  if (!function)
    return module.emitError("there is no function to compile: supported is one "
                            "func.func on tensors");
  if (failed(checkSignature(function)) || failed(checkStates(function)))
    return failure();
  if (!llvm::hasSingleElement(function.getBody()))
    return function.emitOpError("has branches, supported is straight code");
  for (Operation &op : function.front())
    if (failed(checkOperation(op)))
      return failure();
  return function;
}
