// Live ranges of L1 buffers: first to last use, widened by loops, waits,
// barriers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/L1/LiveRanges.h"

#include "seeker/Dialect/DMA/IR/DMADialect.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::l1;

namespace {

// [from, to): positions of operations.
struct Range {
  int64_t from;
  int64_t to;

  void include(Range other) {
    from = std::min(from, other.from);
    to = std::max(to, other.to);
  }
};

// Where every operation of a function stands in the order of its text.
class Positions {
public:
  explicit Positions(func::FuncOp func) : func(func) { number(func); }

  Range of(Operation *op) const { return ranges.at(op); }
  Range all() const { return of(func); }

private:
  void number(Operation *op) {
    const int64_t from = next++;
    for (Region &region : op->getRegions())
      for (Operation &nested : region.getOps())
        number(&nested);
    ranges[op] = {from, next};
  }

  Operation *func;
  int64_t next = 0;
  llvm::DenseMap<Operation *, Range> ranges;
};

class LiveRanges {
public:
  explicit LiveRanges(func::FuncOp func) : func(func), positions(func) {}

  L1Buffer analyse(snitch::L1AllocOp alloc);

private:
  Range touch(Operation *user, Operation *alloc);
  Range betweenBarriers(Operation *compute);
  Range untilWaited(Operation *start);
  Range untilLaterWait(Value token, Operation *start);

  func::FuncOp func;
  Positions positions;
};

// Follows the buffer through its views to every operation that touches it.
L1Buffer LiveRanges::analyse(snitch::L1AllocOp alloc) {
  L1Buffer buffer;
  buffer.alloc = alloc;
  buffer.bytes =
      getExtentInBytes(cast<MemRefType>(alloc.getMemref().getType()));
  buffer.from = buffer.to = positions.of(alloc).from;

  bool touched = false;
  SmallVector<Value> views = {alloc.getMemref()};
  while (!views.empty()) {
    Value view = views.pop_back_val();
    for (Operation *user : view.getUsers()) {
      if (auto viewLike = dyn_cast<ViewLikeOpInterface>(user)) {
        if (viewLike.getViewSource() == view) {
          llvm::append_range(views, user->getResults());
          continue;
        }
      }
      // A memref that control flow hands on could be touched anywhere.
      Range range = user->hasTrait<OpTrait::IsTerminator>() ||
                            isa<RegionBranchOpInterface>(user)
                        ? positions.all()
                        : touch(user, alloc);
      Range whole = {buffer.from, buffer.to};
      if (touched)
        whole.include(range);
      else
        whole = range;
      touched = true;
      buffer.from = whole.from;
      buffer.to = whole.to;
    }
  }
  return buffer;
}

// How long one operation keeps a buffer, seen from where it is allocated.
Range LiveRanges::touch(Operation *user, Operation *alloc) {
  Range range = positions.of(user);
  if (Operation *compute = user->getParentOfType<snitch::ComputeOp>())
    range.include(betweenBarriers(compute));
  if (isa<dma::StartOp, dma::StartZeroOp>(user))
    range.include(untilWaited(user));
  for (Operation *parent = user->getParentOp(); !parent->isAncestor(alloc);
       parent = parent->getParentOp())
    if (isa<LoopLikeOpInterface>(parent))
      range.include(positions.of(parent));
  return range;
}

// From the barrier that a compute region comes after in every case, to the one
// that comes after it in every case. A late one lets the region's work go on.
Range LiveRanges::betweenBarriers(Operation *compute) {
  Range range = positions.of(compute);
  auto scan = [&](auto advance, bool ends) -> Operation * {
    for (Operation *op = compute; op != func; op = op->getParentOp()) {
      for (Operation *other = advance(op); other; other = advance(other))
        if (auto barrier = dyn_cast<snitch::BarrierOp>(other);
            barrier && !(ends && barrier.getLate()))
          return other;
      range.include(
          positions.of(op->getParentOp() == func ? op : op->getParentOp()));
    }
    return nullptr;
  };
  Operation *before = scan([](Operation *op) { return op->getPrevNode(); },
                           /*ends=*/false);
  Operation *after = scan([](Operation *op) { return op->getNextNode(); },
                          /*ends=*/true);
  range.include(before ? positions.of(before)
                       : Range{positions.all().from, range.to});
  range.include(after ? positions.of(after)
                      : Range{range.from, positions.all().to});
  return range;
}

// Follows a transfer's token through loops and branches to what waits for it.
Range LiveRanges::untilWaited(Operation *start) {
  Range range = positions.of(start);
  llvm::DenseSet<Value> seen;
  SmallVector<Value> tokens = {start->getResult(0)};
  auto follow = [&](Value token) {
    if (seen.insert(token).second)
      tokens.push_back(token);
  };
  seen.insert(tokens.front());
  while (!tokens.empty()) {
    Value token = tokens.pop_back_val();
    if (token.use_empty())
      range.include(untilLaterWait(token, start));
    for (OpOperand &use : token.getUses()) {
      Operation *user = use.getOwner();
      const unsigned index = use.getOperandNumber();
      if (isa<dma::WaitOp>(user)) {
        range.include(positions.of(user));
        // The wait of a later iteration, or of a loop's last one.
        for (Operation *parent = user->getParentOp();
             !parent->isAncestor(start); parent = parent->getParentOp())
          range.include(positions.of(parent));
        continue;
      }
      Operation *parent = user->getParentOp();
      if (auto loop = dyn_cast<scf::ForOp>(user)) {
        const unsigned carried = index - loop.getNumControlOperands();
        follow(loop.getRegionIterArg(carried));
        follow(loop.getResult(carried));
      } else if (auto loop = dyn_cast<scf::ForOp>(parent);
                 loop && isa<scf::YieldOp>(user)) {
        range.include(positions.of(parent));
        follow(loop.getRegionIterArg(index));
        follow(loop.getResult(index));
      } else if (isa<scf::YieldOp>(user) && isa<scf::IfOp>(parent)) {
        follow(parent->getResult(index));
      } else {
        range.include(positions.all());
      }
    }
  }
  return range;
}

// A token that nobody names any more: its transfer is over after a wait for
// one that was started later.
Range LiveRanges::untilLaterWait(Value token, Operation *start) {
  Operation *from = token.getDefiningOp();
  if (!from)
    from = token.getParentBlock()->getParentOp();
  Range range = positions.of(from);
  const int64_t started = positions.of(start).from;
  for (Operation *op = from; op != func; op = op->getParentOp()) {
    for (Operation *next = op->getNextNode(); next;
         next = next->getNextNode()) {
      auto wait = dyn_cast<dma::WaitOp>(next);
      if (!wait)
        continue;
      for (Value named : wait.getTokens()) {
        Operation *later = named.getDefiningOp();
        if (isa_and_nonnull<dma::StartOp, dma::StartZeroOp>(later) &&
            later->getBlock() == next->getBlock() &&
            positions.of(later).from > started) {
          range.include(positions.of(next));
          return range;
        }
      }
    }
    range.include(positions.of(op));
  }
  return positions.all();
}

} // namespace

