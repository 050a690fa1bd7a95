// Exact search for a layout within a target: fills the lowest valleys first.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The layout grows from the bottom. Every section has a floor, below which
// nothing more can be placed. In a valley, a run of sections with one floor
// and higher ones on both sides, whatever is placed next at an edge section
// either stands on the floor within the valley, or nothing stands there and
// the floor rises: exactly one of these branches holds any given layout. The
// search takes the edge with the fewest branches, so that dead ends show early
// wherever they are, and splits time where nothing that is left crosses.
//
// Three arguments keep it small, each without losing the last solution:
// - a section's floor rises to the least offset of a block that is left in it,
//   and floor plus what is left must stay within the target;
// - a layout in which a block could sink is never needed: where the floor rises
//   past a gap that would take a block that is left, or a block has nothing to
//   stand on any more, the branch ends;
// - a state of floors and remaining blocks that failed once fails again.
#include "Layout.h"

#include <algorithm>
#include <limits>
#include <unordered_set>

using namespace seeker::l1;

namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max() / 4;
constexpr size_t kMaxFailures = 4'000'000;
// Branches one inside the other; the stack holds that many.
constexpr int kMaxDepth = 10'000;

// A 128-bit fingerprint: with fewer than 2^22 states kept, two that differ
// share one with a chance below 2^-84.
struct Fingerprint {
  uint64_t low = 0;
  uint64_t high = 0;

  void add(uint64_t value) {
    low = (low ^ value) * 0x9E3779B97F4A7C15u;
    low ^= low >> 29;
    high = (high + value) * 0xC2B2AE3D27D4EB4Fu;
    high ^= high >> 31;
  }
  bool operator==(const Fingerprint &other) const {
    return low == other.low && high == other.high;
  }
};

struct FingerprintHash {
  size_t operator()(const Fingerprint &f) const { return f.low ^ f.high; }
};

using Failures = std::unordered_set<Fingerprint, FingerprintHash>;

// Which block to try first where several could stand; tried in turn, as no
// single preference leads everywhere.
enum class Preference { Size, Length, Area, SmallFirst };

class Search {
public:
  Search(const Problem &problem, int64_t target, Preference preference,
         int64_t steps, Failures &failures)
      : problem(problem), target(target), preference(preference), steps(steps),
        failures(failures) {}

  SearchResult run(std::vector<int64_t> &offsets);
  int64_t stepsLeft() const { return steps; }

private:
  struct Change {
    int64_t *where;
    int64_t value;
  };
  struct Branching {
    int section = -1;
    int64_t count = std::numeric_limits<int>::max();
    int64_t slack = 0;
    int64_t raised = kNever;
    std::vector<int> candidates;
  };

  void set(int64_t &where, int64_t value) {
    trail.push_back({&where, where});
    where = value;
  }
  void undo(size_t mark) {
    for (; trail.size() > mark; trail.pop_back())
      *trail.back().where = trail.back().value;
  }
  bool isOpen(int b) const { return offset[b] < 0; }

  SearchResult solve(int first, int last);
  SearchResult solveComponent(int first, int last);
  Branching chooseBranching(int first, int last);
  void branchAt(int section, int valleyFirst, int valleyLast,
                Branching &branching);
  int64_t raisedFloor(int section);
  bool stand(int b);
  bool raise(int section, int64_t height);
  bool settle(int first, int last);
  bool hasNoWastedGap(int first, int last);
  Fingerprint fingerprint(int first, int last);

  const Problem &problem;
  const int64_t target;
  const Preference preference;
  int64_t steps;
  Failures &failures;

  std::vector<int64_t> floor;  // of each section
  std::vector<int64_t> top;    // of what is placed in each section
  std::vector<int64_t> rest;   // sum of what is left in each section
  std::vector<int64_t> open;   // number of blocks left in each section
  std::vector<int64_t> least;  // of each block left: its least offset
  std::vector<int64_t> offset; // of each block; -1: left
  std::vector<std::vector<int>> starting; // blocks by their first section
  std::vector<int> twinBefore; // the previous interchangeable block, or -1
  std::vector<Change> trail;
  int depth = 0;
};

SearchResult Search::run(std::vector<int64_t> &offsets) {
  const size_t numSections = problem.sections.size();
  const size_t numBlocks = problem.blocks.size();
  floor.assign(numSections, 0);
  top.assign(numSections, 0);
  rest.assign(numSections, 0);
  open.assign(numSections, 0);
  least.assign(numBlocks, 0);
  offset.assign(numBlocks, -1);
  starting.assign(numSections, {});
  twinBefore.assign(numBlocks, -1);
  for (size_t s = 0; s < numSections; ++s)
    for (int b : problem.sections[s]) {
      rest[s] += problem.blocks[b].padded;
      ++open[s];
    }
  for (size_t b = 0; b < numBlocks; ++b) {
    const Block &block = problem.blocks[b];
    for (int other : starting[block.first]) {
      const Block &before = problem.blocks[other];
      if (before.last == block.last && before.size == block.size &&
          before.alignment == block.alignment)
        twinBefore[b] = other;
    }
    starting[block.first].push_back(static_cast<int>(b));
  }
  if (!settle(0, static_cast<int>(numSections)))
    return SearchResult::Impossible;
  SearchResult result = solve(0, static_cast<int>(numSections));
  if (result == SearchResult::Found)
    offsets = offset;
  return result;
}

