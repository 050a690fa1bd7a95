// Finds buffers that overlap in bytes and time, races, and lost transfers.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Timeline.h"

#include "Access.h"

using namespace mlir;
using namespace seeker;
using namespace seeker::proof;

static constexpr char kL1Space = 0;
static constexpr char kL3Space = 0;

// The first bytes that two sorted lists of intervals share.
static std::optional<Interval> overlap(ArrayRef<Interval> a,
                                       ArrayRef<Interval> b) {
  if (a.empty() || b.empty() || a.back().end <= b.front().begin ||
      b.back().end <= a.front().begin)
    return std::nullopt;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    Interval common = {std::max(a[i].begin, b[j].begin),
                       std::min(a[i].end, b[j].end)};
    if (common.begin < common.end)
      return common;
    if (a[i].end < b[j].end)
      ++i;
    else
      ++j;
  }
  return std::nullopt;
}

static std::optional<Interval> conflictOf(const Touch &a, const Touch &b) {
  if (a.space != b.space || (!a.writes && !b.writes))
    return std::nullopt;
  return overlap(a.intervals, b.intervals);
}

static const char *verbOf(const Touch &touch) {
  return touch.writes ? touch.reads ? "updates" : "writes" : "reads";
}

Timeline::Timeline(func::FuncOp func, Proof &proof)
    : proof(proof), stores(func, proof) {
  int64_t top = 0;
  func.walk([&](snitch::L1AllocOp alloc) {
    BufferLife life;
    life.alloc = alloc;
    life.begin = static_cast<int64_t>(*alloc.getOffset());
    Evaluator evaluator;
    evaluator.setRoot(alloc.getMemref());
    life.end = life.begin;
    for (Interval interval : evaluator.view(alloc.getMemref()).intervals())
      life.end = std::max(life.end, life.begin + interval.end);
    lifeOf[alloc.getMemref()] = lives.size();
    lives.push_back(life);
    top = std::max(top, life.end);
  });
  writers.assign(top / kCellBytes + 1, -1);
}

Touch Timeline::touchOf(Operation *op, const View &view, bool reads,
                        bool writes) {
  Touch touch;
  touch.op = op;
  touch.root = view.root;
  touch.intervals = view.intervals();
  touch.reads = reads;
  touch.writes = writes;
  const int64_t base = firstByteOf(view.root);
  if (lifeOf.contains(view.root))
    touch.space = &kL1Space;
  else if (view.root.getDefiningOp<snitch::L3TensorOp>())
    touch.space = &kL3Space;
  else
    touch.space = view.root.getAsOpaquePointer();
  for (Interval &interval : touch.intervals) {
    interval.begin += base;
    interval.end += base;
  }
  return touch;
}

void Timeline::live(const Touch &touch, int64_t from, int64_t to) {
  auto found = lifeOf.find(touch.root);
  if (found == lifeOf.end())
    return;
  BufferLife &life = lives[found->second];
  if (life.first < 0 || from < life.first)
    life.first = from;
  life.last = std::max(life.last, to);
}

void Timeline::foundConflict(Violation violation, Value root, Value otherRoot) {
  conflict = std::move(violation);
  conflictOfTwoBuffers = root != otherRoot;
}

void Timeline::readInitialised(const Touch &touch) {
  if (touch.space != &kL1Space || !touch.reads || conflict)
    return;
  const int32_t owner = static_cast<int32_t>(lifeOf.find(touch.root)->second);
  for (const Interval &interval : touch.intervals) {
    for (int64_t cell = interval.begin / kCellBytes;
         cell * kCellBytes < interval.end; ++cell) {
      if (writers[cell] == owner)
        continue;
      Interval missing = {cell * kCellBytes, interval.end};
      foundConflict(
          Violation{Rule::Accesses, touch.op->getLoc(),
                    (touch.core < 0 ? std::string("transfer")
                                    : "core " + std::to_string(touch.core)) +
                        " reads " + describeBytes(touch.root, missing) +
                        " before anything has written them" + touch.iteration,
                    std::nullopt, ""},
          touch.root, writers[cell] < 0 ? touch.root : Value());
      return;
    }
  }
  addFacts(proof, Rule::Accesses);
}

