// Breaks the schedule: barriers, waits, transfers, slots, indices, sizes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Mutations.h"

#include "seeker/Dialect/DMA/IR/DMADialect.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::proof;

namespace {

using Change = std::function<void(Operation *)>;

StringRef tagOf(Operation *op) {
  auto tag = op->getAttrOfType<StringAttr>("tag");
  return tag ? tag.getValue() : "";
}

// Operations are named by their place in the walk, which a clone shares.
class Collector {
public:
  explicit Collector(func::FuncOp func) {
    func.walk<WalkOrder::PreOrder>([&](Operation *op) { ops.push_back(op); });
  }

  template <typename Op> void each(llvm::function_ref<void(Op, size_t)> visit) {
    for (size_t i = 0; i < ops.size(); ++i)
      if (auto op = dyn_cast<Op>(ops[i]))
        visit(op, i);
  }

  void add(const std::string &name, size_t index, Rule rule,
           const std::string &because, Change change) {
    mutations.push_back(
        {name, rule, because, [=](func::FuncOp func, Machine &) {
           std::vector<Operation *> all;
           func.walk<WalkOrder::PreOrder>(
               [&](Operation *op) { all.push_back(op); });
           change(all[index]);
         }});
  }

  std::vector<Mutation> mutations;

private:
  std::vector<Operation *> ops;
};

Value doneBefore(Operation *op) {
  OpBuilder builder(op);
  return builder.create<dma::DoneOp>(op->getLoc(),
                                     dma::TokenType::get(op->getContext()));
}

void dropTransfer(Operation *start) {
  start->getResult(0).replaceAllUsesWith(doneBefore(start));
  start->erase();
}

// Adds `change` to a value where one operation uses it.
void shiftOperand(Operation *op, unsigned operand, int64_t change) {
  OpBuilder builder(op);
  Value by = builder.create<arith::ConstantIndexOp>(op->getLoc(), change);
  op->setOperand(operand, builder.create<arith::AddIOp>(
                              op->getLoc(), op->getOperand(operand), by));
}

// Replaces a dynamic operand by a function of it.
void rewriteOperand(Operation *op, unsigned operand,
                    llvm::function_ref<AffineExpr(AffineExpr)> rewrite) {
  OpBuilder builder(op);
  AffineExpr old = builder.getAffineDimExpr(0);
  op->setOperand(operand, builder.create<affine::AffineApplyOp>(
                              op->getLoc(), AffineMap::get(1, 0, rewrite(old)),
                              ValueRange(op->getOperand(operand))));
}

// The operands of a subview that are dynamic offsets or sizes.
unsigned offsetOperand(memref::SubViewOp, unsigned i) { return 1 + i; }
unsigned sizeOperand(memref::SubViewOp view, unsigned i) {
  return 1 + view.getOffsets().size() + i;
}

void barriersAndWaits(Collector &all) {
  all.each<snitch::BarrierOp>([&](snitch::BarrierOp op, size_t i) {
    const std::string tag = tagOf(op).str();
    all.add("barrier '" + tag + "' dropped", i, Rule::Barriers,
            "no barrier lies between", [](Operation *op) { op->erase(); });
    // What comes next reuses a buffer that the cores may still be at.
    if (tag != "loaded" && !op.getLate())
      all.add("barrier '" + tag + "' late", i, Rule::Barriers,
              "no barrier lies between",
              [](Operation *op) { cast<snitch::BarrierOp>(op).setLate(true); });
    if (tag == "loaded" || tag == "tile")
      all.add("barrier '" + tag + "' before the wait", i, Rule::Barriers,
              "no barrier lies between",
              [](Operation *op) { op->moveBefore(op->getPrevNode()); });
    if (tag == "last")
      all.add("barrier '" + tag + "' after the store", i, Rule::Barriers,
              "no barrier lies between",
              [](Operation *op) { op->moveAfter(op->getNextNode()); });
    if (tag == "tile")
      all.add("barrier '" + tag + "' after the next load", i, Rule::Barriers,
              "no barrier lies between", [](Operation *op) {
                Operation *next = op;
                while (!isa<scf::IfOp>(next))
                  next = next->getNextNode();
                op->moveAfter(next);
              });
    if (tag == "loaded" || tag == "tile")
      all.add("barrier '" + tag + "' in a compute region", i, Rule::Barriers,
              "barrier inside a compute region", [](Operation *op) {
                Operation *next = op;
                while (!isa<snitch::ComputeOp>(next))
                  next = next->getNextNode();
                Block &body = next->getRegion(0).front();
                op->moveBefore(&body, body.begin());
              });
  });
  all.each<dma::WaitOp>([&](dma::WaitOp op, size_t i) {
    const std::string tag = tagOf(op).str();
    const bool flat = tag == "store" && isa<func::FuncOp>(op->getParentOp());
    const std::string because = flat             ? "is never waited for"
                                : tag == "store" ? "while another"
                                                 : "while a transfer";
    all.add("wait '" + tag + "' dropped", i, Rule::DmaRaces, because,
            [](Operation *op) { op->erase(); });
    all.add("wait '" + tag + "' for nothing", i, Rule::DmaRaces, because,
            [](Operation *op) {
              Value done = doneBefore(op);
              for (OpOperand &operand : op->getOpOperands())
                operand.set(done);
            });
    if (tag == "tile")
      all.add("wait '" + tag + "' in a compute region", i, Rule::DmaRaces,
              "wait inside a compute region", [](Operation *op) {
                Operation *next = op;
                while (!isa<snitch::ComputeOp>(next))
                  next = next->getNextNode();
                Block &body = next->getRegion(0).front();
                op->moveBefore(&body, body.begin());
              });
    if (tag == "tile")
      all.add("wait '" + tag + "' after the computation", i, Rule::DmaRaces,
              "while a transfer", [](Operation *op) {
                Operation *next = op;
                while (!isa<snitch::ComputeOp>(next))
                  next = next->getNextNode();
                op->moveAfter(next);
              });
  });
}

void transfers(Collector &all) {
  all.each<dma::StartOp>([&](dma::StartOp op, size_t i) {
    const std::string tag = tagOf(op).str();
    if (tag == "store")
      return;
    all.add("transfer '" + tag + "' dropped", i, Rule::Accesses,
            "before anything has written them", dropTransfer);
  });
  all.each<snitch::ComputeOp>([&](snitch::ComputeOp, size_t i) {
    all.add("transfer in a compute region", i, Rule::Barriers,
            "transfer inside a compute region", [](Operation *op) {
              Block &body = op->getRegion(0).front();
              OpBuilder builder(&body, body.begin());
              snitch::L1AllocOp alloc;
              op->getParentOfType<func::FuncOp>().walk(
                  [&](snitch::L1AllocOp any) { alloc = any; });
              builder.create<dma::StartZeroOp>(
                  op->getLoc(), dma::TokenType::get(op->getContext()),
                  alloc.getMemref());
            });
    all.add("microkernel outside of a compute region", i, Rule::Barriers,
            "microkernel outside of a compute region", [](Operation *op) {
              OpBuilder builder(op->getContext());
              builder.setInsertionPointAfter(op);
              builder.create<snitch::MicrokernelOp>(op->getLoc(), ValueRange(),
                                                    nullptr);
            });
  });
  all.each<snitch::L1AllocOp>([&](snitch::L1AllocOp op, size_t i) {
    all.add("unknown access to " + op.getName().str(), i, Rule::Accesses,
            "is not part of the scheduled form", [](Operation *op) {
              Block &body =
                  op->getParentOfType<func::FuncOp>().getBody().front();
              OpBuilder builder(body.getTerminator());
              Value zero =
                  builder.create<arith::ConstantIndexOp>(op->getLoc(), 0);
              auto type = cast<MemRefType>(op->getResult(0).getType());
              SmallVector<Value> indices(type.getRank(), zero);
              builder.create<memref::LoadOp>(op->getLoc(), op->getResult(0),
                                             indices);
            });
  });
}

// The store's view without its last column.
Value shortened(OpBuilder &builder, Value view) {
  Location loc = view.getLoc();
  SmallVector<OpFoldResult> offsets, sizes, strides;
  for (int64_t d = 0; d < cast<MemRefType>(view.getType()).getRank(); ++d) {
    Value size = builder.create<memref::DimOp>(loc, view, d);
    if (d == 1)
      size = builder.create<arith::SubIOp>(
          loc, size, builder.create<arith::ConstantIndexOp>(loc, 1));
    offsets.push_back(builder.getIndexAttr(0));
    sizes.push_back(size);
    strides.push_back(builder.getIndexAttr(1));
  }
  return builder.create<memref::SubViewOp>(loc, view, offsets, sizes, strides);
}

// In all bases "bias" opens a tile of the result, or all of it, and "store"
// closes it.
void stores(Collector &all) {
  all.each<dma::StartOp>([&](dma::StartOp op, size_t i) {
    if (tagOf(op) != "store")
      return;
    const bool flat = isa<func::FuncOp>(op->getParentOp());
    // A kernel in between hands its result to the next one.
    Value tensor = op.getDestination();
    while (auto view = tensor.getDefiningOp<memref::SubViewOp>())
      tensor = view.getSource();
    const bool last = isa<BlockArgument>(tensor);
    const std::string missing =
        last ? "are never stored" : "before they have been stored";
    all.add("store dropped", i, Rule::Outputs, missing, dropTransfer);
    all.add("store shortened", i, Rule::Outputs, missing, [](Operation *op) {
      OpBuilder builder(op);
      for (OpOperand &side : op->getOpOperands())
        side.set(shortened(builder, side.get()));
    });
    all.add(
        "store before the computation", i, Rule::Outputs,
        flat ? "is not stored after its last change" : "before it is stored",
        [](Operation *op) {
          Operation *loop = op;
          while (!isa<scf::ForOp>(loop))
            loop = loop->getPrevNode();
          Operation *bias = loop;
          while (tagOf(bias) != "bias")
            bias = bias->getPrevNode();
          Operation *wait = op->getNextNode();
          if (auto view = op->getOperand(1).getDefiningOp<memref::SubViewOp>())
            view->moveBefore(loop);
          op->moveBefore(loop);
          wait->moveAfter(op);
          OpBuilder(op).create<dma::WaitOp>(op->getLoc(), bias->getResults());
        });
    if (flat)
      return;
    all.add("first tile not stored", i, Rule::Outputs, missing,
            [](Operation *op) {
              auto loop = op->getParentOfType<scf::ForOp>();
              OpBuilder builder(op);
              Value later = builder.create<arith::CmpIOp>(
                  op->getLoc(), arith::CmpIPredicate::ne,
                  loop.getInductionVar(), loop.getLowerBound());
              auto branch = builder.create<scf::IfOp>(
                  op->getLoc(), op->getResultTypes(), later, true);
              op->getResult(0).replaceAllUsesWith(branch.getResult(0));
              builder.setInsertionPointToEnd(branch.thenBlock());
              auto yield =
                  builder.create<scf::YieldOp>(op->getLoc(), op->getResults());
              op->moveBefore(yield);
              builder.setInsertionPointToEnd(branch.elseBlock());
              builder.create<scf::YieldOp>(
                  op->getLoc(),
                  builder
                      .create<dma::DoneOp>(
                          op->getLoc(), dma::TokenType::get(op->getContext()))
                      ->getResults());
            });
  });
}

bool isSlot(memref::SubViewOp view, unsigned offset) {
  return view.getSourceType().getRank() == 3 && offset == 0 &&
         view.isDynamicOffset(0);
}

void slots(Collector &all) {
  all.each<memref::SubViewOp>([&](memref::SubViewOp view, size_t i) {
    if (!isSlot(view, 0))
      return;
    const bool first = isa<func::FuncOp>(view->getParentOp());
    const bool loads = !view->getParentOfType<snitch::ComputeOp>();
    const int64_t copies = view.getSourceType().getDimSize(0);
    const std::string name = "slot of subview " + std::to_string(i);
    // Of three copies the next one is that which cores may still be at: a
    // buffer that is reused too early.
    if (!first)
      all.add(name + " is the next one", i,
              loads && copies > 2 ? Rule::Barriers : Rule::DmaRaces,
              loads && copies > 2 ? "no barrier lies between"
                                  : "while a transfer",
              [=](Operation *op) {
                rewriteOperand(op, 1, [=](AffineExpr slot) {
                  return (slot + 1) % copies;
                });
              });
    for (int64_t by : {copies, copies + 5})
      all.add(name + " + " + std::to_string(by), i, Rule::Accesses,
              "outside of buffer",
              [=](Operation *op) { shiftOperand(op, 1, by); });
    all.add(name + " - " + std::to_string(copies), i, Rule::Accesses,
            "outside of buffer",
            [=](Operation *op) { shiftOperand(op, 1, -copies); });
  });
}

// Some tile is full and some reaches the end, so that one more is too many.
void indices(Collector &all) {
  all.each<memref::SubViewOp>([&](memref::SubViewOp view, size_t i) {
    const std::string name = "subview " + std::to_string(i);
    const bool inCompute =
        view->getParentOfType<snitch::ComputeOp>() != nullptr;
    const StringRef transfer = tagOf(*view->getUsers().begin());
    for (unsigned d = 0; d < view.getOffsets().size(); ++d) {
      if (isSlot(view, d))
        continue;
      for (int64_t by : {1, 1000, -1, -1000}) {
        // The first tiles do not reach the end of their tensor, the later ones
        // of x not its beginning: wrong there, but inside.
        if ((by == 1 && transfer.starts_with("first")) ||
            (by == -1 && transfer == "next x"))
          continue;
        all.add(name + ": offset " + std::to_string(d) + " changed by " +
                    std::to_string(by),
                i, Rule::Accesses, "outside of", [=](Operation *op) {
                  auto view = cast<memref::SubViewOp>(op);
                  shiftOperand(op, offsetOperand(view, d), by);
                });
      }
    }
    for (unsigned d = 0; d < view.getSizes().size(); ++d) {
      // Either side of a transfer or an operand of a microkernel: longer than
      // the other side or its memory.
      for (int64_t by : {1, 1000})
        all.add(name + ": size " + std::to_string(d) + " enlarged by " +
                    std::to_string(by),
                i, Rule::Accesses, "dimension", [=](Operation *op) {
                  auto view = cast<memref::SubViewOp>(op);
                  shiftOperand(op, sizeOperand(view, d), by);
                });
      if (!inCompute)
        all.add(name + ": size " + std::to_string(d) + " reduced", i,
                Rule::Accesses, "dimension", [=](Operation *op) {
                  auto view = cast<memref::SubViewOp>(op);
                  shiftOperand(op, sizeOperand(view, d), -1);
                });
      all.add(name + ": size " + std::to_string(d) + " negative", i,
              Rule::Accesses, "a negative size", [=](Operation *op) {
                auto view = cast<memref::SubViewOp>(op);
                shiftOperand(op, sizeOperand(view, d), -2000);
              });
    }
  });
}

// Two cores update the same sums.
void cores(Collector &all) {
  all.each<affine::AffineMinOp>([&](affine::AffineMinOp op, size_t i) {
    if (!op->getParentOfType<snitch::ComputeOp>())
      return;
    auto compute = op->getParentOfType<snitch::ComputeOp>();
    if (!llvm::is_contained(op.getOperands(), compute.getCore()))
      return;
    all.add("cores start too early", i, Rule::Barriers,
            "no barrier lies between", [](Operation *op) {
              // min(core * rows, ns) becomes min(core * (rows - 1), ns).
              auto min = cast<affine::AffineMinOp>(op);
              AffineMap map = min.getMap();
              AffineExpr core = getAffineDimExpr(0, op->getContext());
              SmallVector<AffineExpr> results(map.getResults());
              results[0] = results[0] - core;
              min.setMap(AffineMap::get(map.getNumDims(), map.getNumSymbols(),
                                        results, op->getContext()));
            });
    all.add("all cores do the same", i, Rule::Barriers,
            "no barrier lies between", [](Operation *op) {
              OpBuilder builder(op);
              op->getResult(0).replaceAllUsesWith(
                  builder.create<arith::ConstantIndexOp>(op->getLoc(), 0));
            });
  });
}

} // namespace

std::vector<Mutation> seeker::proof::scheduleMutations(func::FuncOp func) {
  Collector all(func);
  barriersAndWaits(all);
  transfers(all);
  stores(all);
  slots(all);
  indices(all);
  cores(all);
  return std::move(all.mutations);
}