int64_t seeker::l1::getExtentInBytes(MemRefType type) {
  SmallVector<int64_t> strides;
  int64_t offset = 0;
  const int64_t element = type.getElementTypeBitWidth() / 8;
  if (failed(getStridesAndOffset(type, strides, offset)))
    return type.getNumElements() * element;
  int64_t last = 0;
  for (auto [size, stride] : llvm::zip_equal(type.getShape(), strides)) {
    if (size == 0)
      return 0;
    last += (size - 1) * stride;
  }
  return (last + 1) * element;
}

std::vector<L1Buffer> seeker::l1::collectL1Buffers(func::FuncOp func) {
  std::vector<L1Buffer> buffers;
  LiveRanges ranges(func);
  func.walk([&](snitch::L1AllocOp alloc) {
    buffers.push_back(ranges.analyse(alloc));
  });
  return buffers;
}

std::vector<Buffer>
seeker::l1::toPlannerBuffers(const std::vector<L1Buffer> &buffers) {
  std::vector<Buffer> result;
  for (const L1Buffer &buffer : buffers) {
    snitch::L1AllocOp alloc = buffer.alloc;
    result.push_back({alloc.getName().str(), buffer.from,
                      std::max(buffer.to, buffer.from + 1), buffer.bytes,
                      static_cast<int64_t>(alloc.getAlignment())});
  }
  return result;
}
