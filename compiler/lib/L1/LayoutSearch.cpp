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
#include "FailureTable.h"
#include "Layout.h"

#include <algorithm>
#include <limits>
#include <tuple>

using namespace seeker::l1;

namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max() / 4;
// The length of the shortest attempt: about what leads from the bottom of a
// layout to its top.
constexpr int64_t kStepsPerBlock = 4'000;
// What a look-up among the failed states costs beside reading the state.
constexpr int64_t kLookUpSteps = 16;
// The weight of a block's key when it is not bent.
constexpr int64_t kWeight = 256;
// Branches one inside the other; the stack holds that many.
constexpr int kMaxDepth = 10'000;

// Which block to try first where several could stand; tried in turn, as no
// single preference leads everywhere.
enum class Preference { Size, Length, Area, SmallFirst };
constexpr unsigned kPreferences = 4;

// One attempt: a preference, whether blocks that end flush with the walls of
// their valley come before it, and a seed for how far it is bent.
struct Attempt {
  Preference preference = Preference::Size;
  bool flushFirst = true;
  uint64_t seed = 0;
};

class Search {
public:
  Search(const Problem &problem, int64_t target, const Attempt &attempt,
         int64_t steps, FailureTable &failures, std::vector<int64_t> &blame)
      : problem(problem), target(target), attempt(attempt), steps(steps),
        failures(failures), blame(blame) {}

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
  int64_t countAt(int section, int valleyFirst, int valleyLast);
  void branchAt(int section, int valleyFirst, int valleyLast,
                Branching &branching);
  int64_t raisedFloor(int section);
  bool stand(int b);
  bool raise(int section, int64_t height);
  void forget(int first, int last);
  bool settle(int first, int last);
  bool hasNoWastedGap(int first, int last);
  Fingerprint fingerprint(int first, int last);

  const Problem &problem;
  const int64_t target;
  const Attempt attempt;
  int64_t steps;
  FailureTable &failures;
  std::vector<int64_t> &blame; // of each section: dead ends found there

