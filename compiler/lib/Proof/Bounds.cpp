// Shows for all iterations and cores that every access stays inside its memref.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Access.h"
#include "IndexSystem.h"
#include "Rules.h"

#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::proof;

namespace {

// Checks one operation's accesses in one convex part of its iterations. Every
// check asks for a point that breaks it; where there is none, it is proved.
class BoundsCheck {
public:
  BoundsCheck(Operation *op, IndexSystem &system, Proof &proof)
      : op(op), system(system), proof(proof) {}

  void checkView(const Access &access);
  void checkSameSizes(Value source, Value destination);
  void checkMicrokernel(snitch::MicrokernelOp kernel);
  bool failedAlready() const { return failed; }

private:
  // Says `say(point)` when some iteration makes all of `broken` >= 0.
  void refute(ArrayRef<Linear> broken,
              llvm::function_ref<std::string(const Point &)> say) {
    if (failed)
      return;
    std::optional<Point> point = system.findPoint(broken);
    if (std::optional<Location> where = system.unknown()) {
      failed = true;
      addViolation(proof, Rule::Accesses, op->getLoc(),
                   "cannot be proved to stay in bounds: an index is not affine "
                   "in loop indices and the core's number",
                   *where, "this value");
      return;
    }
    if (!point) {
      addFacts(proof, Rule::Accesses);
      return;
    }
    failed = true;
    std::string what = say(*point);
    if (!point->text.empty())
      what += " at " + point->text;
    addViolation(proof, Rule::Accesses, op->getLoc(), what);
  }

