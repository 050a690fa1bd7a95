// Reads a kernel's loops and operands off its body.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Tiling/KernelModel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::tiling;

static int64_t getElementBytes(Value tensor) {
  return getElementTypeOrSelf(tensor).getIntOrFloatBitWidth() / 8;
}

static Operand getOperand(Value argument, AffineMap map) {
  return {cast<BlockArgument>(argument).getArgNumber(), map,
          getElementBytes(argument)};
}

/// In those that the FPU issues one a cycle.
static int64_t countOperations(linalg::LinalgOp op) {
  constexpr int64_t kFunction = 135, kQuotient = 12;
  int64_t count = 0;
  for (Operation &inner : op.getBlock()->without_terminator()) {
    if (isa<math::ExpOp, math::TanhOp, math::LogOp, math::ErfOp>(inner))
      count += kFunction;
    else if (isa<arith::DivFOp, math::SqrtOp, math::RsqrtOp>(inner))
      count += kQuotient;
    else
      count += !isa<arith::ConstantOp>(inner);
  }
  return count;
}

static std::optional<unsigned> findPairLoop(linalg::LinalgOp root,
                                            const KernelModel &model) {
  if (!snitch::getSummedProduct(root) || model.inputs.size() != 2 ||
      !getElementTypeOrSelf(root.getDpsInits()[0]).isF32())
    return {};
  auto lastDim = [&](const Operand &operand) -> std::optional<unsigned> {
    if (operand.map.getNumResults() == 0)
      return {};
    auto dim = dyn_cast<AffineDimExpr>(operand.map.getResults().back());
    if (!dim || !model.isReduction[dim.getPosition()])
      return {};
    return dim.getPosition();
  };
  std::optional<unsigned> dim = lastDim(model.inputs[0]);
  return dim == lastDim(model.inputs[1]) ? dim : std::nullopt;
}

/// Reads what the accumulator `value` of `rank` dimensions starts from.
static void analyseInit(KernelModel &model, Value value, int64_t rank) {
  MLIRContext *context = value.getContext();
  if (isa<BlockArgument>(value)) {
    model.init = InitKind::Tensor;
    model.initTensor =
        getOperand(value, AffineMap::getMultiDimIdentityMap(rank, context));
    return;
  }
  if (auto broadcast = value.getDefiningOp<linalg::BroadcastOp>()) {
    SmallVector<AffineExpr> kept;
    for (int64_t dim = 0; dim < rank; ++dim)
      if (!llvm::is_contained(broadcast.getDimensions(), dim))
        kept.push_back(getAffineDimExpr(dim, context));
    model.init = InitKind::Tensor;
    model.initTensor = getOperand(broadcast.getInput(),
                                  AffineMap::get(rank, 0, kept, context));
    return;
  }
  if (auto fill = value.getDefiningOp<linalg::FillOp>())
    model.init = matchPattern(fill.getInputs().front(), m_PosZeroFloat())
                     ? InitKind::Zero
                     : InitKind::Constant;
}

KernelModel tiling::analyseKernel(snitch::KernelOp kernel) {
  linalg::LinalgOp root = kernel.getRoot();
  KernelModel model;
  model.ranges = root.getStaticLoopRanges();
  for (utils::IteratorType type : root.getIteratorTypesArray())
    model.isReduction.push_back(type == utils::IteratorType::reduction);
  for (OpOperand *input : root.getDpsInputOperands())
    model.inputs.push_back(
        getOperand(input->get(), root.getMatchingIndexingMap(input)));

  OpOperand *init = root.getDpsInitOperand(0);
  model.output = {kernel.getNumOperands(), root.getMatchingIndexingMap(init),
                  getElementBytes(init->get())};
  if (root.payloadUsesValueFromOperand(init))
    analyseInit(model, init->get(), model.output.map.getNumResults());

  model.operationsPerPoint = countOperations(root);
  model.pairLoop = findPairLoop(root, model);
  for (auto op : kernel.getBody().getOps<linalg::GenericOp>())
    if (op != root)
      model.operationsPerResult += countOperations(op);
  return model;
}
