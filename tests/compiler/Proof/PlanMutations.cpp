// Breaks the plan: moves, misaligns, shrinks buffers, lets them live on.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Mutations.h"

#include "seeker/Dialect/DMA/IR/DMADialect.h"
#include "seeker/Dialect/Snitch/IR/SnitchDialect.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::proof;

namespace {

struct Placed {
  std::string name;
  std::string kernel;
  int64_t offset = 0;
  int64_t end = 0;
  SmallVector<int64_t> shape;

  int64_t bytes() const { return end - offset; }
  bool overlaps(const Placed &other) const {
    return offset < other.end && other.offset < end;
  }
};

snitch::L1AllocOp find(func::FuncOp func, const std::string &name) {
  snitch::L1AllocOp found;
  func.walk([&](snitch::L1AllocOp alloc) {
    if (alloc.getName() == name)
      found = alloc;
  });
  return found;
}

std::vector<Placed> placedBuffers(func::FuncOp func) {
  std::vector<Placed> buffers;
  func.walk([&](snitch::L1AllocOp alloc) {
    auto type = cast<MemRefType>(alloc.getMemref().getType());
    Placed placed;
    placed.name = alloc.getName().str();
    placed.kernel = alloc.getKernel().str();
    placed.offset = static_cast<int64_t>(*alloc.getOffset());
    placed.end = placed.offset + type.getNumElements() * 8;
    placed.shape.assign(type.getShape().begin(), type.getShape().end());
    buffers.push_back(placed);
  });
  return buffers;
}

std::function<void(func::FuncOp, Machine &)> moveTo(const std::string &name,
                                                    int64_t offset) {
  return
      [=](func::FuncOp func, Machine &) { find(func, name).setOffset(offset); };
}

// A transfer that touches a buffer at the first or the last operation.
std::function<void(func::FuncOp, Machine &)> touchAt(const std::string &name,
                                                     bool last) {
  return [=](func::FuncOp func, Machine &) {
    snitch::L1AllocOp alloc = find(func, name);
    Block &body = func.getBody().front();
    OpBuilder builder(func.getContext());
    if (last) {
      builder.setInsertionPoint(body.getTerminator());
    } else {
      alloc->moveBefore(&body, body.begin());
      builder.setInsertionPointAfter(alloc);
    }
    auto zero = builder.create<dma::StartZeroOp>(
        func.getLoc(), dma::TokenType::get(func.getContext()),
        alloc.getMemref());
    builder.create<dma::WaitOp>(func.getLoc(), zero->getResults());
  };
}

} // namespace

std::vector<Mutation> seeker::proof::planMutations(func::FuncOp func,
                                                   const Machine &machine) {
  std::vector<Mutation> mutations;
  const std::vector<Placed> buffers = placedBuffers(func);
  int64_t need = 0;
  for (const Placed &buffer : buffers)
    need = std::max(need, buffer.end);

  for (const Placed &a : buffers) {
    // Onto a buffer of its kernel, all of which live together.
    for (const Placed &b : buffers) {
      if (a.name == b.name || a.kernel != b.kernel)
        continue;
      const int64_t last = (b.bytes() - 1) / 64 * 64;
      for (int64_t shift : {int64_t(0), last / 128 * 64, last})
        if (b.offset + shift + a.bytes() <= machine.budget)
          mutations.push_back(
              {a.name + " moved to " + b.name + " + " + std::to_string(shift),
               Rule::Disjoint, "while both are live",
               moveTo(a.name, b.offset + shift)});
      if (b.offset >= 64 && a.bytes() > 64 &&
          b.offset - 64 + a.bytes() <= machine.budget)
        mutations.push_back({a.name + " moved up into " + b.name,
                             Rule::Disjoint, "while both are live",
                             moveTo(a.name, b.offset - 64)});
    }
    // Out of the budget.
    for (int64_t offset :
         {(machine.budget - a.bytes()) / 64 * 64 + 64, machine.budget / 64 * 64,
          int64_t(1) << 30, int64_t(-64)})
      mutations.push_back({a.name + " moved to " + std::to_string(offset),
                           Rule::InBounds, "leaves the",
                           moveTo(a.name, offset)});
    for (int64_t shift : {1, 2, 4, 8, 16, 32})
      mutations.push_back({a.name + " misaligned by " + std::to_string(shift),
                           Rule::Aligned, "is not aligned to 64 bytes",
                           moveTo(a.name, a.offset + shift)});
    mutations.push_back({a.name + " below its elements' alignment",
                         Rule::Aligned, "is not aligned to 8 bytes",
                         [=](func::FuncOp func, Machine &) {
                           find(func, a.name).setAlignment(4);
                           find(func, a.name).setOffset(a.offset + 4);
                         }});
    mutations.push_back({a.name + " without offset", Rule::InBounds,
                         "has no offset", [=](func::FuncOp func, Machine &) {
                           find(func, a.name).removeOffsetAttr();
                         }});
    // Every element of a buffer is used by some tile.
    for (size_t d = 0; d < a.shape.size(); ++d) {
      for (int64_t smaller : {a.shape[d] - 1, a.shape[d] / 2}) {
        if (smaller < 1 ||
            (smaller == a.shape[d] / 2 && a.shape[d] / 2 == a.shape[d] - 1))
          continue;
        mutations.push_back(
            {a.name + " shrunk to " + std::to_string(smaller) +
                 " in dimension " + std::to_string(d),
             Rule::Accesses, "dimension", [=](func::FuncOp func, Machine &) {
               snitch::L1AllocOp alloc = find(func, a.name);
               auto type = cast<MemRefType>(alloc.getMemref().getType());
               SmallVector<int64_t> shape(a.shape);
               shape[d] = smaller;
               alloc.getMemref().setType(
                   MemRefType::Builder(type).setShape(shape));
             }});
      }
    }
    // Living on beside a buffer of another kernel in the same bytes.
    bool first = true;
    bool shared = false;
    for (const Placed &b : buffers) {
      if (b.kernel == a.kernel) {
        continue;
      }
      shared |= a.overlaps(b);
      first &= a.kernel < b.kernel;
    }
    if (shared)
      mutations.push_back(
          {a.name + (first ? " used at the end" : " used at the beginning"),
           Rule::Disjoint, "while both are live", touchAt(a.name, first)});
  }
  for (int64_t budget : {need - 1, need - 64, need / 2, int64_t(0)})
    mutations.push_back(
        {"budget of " + std::to_string(budget), Rule::InBounds, "leaves the",
         [=](func::FuncOp, Machine &machine) { machine.budget = budget; }});
  return mutations;
}
