// Gives the values of a streaming region their FP registers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A linear scan over the region's instructions. A value that a loop carries,
// what it starts from and what comes out of it are one web, which has one
// register; the webs of a staggered argument have consecutive ones.
#include "Registers.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallSet.h"
#include <map>

using namespace mlir;
using namespace seeker;
using namespace seeker::streams;

static constexpr unsigned kStreams = 3, kRegisters = 32, kFirstOperand = 10;

namespace {
/// Values that share a register, from the first to the last position at which
/// it holds one of them.
struct Web {
  int64_t begin = std::numeric_limits<int64_t>::max();
  int64_t end = -1;
  std::optional<unsigned> reg;
};

class Allocator {
public:
  explicit Allocator(snitch::StreamingOp region) : region(region) {}
  FailureOr<Registers> run();

private:
  void number(Block &block);
  /// A web for each value, or that of the value with which it shares one.
  void collect(Block &block);
  LogicalResult joinLoop(snitch::FrepOp loop);
  unsigned webOf(Value value);
  void join(Value a, Value b);
  void extend(Value value, int64_t position);
  void extendOverUses(Value value);
  LogicalResult assign();

  snitch::StreamingOp region;
  /// Twice the instruction's number, so that a move fits before it.
  DenseMap<Operation *, int64_t> begin, end;
  int64_t next = 0;
  DenseMap<Value, unsigned> webs;
  SmallVector<unsigned> parent;
  SmallVector<Web> table;
  /// Webs that need consecutive registers, in that order.
  SmallVector<SmallVector<unsigned>> groups;
  Registers registers;
};

unsigned rootOf(SmallVectorImpl<unsigned> &parent, unsigned web) {
  while (parent[web] != web)
    web = parent[web] = parent[parent[web]];
  return web;
}

/// Stream operands have no register of their own.
bool isStreamed(Value value) {
  return isa_and_nonnull<snitch::PopOp>(value.getDefiningOp()) ||
         llvm::any_of(value.getUsers(), llvm::IsaPred<snitch::PushOp>);
}

unsigned streamOf(Value value) {
  if (auto pop = value.getDefiningOp<snitch::PopOp>())
    return pop.getMover();
  return cast<snitch::PushOp>(*value.getUsers().begin()).getMover();
}

void Allocator::number(Block &block) {
  for (Operation &op : block) {
    begin[&op] = next += 2;
    for (Region &inner : op.getRegions())
      number(inner.front());
    if (op.getNumRegions() > 0)
      next += 2;
    end[&op] = next;
  }
}

unsigned Allocator::webOf(Value value) {
  auto [entry, isNew] = webs.try_emplace(value, table.size());
  if (isNew) {
    parent.push_back(table.size());
    table.emplace_back();
  }
  return rootOf(parent, entry->second);
}

void Allocator::join(Value a, Value b) { parent[webOf(a)] = webOf(b); }

void Allocator::extend(Value value, int64_t position) {
  Web &web = table[webOf(value)];
  web.begin = std::min(web.begin, position);
  web.end = std::max(web.end, position);
}

/// From its definition to its last use; a use in a loop that does not contain
/// the definition counts for the whole loop.
void Allocator::extendOverUses(Value value) {
  Block *home = value.getParentBlock();
  for (Operation *user : value.getUsers()) {
    int64_t last = begin[user];
    Operation *outer = user;
    while (outer->getBlock() != home)
      outer = outer->getParentOp();
    if (outer != user)
      last = end[outer];
    extend(value, last);
  }
}

LogicalResult Allocator::joinLoop(snitch::FrepOp loop) {
  Block &body = loop.getBody().front();
  auto yield = cast<snitch::YieldOp>(body.getTerminator());
  unsigned stagger = loop.getStagger();
  for (auto [index, pair] :
       llvm::enumerate(llvm::zip(body.getArguments(), yield.getValues()))) {
    auto [argument, next] = pair;
    Operation *made = next.getDefiningOp();
    bool inPlace = next == argument ||
                   (made && made->getBlock() == &body && !isStreamed(next) &&
                    llvm::count(yield.getValues(), next) == 1);
    if (inPlace && next != argument)
      for (Operation *user : argument.getUsers())
        inPlace &= user != yield && !made->isBeforeInBlock(user);
    if (!inPlace)
      return loop.emitOpError()
             << "carried value " << index
             << " is still needed where the next one is computed, or not "
                "computed by an instruction of the loop";
    join(next, argument);
    join(argument, loop.getResult(index * stagger));
    extend(argument, begin[loop]);
    extend(argument, end[loop]);
  }
  for (auto [init, result] : llvm::zip(loop.getInits(), loop.getResults())) {
    bool isOwn = init.getDefiningOp() && init.hasOneUse() &&
                 !isStreamed(init) && init.getParentBlock() == loop->getBlock();
    if (isOwn) {
      join(init, result);
    } else {
      registers.before[loop].push_back({init, 0});
      extend(result, begin[loop] - 1);
    }
    extend(result, begin[loop]);
    extend(result, end[loop]);
  }
  if (stagger > 1)
    for (unsigned first = 0; first < loop.getNumResults(); first += stagger) {
      SmallVector<unsigned> group;
      for (Value value : loop.getResults().slice(first, stagger))
        group.push_back(webOf(value));
      groups.push_back(group);
    }
  return success();
}

void Allocator::collect(Block &block) {
  for (Operation &op : block) {
    for (Value result : op.getResults()) {
      if (isStreamed(result))
        continue;
      if (op.getNumRegions() == 0)
        extend(result, begin[&op]);
      extendOverUses(result);
    }
    // The instruction adds to its register: that of the sum, or one into which
    // the sum is moved before the pair is read.
    if (auto sum = dyn_cast<snitch::PairSumOp>(op)) {
      if (sum.getSum().getDefiningOp() && sum.getSum().hasOneUse())
        join(sum.getSum(), sum.getResult());
      else
        extend(sum.getPair(), begin[&op] + 1);
    }
    for (Region &inner : op.getRegions()) {
      for (Value argument : inner.getArguments())
        extendOverUses(argument);
      collect(inner.front());
    }
  }
}

LogicalResult Allocator::assign() {
  // Each web once, alone or in its group.
  std::map<unsigned, SmallVector<unsigned>> units;
  DenseSet<unsigned> grouped;
  for (SmallVector<unsigned> &group : groups) {
    for (unsigned &web : group)
      web = rootOf(parent, web);
    if (units.count(group[0]) && units[group[0]] == group)
      continue;
    for (unsigned web : group)
      if (!grouped.insert(web).second)
        return region.emitOpError("has staggered loops that carry the same "
                                  "values in different order");
    units[group[0]] = group;
  }
  for (unsigned web = 0; web < table.size(); ++web)
    if (rootOf(parent, web) == web && !grouped.contains(web))
      units[web] = {web};

  auto range = [&](ArrayRef<unsigned> unit) {
    Web all;
    for (unsigned web : unit) {
      all.begin = std::min(all.begin, table[web].begin);
      all.end = std::max(all.end, table[web].end);
    }
    return all;
  };
  SmallVector<SmallVector<unsigned>> order;
  for (auto &[first, unit] : units)
    order.push_back(unit);
  llvm::stable_sort(order, [&](const auto &a, const auto &b) {
    return range(a).begin < range(b).begin;
  });

  unsigned operands = llvm::count_if(region.getOperandTypes(),
                                     [](Type type) { return type.isF64(); });
  // Where each register is free from.
  SmallVector<int64_t> freeFrom(kRegisters, 0);
  for (unsigned reg = 0; reg < kRegisters; ++reg)
    if (reg < kStreams ||
        (reg >= kFirstOperand && reg < kFirstOperand + operands))
      freeFrom[reg] = std::numeric_limits<int64_t>::max();
  for (ArrayRef<unsigned> unit : order) {
    Web live = range(unit);
    unsigned reg = 0, run = 0;
    for (; reg < kRegisters && run < unit.size(); ++reg)
      run = freeFrom[reg] <= live.begin ? run + 1 : 0;
    if (run < unit.size()) {
      size_t needed = 0;
      for (ArrayRef<unsigned> other : order)
        if (range(other).begin <= live.begin && range(other).end > live.begin)
          needed += other.size();
      return region.emitOpError()
             << "needs " << needed << " FP registers at once, has "
             << kRegisters - kStreams - operands;
    }
    for (auto [index, web] : llvm::enumerate(unit)) {
      table[web].reg = reg - unit.size() + index;
      freeFrom[*table[web].reg] = live.end;
    }
  }
  return success();
}

FailureOr<Registers> Allocator::run() {
  number(region.getBody().front());
  collect(region.getBody().front());
  WalkResult joined = region.walk([&](snitch::FrepOp loop) {
    return failed(joinLoop(loop)) ? WalkResult::interrupt()
                                  : WalkResult::advance();
  });
  if (joined.wasInterrupted())
    return failure();
  // Joined webs live as long as all of their values.
  for (unsigned web = 0; web < table.size(); ++web) {
    Web &root = table[rootOf(parent, web)];
    root.begin = std::min(root.begin, table[web].begin);
    root.end = std::max(root.end, table[web].end);
  }
  if (failed(assign()))
    return failure();

  unsigned operand = kFirstOperand;
  for (BlockArgument argument : region.getBody().getArguments())
    if (argument.getType().isF64())
      registers.of[argument] = operand++;
  llvm::SmallSet<unsigned, 32> changed;
  for (unsigned stream = 0; stream < kStreams; ++stream)
    changed.insert(stream);
  for (auto [value, web] : webs) {
    unsigned reg = *table[rootOf(parent, web)].reg;
    registers.of[value] = reg;
    changed.insert(reg);
  }
  region.walk([&](Operation *op) {
    for (Value result : op->getResults())
      if (isStreamed(result))
        registers.of[result] = streamOf(result);
  });
  for (auto &[loop, moves] : registers.before) {
    auto *move = moves.begin();
    for (auto [init, result] :
         llvm::zip(loop->getOperands().drop_front(), loop->getResults()))
      if (move != moves.end() && move->from == init)
        (move++)->to = registers.of[result];
  }
  llvm::append_range(registers.changed, changed);
  llvm::sort(registers.changed);
  return std::move(registers);
}
} // namespace

FailureOr<Registers>
seeker::streams::assignRegisters(snitch::StreamingOp region) {
  return Allocator(region).run();
}