  std::vector<int64_t> floor; // of each section
  std::vector<int64_t> top;   // of what is placed in each section
  std::vector<int64_t> rest;  // sum of what is left in each section
  std::vector<int64_t> open;  // number of blocks left in each section
  // The blocks of each section, those that are left first.
  std::vector<std::vector<int>> left;
  std::vector<int64_t> crossing; // blocks left in a section and the next one
  // Of each section: candidates at its edge of a valley, or -1: not known.
  std::vector<int64_t> known;
  std::vector<int64_t> least;  // of each block left: its least offset
  std::vector<int64_t> offset; // of each block; -1: left
  std::vector<std::vector<int>> starting; // blocks by their first section
  std::vector<int64_t> weight;            // by which a block's key is bent
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
  left = problem.sections;
  crossing.assign(numSections, 0);
  known.assign(numSections, -1);
  least.assign(numBlocks, 0);
  offset.assign(numBlocks, -1);
  starting.assign(numSections, {});
  twinBefore.assign(numBlocks, -1);
  for (size_t s = 0; s < numSections; ++s)
    for (int b : problem.sections[s]) {
      rest[s] += problem.blocks[b].padded;
      ++open[s];
      crossing[s] += problem.blocks[b].last > static_cast<int>(s) + 1;
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
  weight.assign(numBlocks, kWeight);
  if (uint64_t random = attempt.seed * 0x9E3779B97F4A7C15u)
    for (int64_t &w : weight) {
      random ^= random << 13;
      random ^= random >> 7;
      random ^= random << 17;
      w += static_cast<int64_t>(random % (kWeight / 2)) - kWeight / 4;
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
    while (crossing[end - 1] > 0)
      ++end;
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
  const Branching branching = chooseBranching(first, last);
  // A forced move needs no memory: what follows it has one.
  const bool forced = branching.count <= 1;
  Fingerprint state;
  if (!forced) {
    state = fingerprint(first, last);
    steps -= kLookUpSteps;
    if (failures.contains(state))
      return SearchResult::Impossible;
  }
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
  if (!forced)
    failures.insert(state);
  return SearchResult::Impossible;
}

// Looks at both edges of every valley and takes the one with the fewest
// branches; among equals the one that most dead ends were found at, then the
// one with the least slack.
Search::Branching Search::chooseBranching(int first, int last) {
  int bestSection = -1, bestFirst = 0, bestLast = 0;
  std::tuple<int64_t, int64_t, int64_t> bestKey = {kNever, 0, 0};
  for (int s = first; s < last && std::get<0>(bestKey) > 1;) {
    int end = s + 1;
    while (end < last && floor[end] == floor[s])
      ++end;
    if ((s == first || floor[s - 1] > floor[s]) &&
        (end == last || floor[end] > floor[s])) {
      for (int edge : {s, end - 1}) {
        if (known[edge] < 0)
          set(known[edge], countAt(edge, s, end));
        const std::tuple<int64_t, int64_t, int64_t> key = {
            known[edge], -blame[edge],
            target + problem.sectionPad[edge] - floor[edge] - rest[edge]};
        if (key < bestKey) {
          bestKey = key;
          bestSection = edge, bestFirst = s, bestLast = end;
        }
      }
    }
    s = end;
  }
  Branching best;
  if (bestSection < 0)
    return best;
  if (std::get<0>(bestKey) == 0)
    ++blame[bestSection];
  branchAt(bestSection, bestFirst, bestLast, best);
  if (best.slack > 0) {
    best.raised = raisedFloor(best.section);
    if (best.raised - floor[best.section] > best.slack)
      best.raised = kNever;
  }
  // A block that ends flush with a wall of its valley, fills its width or its
  // section goes where cuts were before: rarely by chance.
  const int64_t leftWall = bestFirst > 0 ? floor[bestFirst - 1] : target;
  const int64_t rightWall =
      bestLast < static_cast<int>(floor.size()) ? floor[bestLast] : target;
  auto flush = [&](int b) -> int {
    if (!attempt.flushFirst)
      return 0;
    const Block &block = problem.blocks[b];
    const int64_t end = least[b] + block.padded;
    const bool left = block.first == bestFirst, right = block.last == bestLast;
    return (left && end == leftWall) + (right && end == rightWall) +
           (end == target) + (left && right);
  };
  auto key = [&](int b) -> int64_t {
    const Block &block = problem.blocks[b];
    const int64_t length = block.last - block.first;
    switch (attempt.preference) {
    case Preference::Size:
      return -block.padded * weight[b];
    case Preference::Length:
      return -length * weight[b];
    case Preference::Area:
      return -(block.padded / 64 * length * weight[b]);
    case Preference::SmallFirst:
      return block.padded * weight[b];
    }
    return 0;
  };
  std::sort(best.candidates.begin(), best.candidates.end(), [&](int l, int r) {
    return std::tuple(-flush(l), key(l), l) < std::tuple(-flush(r), key(r), r);
  });
  return best;
}

// Blocks that can stand at this edge of a valley, and 1 for none of them.
int64_t Search::countAt(int section, int valleyFirst, int valleyLast) {
  int64_t count =
      target + problem.sectionPad[section] > floor[section] + rest[section];
  for (int i = 0; i < open[section]; ++i) {
    const int b = left[section][i];
    const Block &block = problem.blocks[b];
    count += block.first >= valleyFirst && block.last <= valleyLast &&
             least[b] == floor[section] &&
             (twinBefore[b] < 0 || !isOpen(twinBefore[b]));
  }
  steps -= open[section];
  return count;
}

void Search::branchAt(int section, int valleyFirst, int valleyLast,
                      Branching &branching) {
  branching.section = section;
  branching.slack =
      target + problem.sectionPad[section] - floor[section] - rest[section];
  for (int i = 0; i < open[section]; ++i) {
    const int b = left[section][i];
    const Block &block = problem.blocks[b];
    if (block.first < valleyFirst || block.last > valleyLast ||
        least[b] != floor[section])
      continue;
    if (twinBefore[b] >= 0 && isOpen(twinBefore[b]))
      continue;
    branching.candidates.push_back(b);
  }
  steps -= open[section];
  branching.count = static_cast<int64_t>(branching.candidates.size());
  if (branching.slack > 0)
    ++branching.count;
}

// The least height above the section's floor at which a block can stand there
// when none stands on the floor itself: on a higher floor elsewhere, or on a
// block that is left and not in this section.
int64_t Search::raisedFloor(int section) {
  int64_t height = kNever;
  for (int i = 0; i < open[section]; ++i) {
    const int b = left[section][i];
    const Block &block = problem.blocks[b];
    if (least[b] > floor[section]) {
      height = std::min(height, least[b]);
      continue;
    }
    int64_t support = kNever;
    for (int s = block.first; s < block.last; ++s) {
      steps -= open[s];
      for (int j = 0; j < open[s]; ++j) {
        const int other = left[s][j];
        const Block &below = problem.blocks[other];
        if (section < below.first || section >= below.last)
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
    auto begin = left[s].begin();
    std::iter_swap(std::find(begin, begin + open[s], b), begin + open[s] - 1);
    set(open[s], open[s] - 1);
    if (s + 1 < block.last)
      set(crossing[s], crossing[s] - 1);
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
      steps -= open[s];
      for (int i = 0; i < open[s]; ++i) {
        const int b = left[s][i];
        const Block &block = problem.blocks[b];
        if (std::max(block.first, first) != s)
          continue;
        int64_t lowest = least[b];
        const int end = std::min(block.last, last);
        for (int t = s; t < end; ++t)
          lowest = std::max(lowest, floor[t]);
        steps -= end - s;
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
      for (int i = 0; i < open[s]; ++i)
        lowest = std::min(lowest, least[left[s][i]]);
      steps -= open[s];
      if (lowest > floor[s]) {
        set(floor[s], lowest);
        first = std::min(first, s);
        last = std::max(last, s + 1);
      }
      if (floor[s] + rest[s] - problem.sectionPad[s] > target) {
        ++blame[s];
        return false;
      }
    }
    touchedFirst = std::min(touchedFirst, blockFirst);
    touchedLast = std::max(touchedLast, blockLast);
  }
  forget(touchedFirst, touchedLast);
  return hasNoWastedGap(touchedFirst, touchedLast);
}

// What was known of the valleys that overlap or adjoin the sections
// [first, last) no longer holds.
void Search::forget(int first, int last) {
  const int end = static_cast<int>(floor.size());
  first = std::max(first - 1, 0);
  last = std::min(last + 1, end);
  while (first > 0 && floor[first - 1] == floor[first])
    --first;
  while (last < end && floor[last] == floor[last - 1])
    ++last;
  for (int s = first; s < last; ++s)
    if (known[s] >= 0)
      set(known[s], -1);
}

// False when a block that is left would fit between what is placed and the
// floors that have risen above it: from any layout this leads to, the block
// could sink there, so that another branch has one at least as good.
bool Search::hasNoWastedGap(int first, int last) {
  for (int s = first; s < last; ++s) {
    if (floor[s] == top[s])
      continue;
    for (int i = 0; i < open[s]; ++i) {
      const int b = left[s][i];
      const Block &block = problem.blocks[b];
      if (std::max(block.first, first) != s)
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

// 1 1 2 1 1 2 4 ...: within a factor of the best series of restarts, whatever
// the distribution of their run times (Luby, Sinclair, Zuckerman 1993).
int64_t luby(uint64_t index) {
  for (uint64_t size = 1;;) {
    if (index == size)
      return static_cast<int64_t>((size + 1) / 2);
    if (index < size) {
      size = (size - 1) / 2;
      index -= size;
      size = 1;
      continue;
    }
    size = 2 * size + 1;
  }
}

} // namespace

SearchResult seeker::l1::searchLayout(const Problem &problem, int64_t target,
                                      int64_t &steps,
                                      std::vector<int64_t> &offsets) {
  // Attempts from different starts, most of them short, as bad luck at the
  // bottom of a layout is paid for at its top; what failed in one is known to
  // the next.
  FailureTable failures;
  std::vector<int64_t> blame(problem.sections.size(), 0);
  const auto shortest =
      kStepsPerBlock * static_cast<int64_t>(problem.blocks.size());
  for (uint64_t round = 0;; ++round) {
    for (unsigned i = 0; i < kPreferences; ++i) {
      const Attempt attempt = {static_cast<Preference>(i), round % 4 != 3,
                               round};
      const int64_t share = std::min(shortest * luby(round + 1), steps);
      Search search(problem, target, attempt, share, failures, blame);
      SearchResult result = search.run(offsets);
      steps -= share - search.stepsLeft();
      if (result != SearchResult::Unknown || steps <= 0)
        return result;
    }
  }
}
