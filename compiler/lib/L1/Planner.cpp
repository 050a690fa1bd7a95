// The L1 planner: lower bound, greedy layouts, exact search between the two.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/L1/Planner.h"

#include "Layout.h"

#include <algorithm>

using namespace seeker::l1;

namespace {

// Does every block of `a` lie in `b` too?
bool isSubset(const std::vector<int> &a, const std::vector<int> &b) {
  return std::includes(b.begin(), b.end(), a.begin(), a.end());
}

} // namespace

Problem seeker::l1::makeProblem(const std::vector<Buffer> &buffers) {
  Problem problem;
  std::vector<int64_t> cuts;
  for (const Buffer &buffer : buffers) {
    cuts.push_back(buffer.lower);
    cuts.push_back(buffer.upper);
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());

  std::vector<std::vector<int>> all(cuts.empty() ? 0 : cuts.size() - 1);
  for (size_t i = 0; i < buffers.size(); ++i) {
    auto at = [&](int64_t time) {
      return std::lower_bound(cuts.begin(), cuts.end(), time) - cuts.begin();
    };
    for (auto s = at(buffers[i].lower), e = at(buffers[i].upper); s < e; ++s)
      all[s].push_back(static_cast<int>(i));
  }

  // A section inside its neighbour says nothing that the neighbour does not.
  for (std::vector<int> &section : all) {
    if (!problem.sections.empty() && isSubset(section, problem.sections.back()))
      continue;
    while (!problem.sections.empty() &&
           isSubset(problem.sections.back(), section))
      problem.sections.pop_back();
    problem.sections.push_back(std::move(section));
  }

  int64_t unit = int64_t(1) << 40;
  for (const Buffer &buffer : buffers)
    unit = std::min(unit, buffer.alignment);
  for (const Buffer &buffer : buffers) {
    Block block;
    block.size = buffer.size;
    block.alignment = buffer.alignment;
    block.padded = alignUp(buffer.size, unit);
    block.pad = block.padded - buffer.size;
    block.first = static_cast<int>(problem.sections.size());
    problem.blocks.push_back(block);
  }
  for (size_t s = 0; s < problem.sections.size(); ++s) {
    int64_t pad = 0;
    for (int b : problem.sections[s]) {
      Block &block = problem.blocks[b];
      block.first = std::min(block.first, static_cast<int>(s));
      block.last = static_cast<int>(s) + 1;
      pad = std::max(pad, block.pad);
    }
    problem.sectionPad.push_back(pad);
  }
  return problem;
}

int64_t seeker::l1::sectionLowerBound(const Problem &problem) {
  int64_t bound = 0;
  for (size_t s = 0; s < problem.sections.size(); ++s) {
    int64_t load = -problem.sectionPad[s];
    for (int b : problem.sections[s])
      load += problem.blocks[b].padded;
    bound = std::max(bound, load);
  }
  return bound;
}

int64_t seeker::l1::needOf(const Problem &problem,
                           const std::vector<int64_t> &offsets) {
  int64_t need = 0;
  for (size_t i = 0; i < offsets.size(); ++i)
    need = std::max(need, offsets[i] + problem.blocks[i].size);
  return need;
}

Plan seeker::l1::planBuffers(const std::vector<Buffer> &buffers,
                             int64_t capacity, const PlanEffort &effort) {
  Plan plan;
  plan.capacity = capacity;
  Problem problem = makeProblem(buffers);
  plan.lowerBound = sectionLowerBound(problem);
  plan.offsets = greedyLayout(problem);
  plan.need = needOf(problem, plan.offsets);
  for (size_t i = 0; i < buffers.size(); ++i)
    if (buffers[i].size > capacity)
      plan.hopeless.push_back(i);

  // First aim at the lower bound itself, with most of the effort: where it is
  // reached nothing is left to do, and the tighter the target, the more the
  // search can rule out. What remains is halved until it is closed or the
  // effort is spent; an undecided target only moves the aim up.
  int64_t left = effort.steps;
  int64_t below = plan.lowerBound - 1;
  int64_t target = plan.lowerBound;
  while (plan.need > below + 1 && left > 0) {
    const int64_t share = std::max<int64_t>(left / 4 * 3, 1);
    int64_t steps = share;
    std::vector<int64_t> offsets;
    SearchResult result = searchLayout(problem, target, steps, offsets);
    left -= share - steps;
    if (result == SearchResult::Found) {
      plan.offsets = std::move(offsets);
      plan.need = needOf(problem, plan.offsets);
    } else {
      below = target;
    }
    if (result == SearchResult::Impossible)
      plan.lowerBound = std::max(plan.lowerBound, target + 1);
    target = below + (plan.need - below) / 2;
  }
  plan.steps = effort.steps - left;
  return plan;
}
