// Follows uses of a tensor through the schedule, and fits weights into a ring.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "SharedWeights.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace seeker;

KernelUses::KernelUses(func::FuncOp function) : block(&function.front()) {
  for (Operation &op : *block) {
    auto mark = dyn_cast<snitch::MarkOp>(op);
    if (mark && mark.getPoint() == snitch::Point::Begin)
      marks.push_back(mark);
    numbers[&op] = int64_t(marks.size()) - 1;
  }
}

std::optional<KernelSpan> KernelUses::spanOf(Value memref) const {
  std::optional<KernelSpan> span;
  // Views stand for the tensor, tokens for a transfer that still reads it;
  // what a loop gives on may be either.
  SmallVector<Value> open = {memref};
  llvm::DenseSet<Value> seen;
  while (!open.empty()) {
    Value value = open.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    for (Operation *user : value.getUsers()) {
      Operation *outer = block->findAncestorOpInBlock(*user);
      if (!outer)
        return std::nullopt;
      llvm::append_range(open, user->getResults());
      llvm::append_range(open, outer->getResults());
      if (isPure(user))
        continue;
      int64_t kernel = numbers.lookup(outer);
      if (kernel < 0)
        return std::nullopt;
      span = span ? KernelSpan{std::min(span->first, kernel),
                               std::max(span->last, kernel)}
                  : KernelSpan{kernel, kernel};
    }
  }
  return span;
}

/// What a weight takes with the space up to the next one.
static int64_t roomOf(const SharedWeight &weight) {
  return llvm::alignTo(weight.bytes, 4096);
}

bool seeker::placeInTurns(ArrayRef<SharedWeight *> weights, int64_t capacity) {
  SmallVector<SharedWeight *> order(weights);
  llvm::stable_sort(order, [](SharedWeight *a, SharedWeight *b) {
    return a->needed.first < b->needed.first;
  });
  int64_t cursor = 0;
  for (auto [index, weight] : llvm::enumerate(order)) {
    // First from where the last one ended, then from the beginning.
    bool placed = false;
    for (int64_t from : {cursor, int64_t(0)}) {
      int64_t at = from;
      for (bool moved = true; moved;) {
        moved = false;
        for (SharedWeight *other : ArrayRef(order).take_front(index))
          if (other->needed.meets(weight->needed) &&
              at < other->offset + other->bytes &&
              other->offset < at + weight->bytes) {
            at = other->offset + roomOf(*other);
            moved = true;
          }
      }
      if (at + weight->bytes <= capacity) {
        weight->offset = at;
        cursor = at + roomOf(*weight);
        placed = true;
        break;
      }
    }
    if (!placed)
      return false;
  }
  return true;
}

int64_t seeker::leastRoom(ArrayRef<SharedWeight *> weights) {
  int64_t least = 0;
  for (const SharedWeight *first : weights) {
    int64_t together = 0;
    for (const SharedWeight *other : weights)
      if (other->needed.first <= first->needed.first &&
          first->needed.first <= other->needed.last)
        together += roomOf(*other);
    least = std::max(least, together);
  }
  return least;
}
