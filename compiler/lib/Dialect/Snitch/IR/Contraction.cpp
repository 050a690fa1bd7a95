// Sums of products.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

using namespace mlir;
using namespace seeker;

Operation *snitch::getSummedProduct(linalg::LinalgOp op) {
  if (op.getNumReductionLoops() == 0 || op.getNumDpsInputs() != 2 ||
      op.getNumDpsInits() != 1 ||
      !llvm::hasNItems(op.getBlock()->without_terminator(), 2))
    return nullptr;
  auto add = op.getBlock()
                 ->getTerminator()
                 ->getOperand(0)
                 .getDefiningOp<arith::AddFOp>();
  if (!add)
    return nullptr;
  Value sum = op.getRegionOutputArgs().front();
  bool isFirst = add.getLhs() == sum;
  if (!isFirst && add.getRhs() != sum)
    return nullptr;
  Value other = isFirst ? add.getRhs() : add.getLhs();
  auto product = other.getDefiningOp<arith::MulFOp>();
  if (!product || product.getLhs() == product.getRhs() ||
      llvm::is_contained(product->getOperands(), sum))
    return nullptr;
  return product;
}
