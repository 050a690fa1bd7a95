// Reads the accesses off a schedule's operations.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Access.h"

#include "Touch.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using namespace seeker;

// A microkernel reads and writes what its linalg operations do; what they do
// not name is taken as read and written.
static SmallVector<proof::Access, 4>
microkernelAccesses(snitch::MicrokernelOp kernel) {
  SmallVector<proof::Access, 4> accesses;
  Block &body = kernel.getBody().front();
  for (auto [operand, argument] :
       llvm::zip_equal(kernel.getOperands(), body.getArguments())) {
    if (!isa<MemRefType>(operand.getType()))
      continue;
    proof::Access access = {kernel, operand, false, false};
    for (OpOperand &use : argument.getUses()) {
      auto op = dyn_cast<linalg::LinalgOp>(use.getOwner());
      if (!op) {
        access.reads = access.writes = true;
      } else if (op.isDpsInit(&use)) {
        access.writes = true;
        access.reads |= op.payloadUsesValueFromOperand(&use);
      } else {
        access.reads = true;
      }
    }
    accesses.push_back(access);
  }
  return accesses;
}

SmallVector<proof::Access, 4> proof::accessesOf(Operation *op) {
  if (auto start = dyn_cast<dma::StartOp>(op))
    return {{op, start.getSource(), true, false},
            {op, start.getDestination(), false, true}};
  if (auto start = dyn_cast<dma::StartZeroOp>(op))
    return {{op, start.getDestination(), false, true}};
  if (auto kernel = dyn_cast<snitch::MicrokernelOp>(op))
    return microkernelAccesses(kernel);
  return {};
}

/// A tensor seen with other sizes and strides, 0 among them to repeat rows: all
/// numbers are static, and the last element lies in the tensor.
static bool staysInside(memref::ReinterpretCastOp op) {
  auto source = cast<MemRefType>(op.getSource().getType());
  auto view = cast<MemRefType>(op.getType());
  SmallVector<int64_t> strides;
  int64_t last = 0;
  if (!source.hasStaticShape() || !source.getLayout().isIdentity() ||
      !view.hasStaticShape() ||
      failed(getStridesAndOffset(view, strides, last)) || last < 0)
    return false;
  for (auto [size, stride] : llvm::zip(view.getShape(), strides)) {
    if (size < 1 || stride < 0)
      return false;
    last += (size - 1) * stride;
  }
  return last < source.getNumElements();
}

bool proof::isKnown(Operation *op) {
  if (auto view = dyn_cast<memref::ReinterpretCastOp>(op))
    return staysInside(view);
  if (isa<func::FuncOp, func::ReturnOp, scf::ForOp, scf::IfOp, scf::YieldOp,
          snitch::L1AllocOp, snitch::L3TensorOp, snitch::ComputeOp,
          snitch::MicrokernelOp, snitch::EndOp, snitch::BarrierOp,
          snitch::MarkOp, dma::StartOp, dma::StartZeroOp, dma::DoneOp,
          dma::WaitOp, memref::SubViewOp, memref::CastOp,
          memref::CollapseShapeOp, memref::ExpandShapeOp, memref::DimOp,
          memref::AllocOp, memref::GetGlobalOp>(op))
    return true;
  return isa<arith::ArithDialect, affine::AffineDialect>(op->getDialect()) &&
         isMemoryEffectFree(op) && op->getNumRegions() == 0;
}

std::optional<llvm::SmallDenseSet<unsigned>>
proof::droppedDims(memref::SubViewOp subview) {
  return computeRankReductionMask(subview.getStaticSizes(),
                                  subview.getType().getShape());
}

Value proof::rootOf(Value view) {
  while (auto source = view.getDefiningOp<ViewLikeOpInterface>())
    view = source.getViewSource();
  return view;
}

static bool isMarked(Value root, StringRef name) {
  auto argument = dyn_cast<BlockArgument>(root);
  if (!argument)
    return false;
  auto func = dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp());
  return func && func.getArgAttr(argument.getArgNumber(), name);
}

static bool hasRole(Value root, StringRef role) {
  auto tensor = root.getDefiningOp<snitch::L3TensorOp>();
  return tensor && tensor.getRole() == role;
}

bool proof::isOutput(Value root) {
  return hasRole(root, "output") || isMarked(root, snitch::kOutputAttr) ||
         isMarked(root, snitch::kReplacedAttr);
}

bool proof::startsEmpty(Value root) {
  return hasRole(root, "output") || hasRole(root, "intermediate") ||
         isMarked(root, snitch::kOutputAttr) ||
         root.getDefiningOp<memref::AllocOp>();
}

int64_t proof::firstByteOf(Value root) {
  if (auto alloc = root.getDefiningOp<snitch::L1AllocOp>())
    return static_cast<int64_t>(*alloc.getOffset());
  if (auto tensor = root.getDefiningOp<snitch::L3TensorOp>())
    return static_cast<int64_t>(tensor.getAddress());
  return 0;
}

std::string proof::describeBytes(Value root, Interval addresses) {
  const int64_t base = firstByteOf(root);
  return "bytes [" + std::to_string(addresses.begin - base) + ", " +
         std::to_string(addresses.end - base) + ") of " + describeRoot(root);
}

std::string proof::describeRoot(Value root) {
  if (auto alloc = root.getDefiningOp<snitch::L1AllocOp>())
    return ("buffer \"" + alloc.getName() + "\"").str();
  if (auto tensor = root.getDefiningOp<snitch::L3TensorOp>())
    return ("tensor \"" + tensor.getName() + "\"").str();
  if (auto global = root.getDefiningOp<memref::GetGlobalOp>())
    return ("tensor \"" + global.getName() + "\"").str();
  auto argument = dyn_cast<BlockArgument>(root);
  if (!argument)
    return "an intermediate tensor";
  if (auto func = dyn_cast<func::FuncOp>(argument.getOwner()->getParentOp()))
    if (auto name = func.getArgAttrOfType<StringAttr>(argument.getArgNumber(),
                                                      snitch::kNameAttr))
      return ("tensor \"" + name.getValue() + "\"").str();
  return "tensor " + std::to_string(argument.getArgNumber());
}