void Timeline::markWritten(const Touch &touch) {
  if (touch.space != &kL1Space || !touch.writes)
    return;
  const int32_t owner = static_cast<int32_t>(lifeOf.find(touch.root)->second);
  for (const Interval &interval : touch.intervals)
    std::fill(writers.begin() + interval.begin / kCellBytes,
              writers.begin() + (interval.end + kCellBytes - 1) / kCellBytes,
              owner);
}

void Timeline::count(ArrayRef<Touch> sides) {
  const Touch &to = sides.back();
  Value from = sides.size() > 1 ? sides.front().root : Value();
  int64_t bytes = 0;
  for (const Interval &interval : to.intervals)
    bytes += interval.end - interval.begin;
  if (bytes == 0)
    return;
  auto known = llvm::find_if(proof.transfers, [&](const TransferCount &count) {
    return count.from == from && count.to == to.root;
  });
  if (known == proof.transfers.end())
    known = proof.transfers.insert(known, {from, to.root, 0, 0, 0});
  known->bytes = std::max(known->bytes, bytes);
  ++known->times;
  known->allBytes += bytes;
}

int64_t Timeline::start(ArrayRef<Touch> sides) {
  ++now;
  count(sides);
  Transfer transfer;
  transfer.id = nextId++;
  transfer.startedAt = now;
  transfer.sides.assign(sides.begin(), sides.end());
  for (const Touch &side : sides) {
    live(side, now, now);
    for (const Transfer &other : active) {
      if (other.waited || conflict)
        continue;
      for (const Touch &otherSide : other.sides) {
        std::optional<Interval> common = conflictOf(side, otherSide);
        if (!common) {
          addFacts(proof, Rule::DmaRaces);
          continue;
        }
        foundConflict(Violation{Rule::DmaRaces, side.op->getLoc(),
                                std::string("transfer ") + verbOf(side) + " " +
                                    describeBytes(side.root, *common) +
                                    side.iteration + " while another " +
                                    verbOf(otherSide) + " them",
                                otherSide.op->getLoc(),
                                "the other transfer, started" +
                                    otherSide.iteration + ", is in flight"},
                      side.root, otherSide.root);
        break;
      }
    }
    for (const Touch &core : phase)
      checkAgainstCore(transfer, side, core, /*coreWasFirst=*/true);
    for (const Touch &core : running)
      checkAgainstCore(transfer, side, core, /*coreWasFirst=*/true);
    readInitialised(side);
  }
  for (const Touch &side : sides)
    markWritten(side);
  stores.transfer(sides);
  active.push_back(std::move(transfer));
  return active.back().id;
}

void Timeline::wait(int64_t id) {
  ++now;
  for (Transfer &transfer : active) {
    if (transfer.id > id || transfer.waited)
      continue;
    transfer.waited = true;
    addFacts(proof, Rule::DmaRaces);
    for (const Touch &side : transfer.sides)
      live(side, transfer.startedAt, now);
  }
}

void Timeline::compute(Touch touch) {
  ++now;
  live(touch, phaseStart, now);
  if (auto found = lifeOf.find(touch.root); found != lifeOf.end())
    lives[found->second].inPhase = true;
  for (const Transfer &transfer : active)
    for (const Touch &side : transfer.sides)
      checkAgainstCore(transfer, side, touch, /*coreWasFirst=*/false);
  for (const Touch &other : running)
    checkAgainstRunning(touch, other);
  for (const Touch &other : phase) {
    if (other.core == touch.core || conflict)
      continue;
    std::optional<Interval> common = conflictOf(touch, other);
    if (!common) {
      addFacts(proof, Rule::Barriers);
      continue;
    }
    foundConflict(
        Violation{
            Rule::Barriers, touch.op->getLoc(),
            "core " + std::to_string(touch.core) + " " + verbOf(touch) + " " +
                describeBytes(touch.root, *common) + touch.iteration +
                ", which core " + std::to_string(other.core) + " " +
                verbOf(other) + ", and no barrier lies between",
            other.op->getLoc(), "the other access is here" + other.iteration},
        touch.root, other.root);
  }
  readInitialised(touch);
  markWritten(touch);
  stores.compute(touch);
  phase.push_back(std::move(touch));
}

