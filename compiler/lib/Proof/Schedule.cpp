// Walks all iterations of a schedule, as all cores execute it, exactly.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Access.h"
#include "Evaluator.h"
#include "Timeline.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::proof;

namespace {

// Operations after which a walk is given up: a schedule that long does not end
// in useful time on the cluster either.
constexpr int64_t kMaxEvents = 20'000'000;
// The token that nothing has to wait for.
constexpr int64_t kDone = -1;

class ScheduleWalk {
public:
  ScheduleWalk(func::FuncOp func, const Machine &machine, Proof &proof)
      : func(func), machine(machine), proof(proof), timeline(func, proof) {}

  void run();

private:
  bool walk(Block &block);
  bool visit(Operation *op);
  bool visitLoop(scf::ForOp loop);
  bool visitBranch(scf::IfOp branch);
  bool visitCompute(snitch::ComputeOp compute);
  bool visitWait(dma::WaitOp wait);
  bool handOn(Operation *around, ValueRange from, ValueRange to);
  Touch touchOf(const Access &access);
  bool giveUp(Operation *op, const Twine &what, Rule rule = Rule::Barriers);
  std::string iteration() const;

  func::FuncOp func;
  const Machine &machine;
  Proof &proof;
  Timeline timeline;
  Evaluator evaluator;
  llvm::DenseMap<Value, int64_t> tokens;
  SmallVector<int64_t> iterations;
  std::optional<int64_t> core;
};

void ScheduleWalk::run() {
  for (BlockArgument argument : func.getArguments())
    if (isa<MemRefType>(argument.getType()))
      evaluator.setRoot(argument);
  if (walk(func.getBody().front()))
    timeline.finish();
}

bool ScheduleWalk::giveUp(Operation *op, const Twine &what, Rule rule) {
  addViolation(proof, rule, op->getLoc(), what);
  return false;
}

std::string ScheduleWalk::iteration() const {
  std::string text;
  for (int64_t index : iterations)
    text += (text.empty() ? " at iteration " : ", ") + std::to_string(index);
  return text;
}

bool ScheduleWalk::walk(Block &block) {
  for (Operation &op : block.without_terminator())
    if (!visit(&op))
      return false;
  return true;
}

bool ScheduleWalk::visit(Operation *op) {
  if (timeline.events() > kMaxEvents)
    return giveUp(op, "the schedule takes more than " + Twine(kMaxEvents) +
                          " steps and is not walked to its end");
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return visitLoop(loop);
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return visitBranch(branch);
  if (auto compute = dyn_cast<snitch::ComputeOp>(op))
    return visitCompute(compute);
  if (auto wait = dyn_cast<dma::WaitOp>(op))
    return visitWait(wait);
  if (auto barrier = dyn_cast<snitch::BarrierOp>(op)) {
    if (core)
      return giveUp(op, "barrier inside a compute region: the DM core never "
                        "arrives");
    timeline.barrier(barrier.getLate());
    return true;
  }
  if (isa<snitch::MarkOp>(op))
    return true;
  if (auto done = dyn_cast<dma::DoneOp>(op)) {
    tokens[done.getToken()] = kDone;
    return true;
  }
  if (isa<dma::StartOp, dma::StartZeroOp>(op)) {
    if (core)
      return giveUp(op, "transfer inside a compute region: only the DM core "
                        "can start it");
    SmallVector<Touch, 2> sides;
    for (const Access &access : accessesOf(op))
      sides.push_back(touchOf(access));
    tokens[op->getResult(0)] = timeline.start(sides);
    return true;
  }
  if (isa<snitch::MicrokernelOp>(op)) {
    if (!core)
      return giveUp(op, "microkernel outside of a compute region");
    for (const Access &access : accessesOf(op)) {
      Touch touch = touchOf(access);
      if (!touch.intervals.empty())
        timeline.compute(std::move(touch));
    }
    return true;
  }
  if (!evaluator.evaluate(op))
    return giveUp(op, "cannot be evaluated: '" +
                          Twine(op->getName().getStringRef()) +
                          "' on values that are not known in advance");
  return true;
}

Touch ScheduleWalk::touchOf(const Access &access) {
  Touch touch = timeline.touchOf(access.op, evaluator.view(access.view),
                                 access.reads, access.writes);
  touch.core = core.value_or(-1);
  touch.iteration = iteration();
  return touch;
}

// What a loop or a branch hands on: tokens and index values. All are read
// before any is set, as a loop may exchange them.
bool ScheduleWalk::handOn(Operation *around, ValueRange from, ValueRange to) {
  SmallVector<int64_t> values;
  for (Value value : from) {
    if (isa<dma::TokenType>(value.getType())) {
      auto token = tokens.find(value);
      if (token == tokens.end())
        return giveUp(around, "hands on a token that no transfer gave",
                      Rule::DmaRaces);
      values.push_back(token->second);
    } else if (std::optional<int64_t> number = evaluator.number(value)) {
      values.push_back(*number);
    } else {
      return giveUp(around, "hands on a value that is not known in advance");
    }
  }
  for (auto [value, target] : llvm::zip_equal(values, to)) {
    if (isa<dma::TokenType>(target.getType()))
      tokens[target] = value;
    else
      evaluator.set(target, value);
  }
  return true;
}

bool ScheduleWalk::visitLoop(scf::ForOp loop) {
  std::optional<int64_t> lower = evaluator.number(loop.getLowerBound());
  std::optional<int64_t> upper = evaluator.number(loop.getUpperBound());
  std::optional<int64_t> step = evaluator.number(loop.getStep());
  if (!lower || !upper || !step || *step <= 0)
    return giveUp(loop, "loop bounds are not known in advance: cores could "
                        "meet different barriers");
  if (!handOn(loop, loop.getInitArgs(), loop.getRegionIterArgs()))
    return false;
  iterations.push_back(0);
  for (int64_t index = *lower; index < *upper; index += *step) {
    iterations.back() = index;
    evaluator.set(loop.getInductionVar(), index);
    if (!walk(*loop.getBody()))
      return false;
    if (!handOn(loop, loop.getYieldedValues(), loop.getRegionIterArgs()))
      return false;
  }
  iterations.pop_back();
  return handOn(loop, loop.getRegionIterArgs(), loop.getResults());
}

bool ScheduleWalk::visitBranch(scf::IfOp branch) {
  std::optional<int64_t> condition = evaluator.number(branch.getCondition());
  if (!condition)
    return giveUp(branch, "branch condition is not known in advance: cores "
                          "could meet different barriers");
  Block *taken = *condition ? branch.thenBlock() : branch.elseBlock();
  if (!taken)
    return true;
  return walk(*taken) && handOn(branch, taken->getTerminator()->getOperands(),
                                branch.getResults());
}

bool ScheduleWalk::visitCompute(snitch::ComputeOp compute) {
  for (int64_t index = 0; index < machine.computeCores; ++index) {
    core = index;
    evaluator.set(compute.getCore(), index);
    if (!walk(*compute.getCore().getOwner()))
      return false;
  }
  core.reset();
  return true;
}

bool ScheduleWalk::visitWait(dma::WaitOp wait) {
  if (core)
    return giveUp(wait,
                  "wait inside a compute region: only the DM core can "
                  "wait for transfers",
                  Rule::DmaRaces);
  int64_t last = kDone;
  for (Value named : wait.getTokens()) {
    auto token = tokens.find(named);
    if (token == tokens.end())
      return giveUp(wait, "waits for a token that no transfer gave",
                    Rule::DmaRaces);
    last = std::max(last, token->second);
  }
  if (last != kDone)
    timeline.wait(last);
  return true;
}

} // namespace

void seeker::proof::checkSchedule(func::FuncOp func, const Machine &machine,
                                  Proof &proof) {
  ScheduleWalk(func, machine, proof).run();
}