// Solves the sections [first, last) component by component: what happens in
// one has no effect on another, so that the first failure is final.
SearchResult Search::solve(int first, int last) {
  std::vector<std::pair<int, int>> components;
  for (int s = first; s < last;) {
    if (open[s] == 0) {
      ++s;
      continue;
    }
    int end = s + 1;
    for (int t = s; t < end; ++t)
      for (int b : problem.sections[t])
        if (isOpen(b))
          end = std::max(end, problem.blocks[b].last);
    components.push_back({s, end});
    s = end;
  }
  std::sort(components.begin(), components.end(),
            [](const auto &l, const auto &r) {
              return std::pair(l.second - l.first, l.first) <
                     std::pair(r.second - r.first, r.first);
            });
  for (auto [begin, end] : components) {
    SearchResult result = solveComponent(begin, end);
    if (result != SearchResult::Found)
      return result;
  }
  return SearchResult::Found;
}

SearchResult Search::solveComponent(int first, int last) {
  if (steps <= 0 || depth >= kMaxDepth)
    return SearchResult::Unknown;
  const Fingerprint state = fingerprint(first, last);
  if (failures.count(state))
    return SearchResult::Impossible;

  const Branching branching = chooseBranching(first, last);
  const size_t mark = trail.size();
  ++depth;
  for (int b : branching.candidates) {
    if (stand(b)) {
      SearchResult result = solve(first, last);
      if (result != SearchResult::Impossible) {
        --depth;
        return result;
      }
    }
    undo(mark);
  }
  if (branching.raised < kNever) {
    if (raise(branching.section, branching.raised)) {
      SearchResult result = solve(first, last);
      if (result != SearchResult::Impossible) {
        --depth;
        return result;
      }
    }
    undo(mark);
  }
  --depth;
  if (failures.size() < kMaxFailures)
    failures.insert(state);
  return SearchResult::Impossible;
}

// Looks at both edges of every valley and takes the one with the fewest
// branches; among equals the one with the least slack.
Search::Branching Search::chooseBranching(int first, int last) {
  Branching best;
  for (int s = first; s < last;) {
    int end = s + 1;
    while (end < last && floor[end] == floor[s])
      ++end;
    bool isValley = (s == first || floor[s - 1] > floor[s]) &&
                    (end == last || floor[end] > floor[s]);
    if (isValley) {
      for (int edge : {s, end - 1}) {
        Branching branching;
        branchAt(edge, s, end, branching);
        if (std::pair(branching.count, branching.slack) <
            std::pair(best.count, best.slack))
          best = std::move(branching);
        if (best.count == 0 || s == end - 1)
          break;
      }
      if (best.count == 0)
        break;
    }
    s = end;
  }
  auto key = [&](int b) -> int64_t {
    const Block &block = problem.blocks[b];
    const int64_t length = block.last - block.first;
    switch (preference) {
    case Preference::Size:
      return -block.padded;
    case Preference::Length:
      return -length;
    case Preference::Area:
      return -(block.padded / 64 * length);
    case Preference::SmallFirst:
      return block.padded;
    }
    return 0;
  };
  std::sort(best.candidates.begin(), best.candidates.end(), [&](int l, int r) {
    return std::pair(key(l), l) < std::pair(key(r), r);
  });
  return best;
}

void Search::branchAt(int section, int valleyFirst, int valleyLast,
                      Branching &branching) {
  branching.section = section;
  branching.slack =
      target + problem.sectionPad[section] - floor[section] - rest[section];
  for (int b : problem.sections[section]) {
    const Block &block = problem.blocks[b];
    if (!isOpen(b) || block.first < valleyFirst || block.last > valleyLast ||
        least[b] != floor[section])
      continue;
    if (twinBefore[b] >= 0 && isOpen(twinBefore[b]))
      continue;
    branching.candidates.push_back(b);
  }
  steps -= static_cast<int64_t>(problem.sections[section].size());
  branching.count = static_cast<int64_t>(branching.candidates.size());
  if (branching.slack > 0) {
    branching.raised = raisedFloor(section);
    if (branching.raised - floor[section] > branching.slack)
      branching.raised = kNever;
    else
      ++branching.count;
  }
}

// The least height above the section's floor at which a block can stand there
// when none stands on the floor itself: on a higher floor elsewhere, or on a
// block that is left and not in this section.
int64_t Search::raisedFloor(int section) {
  int64_t height = kNever;
  for (int b : problem.sections[section]) {
    if (!isOpen(b))
      continue;
    const Block &block = problem.blocks[b];
    if (least[b] > floor[section]) {
      height = std::min(height, least[b]);
      continue;
    }
    int64_t support = kNever;
    for (int s = block.first; s < block.last; ++s) {
      steps -= static_cast<int64_t>(problem.sections[s].size());
      for (int other : problem.sections[s]) {
        const Block &below = problem.blocks[other];
        if (isOpen(other) && (section < below.first || section >= below.last))
          support = std::min(support, least[other] + below.padded);
      }
    }
    if (support < kNever)
      height = std::min(height, alignUp(support, block.alignment));
  }
  return height;
}