  Operation *op;
  IndexSystem &system;
  Proof &proof;
  bool failed = false;
};

// Each subview on the way to the root lies inside what it is a view of, for
// accesses of at least one element.
void BoundsCheck::checkView(const Access &access) {
  const std::string what =
      std::string(isa<snitch::MicrokernelOp>(op) ? "microkernel "
                                                 : "transfer ") +
      (access.writes ? access.reads ? "updates" : "writes" : "reads");
  const std::string root = describeRoot(rootOf(access.view));
  SmallVector<Linear> notEmpty;
  auto type = cast<MemRefType>(access.view.getType());
  for (unsigned d = 0; d < type.getRank(); ++d) {
    Linear size = system.sizeOf(access.view, d);
    if (type.isDynamicDim(d)) {
      refute({size.times(-1).plus(-1)}, [&](const Point &point) {
        return what + " a negative size of " + root + ": " +
               std::to_string(point.valueOf(size)) + " in dimension " +
               std::to_string(d);
      });
      notEmpty.push_back(size.plus(-1));
    }
  }

  for (Value view = access.view; Operation *def = view.getDefiningOp();) {
    auto viewLike = dyn_cast<ViewLikeOpInterface>(def);
    if (!viewLike)
      break;
    view = viewLike.getViewSource();
    auto subview = dyn_cast<memref::SubViewOp>(def);
    if (!subview)
      continue;
    SmallVector<OpFoldResult> offsets = subview.getMixedOffsets();
    SmallVector<OpFoldResult> sizes = subview.getMixedSizes();
    SmallVector<OpFoldResult> strides = subview.getMixedStrides();
    for (unsigned d = 0; d < offsets.size(); ++d) {
      const Linear first = system.valueOf(offsets[d]);
      const Linear last =
          first.plus(system.valueOf(sizes[d]).plus(-1),
                     getConstantIntValue(strides[d]).value_or(1));
      const Linear extent = system.sizeOf(view, d);
      SmallVector<Linear> below(notEmpty), above(notEmpty);
      below.push_back(first.times(-1).plus(-1));
      above.push_back(last.plus(extent, -1));
      refute(below, [&](const Point &point) {
        return what + " outside of " + root + ": dimension " +
               std::to_string(d) + " starts at " +
               std::to_string(point.valueOf(first));
      });
      refute(above, [&](const Point &point) {
        return what + " outside of " + root + ": dimension " +
               std::to_string(d) + " reaches index " +
               std::to_string(point.valueOf(last)) + " of " +
               std::to_string(point.valueOf(extent));
      });
    }
  }
}

void BoundsCheck::checkSameSizes(Value source, Value destination) {
  auto from = cast<MemRefType>(source.getType());
  auto to = cast<MemRefType>(destination.getType());
  for (unsigned d = 0; d < from.getRank(); ++d) {
    if (!from.isDynamicDim(d) && from.getDimSize(d) == to.getDimSize(d))
      continue;
    const Linear read = system.sizeOf(source, d);
    const Linear written = system.sizeOf(destination, d);
    const Linear difference = read.plus(written, -1);
    auto say = [&](const Point &point) {
      return "transfer reads " + std::to_string(point.valueOf(read)) +
             " and writes " + std::to_string(point.valueOf(written)) +
             " in dimension " + std::to_string(d);
    };
    refute({difference.plus(-1)}, say);
    refute({difference.times(-1).plus(-1)}, say);
  }
}

// The ranges of a linalg operation follow from the first operand that a loop
// walks alone; every other operand is indexed within its own sizes.
void BoundsCheck::checkMicrokernel(snitch::MicrokernelOp kernel) {
  Block &body = kernel.getBody().front();
  auto sizeOf = [&](Value value, unsigned dimension) {
    if (auto argument = dyn_cast<BlockArgument>(value);
        argument && argument.getOwner() == &body)
      value = kernel.getOperand(argument.getArgNumber());
    return system.sizeOf(value, dimension);
  };
  for (auto linalgOp : body.getOps<linalg::LinalgOp>()) {
    SmallVector<std::optional<Linear>> extents(linalgOp.getNumLoops());
    for (OpOperand &operand : linalgOp->getOpOperands()) {
      if (!isa<MemRefType>(operand.get().getType()))
        continue;
      AffineMap map = linalgOp.getMatchingIndexingMap(&operand);
      for (auto [d, expr] : llvm::enumerate(map.getResults()))
        if (auto loop = dyn_cast<AffineDimExpr>(expr))
          if (!extents[loop.getPosition()])
            extents[loop.getPosition()] = sizeOf(operand.get(), d);
    }
    SmallVector<Linear> loops, within;
    for (const std::optional<Linear> &extent : extents) {
      assert(extent && "linalg's verifier has every loop walk some operand");
      Linear loop = system.addVariable("");
      within.push_back(loop);
      within.push_back(extent->plus(loop, -1).plus(-1));
      loops.push_back(loop);
    }
    for (OpOperand &operand : linalgOp->getOpOperands()) {
      if (!isa<MemRefType>(operand.get().getType()))
        continue;
      AffineMap map = linalgOp.getMatchingIndexingMap(&operand);
      for (auto [d, expr] : llvm::enumerate(map.getResults())) {
        const Linear reach = system.valueOf(expr, loops, {});
        const Linear size = sizeOf(operand.get(), d);
        const std::string name =
            linalgOp->getName().getStringRef().str() + " accesses operand " +
            std::to_string(operand.getOperandNumber()) +
            " outside of its sizes: dimension " + std::to_string(d);
        // The operand that the range came from, or one of the same size.
        if (auto loop = dyn_cast<AffineDimExpr>(expr)) {
          Linear spare = size.plus(*extents[loop.getPosition()], -1);
          if (spare.isConstant() && spare.constant >= 0) {
            addFacts(proof, Rule::Accesses);
            continue;
          }
        }
        SmallVector<Linear> below(within), above(within);
        below.push_back(reach.times(-1).plus(-1));
        above.push_back(reach.plus(size, -1));
        refute(below, [&](const Point &point) {
          return name + " at index " + std::to_string(point.valueOf(reach));
        });
        refute(above, [&](const Point &point) {
          return name + " at index " + std::to_string(point.valueOf(reach)) +
                 " of " + std::to_string(point.valueOf(size));
        });
      }
    }
  }
}

} // namespace

void seeker::proof::checkBounds(func::FuncOp func, const Machine &machine,
                                Proof &proof) {
  func.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (!isKnown(op)) {
      addViolation(proof, Rule::Accesses, op->getLoc(),
                   "'" + llvm::Twine(op->getName().getStringRef()) +
                       "' is not part of the scheduled form: what it accesses "
                       "is not checked");
      return WalkResult::skip();
    }
    SmallVector<Access, 4> accesses = accessesOf(op);
    if (!accesses.empty()) {
      Choices choices;
      bool failed = false;
      do {
        IndexSystem system(choices, machine.computeCores);
        system.enter(op);
        BoundsCheck check(op, system, proof);
        for (const Access &access : accesses)
          check.checkView(access);
        if (auto start = dyn_cast<dma::StartOp>(op))
          check.checkSameSizes(start.getSource(), start.getDestination());
        if (auto kernel = dyn_cast<snitch::MicrokernelOp>(op))
          check.checkMicrokernel(kernel);
        failed = check.failedAlready();
      } while (!failed && choices.next());
    }
    return isa<snitch::MicrokernelOp>(op) ? WalkResult::skip()
                                          : WalkResult::advance();
  });
}
