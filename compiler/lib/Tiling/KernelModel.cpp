// Reads a kernel's loops and operands off its body.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Tiling/KernelModel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
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

static int64_t countOperations(linalg::LinalgOp op) {
  return llvm::count_if(op.getBlock()->without_terminator(), [](Operation &op) {
    return !isa<arith::ConstantOp>(op);
  });
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
  for (auto op : kernel.getBody().getOps<linalg::GenericOp>())
    if (op != root)
      model.operationsPerResult += countOperations(op);
  return model;
}