// The core itself may be at both at once: its streams run behind it.
void Timeline::checkAgainstRunning(const Touch &touch, const Touch &other) {
  if (conflict)
    return;
  std::optional<Interval> common = conflictOf(touch, other);
  if (!common) {
    addFacts(proof, Rule::Barriers);
    return;
  }
  foundConflict(
      Violation{Rule::Barriers, touch.op->getLoc(),
                "core " + std::to_string(touch.core) + " " + verbOf(touch) +
                    " " + describeBytes(touch.root, *common) + touch.iteration +
                    ", which core " + std::to_string(other.core) + " " +
                    verbOf(other) + ", and only a late barrier lies between",
                other.op->getLoc(),
                "the other access is here" + other.iteration},
      touch.root, other.root);
}

// A transfer that is over by a wait of this phase, or that was started in it
// after the core's access, lacks a barrier; any other is simply in flight.
void Timeline::checkAgainstCore(const Transfer &transfer, const Touch &side,
                                const Touch &core, bool coreWasFirst) {
  if (conflict)
    return;
  std::optional<Interval> common = conflictOf(side, core);
  if (!common) {
    addFacts(proof, Rule::DmaRaces);
    return;
  }
  const bool noBarrier = coreWasFirst || transfer.waited;
  foundConflict(
      Violation{noBarrier ? Rule::Barriers : Rule::DmaRaces, core.op->getLoc(),
                "core " + std::to_string(core.core) + " " + verbOf(core) + " " +
                    describeBytes(core.root, *common) + core.iteration +
                    (noBarrier ? ", which a transfer " : " while a transfer ") +
                    verbOf(side) +
                    (noBarrier ? ", and no barrier lies between" : " them"),
                side.op->getLoc(),
                "the transfer, started" + side.iteration +
                    (transfer.waited
                         ? ", has been waited for by the DM core alone"
                         : ", is in flight")},
      core.root, side.root);
}

void Timeline::barrier(bool late) {
  ++now;
  addFacts(proof, Rule::Barriers);
  for (BufferLife &life : lives) {
    if (life.inPhase || life.isRunning)
      life.last = std::max(life.last, now);
    life.isRunning = late && life.inPhase;
    life.inPhase = false;
  }
  running.clear();
  if (late)
    running.swap(phase);
  phase.clear();
  while (!active.empty() && active.front().waited)
    active.pop_front();
  phaseStart = now;
}

void Timeline::finish() {
  barrier();
  for (const Transfer &transfer : active) {
    const Touch &side = transfer.sides.front();
    if (!conflict)
      foundConflict(
          Violation{Rule::DmaRaces, side.op->getLoc(),
                    "transfer is never waited for: started" + side.iteration +
                        ", it may be in flight when the function ends",
                    std::nullopt, ""},
          side.root, side.root);
    for (const Touch &live : transfer.sides)
      this->live(live, transfer.startedAt, now);
  }
  if (conflict && !conflictOfTwoBuffers)
    proof.violations.push_back(*conflict);
  const size_t before = proof.violations.size();
  disjointBuffers();
  // What is lost in a schedule with conflicts is their consequence.
  if (!conflict && proof.violations.size() == before)
    stores.finish();
  if (conflict && conflictOfTwoBuffers && proof.violations.size() == before)
    proof.violations.push_back(*conflict);
}

void Timeline::disjointBuffers() {
  for (size_t i = 0; i < lives.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      BufferLife &a = lives[j], &b = lives[i];
      const bool together = a.first >= 0 && b.first >= 0 && a.first <= b.last &&
                            b.first <= a.last;
      const Interval common = {std::max(a.begin, b.begin),
                               std::min(a.end, b.end)};
      if (!together || common.begin >= common.end) {
        addFacts(proof, Rule::Disjoint);
        continue;
      }
      auto range = [](BufferLife &life) {
        return "buffer \"" + life.alloc.getName().str() + "\" at bytes [" +
               std::to_string(life.begin) + ", " + std::to_string(life.end) +
               ") of L1";
      };
      addViolation(proof, Rule::Disjoint, b.alloc.getLoc(),
                   range(b) + " overlaps " + range(a) +
                       " while both are live: they share bytes [" +
                       std::to_string(common.begin) + ", " +
                       std::to_string(common.end) + ")",
                   a.alloc.getLoc(), "the other buffer");
    }
  }
}