// Places a block at its least offset. False: this leads nowhere.
bool Search::stand(int b) {
  const Block &block = problem.blocks[b];
  set(offset[b], least[b]);
  const int64_t end = least[b] + block.padded;
  for (int s = block.first; s < block.last; ++s) {
    set(top[s], end);
    set(floor[s], end);
    set(rest[s], rest[s] - block.padded);
    set(open[s], open[s] - 1);
  }
  return settle(block.first, block.last);
}

bool Search::raise(int section, int64_t height) {
  set(floor[section], height);
  return settle(section, section + 1);
}

// After floors in [first, last) have risen: carries this on to blocks and from
// them to further floors. False: what is left no longer fits.
bool Search::settle(int first, int last) {
  int touchedFirst = first, touchedLast = last;
  while (first < last) {
    // Blocks that reach into the changed sections.
    int blockFirst = first, blockLast = last;
    for (int s = first; s < last; ++s) {
      steps -= static_cast<int64_t>(problem.sections[s].size());
      for (int b : problem.sections[s]) {
        const Block &block = problem.blocks[b];
        if (!isOpen(b) || std::max(block.first, first) != s)
          continue;
        int64_t lowest = least[b];
        for (int t = block.first; t < block.last; ++t)
          lowest = std::max(lowest, floor[t]);
        steps -= block.last - block.first;
        lowest = alignUp(lowest, block.alignment);
        if (lowest == least[b])
          continue;
        if (lowest + block.size > target)
          return false;
        set(least[b], lowest);
        blockFirst = std::min(blockFirst, block.first);
        blockLast = std::max(blockLast, block.last);
      }
    }
    // Floors that rise because every block left in the section has.
    first = blockLast;
    last = blockFirst;
    for (int s = blockFirst; s < blockLast; ++s) {
      if (open[s] == 0)
        continue;
      int64_t lowest = kNever;
      for (int b : problem.sections[s])
        if (isOpen(b))
          lowest = std::min(lowest, least[b]);
      steps -= static_cast<int64_t>(problem.sections[s].size());
      if (lowest > floor[s]) {
        set(floor[s], lowest);
        first = std::min(first, s);
        last = std::max(last, s + 1);
      }
      if (floor[s] + rest[s] - problem.sectionPad[s] > target)
        return false;
    }
    touchedFirst = std::min(touchedFirst, blockFirst);
    touchedLast = std::max(touchedLast, blockLast);
  }
  return hasNoWastedGap(touchedFirst, touchedLast);
}

// False when a block that is left would fit between what is placed and the
// floors that have risen above it: from any layout this leads to, the block
// could sink there, so that another branch has one at least as good.
bool Search::hasNoWastedGap(int first, int last) {
  for (int s = first; s < last; ++s) {
    if (floor[s] == top[s])
      continue;
    for (int b : problem.sections[s]) {
      const Block &block = problem.blocks[b];
      if (!isOpen(b) || std::max(block.first, first) != s)
        continue;
      int64_t highestTop = 0, lowestFloor = kNever;
      for (int t = block.first; t < block.last; ++t) {
        highestTop = std::max(highestTop, top[t]);
        lowestFloor = std::min(lowestFloor, floor[t]);
      }
      steps -= block.last - block.first;
      if (alignUp(highestTop, block.alignment) + block.padded <= lowestFloor)
        return false;
    }
  }
  return true;
}

Fingerprint Search::fingerprint(int first, int last) {
  Fingerprint state;
  state.add(first);
  state.add(last);
  for (int s = first; s < last; ++s) {
    state.add(floor[s]);
    state.add(top[s]);
    for (int b : starting[s])
      if (isOpen(b))
        state.add(~static_cast<uint64_t>(b));
  }
  steps -= last - first;
  return state;
}

} // namespace

SearchResult seeker::l1::searchLayout(const Problem &problem, int64_t target,
                                      int64_t &steps,
                                      std::vector<int64_t> &offsets) {
  // Short attempts with every preference come before long ones; what failed
  // in one is known to the next.
  Failures failures;
  for (int64_t divisor : {256, 64, 16, 4, 1}) {
    for (Preference preference : {Preference::Size, Preference::Length,
                                  Preference::Area, Preference::SmallFirst}) {
      const int64_t share = divisor == 1 ? steps : steps / (4 * divisor) + 1;
      Search search(problem, target, preference, share, failures);
      SearchResult result = search.run(offsets);
      steps -= share - search.stepsLeft();
      if (result != SearchResult::Unknown || steps <= 0)
        return result;
    }
  }
  return SearchResult::Unknown;
}
