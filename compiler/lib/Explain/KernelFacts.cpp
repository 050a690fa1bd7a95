// Collects what is known of kernels before they are scheduled, and what would
// fit.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Explain/Explain.h"

#include "seeker/L1/Planner.h"

#include <tuple>

using namespace mlir;
using namespace seeker;
using namespace seeker::explain;
using namespace seeker::tiling;

namespace {

// How many of the best tilings are suggested, and how many of those that keep
// the kernel's own choice but for one dimension.
constexpr size_t kBest = 8;
constexpr size_t kNearest = 4;

auto keyOf(const Candidate &c) {
  return std::tie(c.predictedCycles, c.needBytes, c.tiles.dualBuffer,
                  c.tiles.buffers, c.tiles.rows, c.tiles.l1, c.tiles.order);
}

// Every tiling that fits and differs from `chosen` in one dimension's size;
// sizes that divide the dimension, and multiples of the cores.
std::vector<Candidate> nearestTilings(const KernelModel &model,
                                      const Configuration &configuration,
                                      const Tiles &chosen, int64_t budget) {
  std::vector<Candidate> found;
  for (size_t dim = 0; dim < model.ranges.size(); ++dim) {
    for (int64_t size = 1; size <= model.ranges[dim]; ++size) {
      if (model.ranges[dim] % size != 0 &&
          size % configuration.computeCores != 0)
        continue;
      Tiles tiles = chosen;
      tiles.l1[dim] = size == model.ranges[dim] ? 0 : size;
      Candidate candidate = evaluateTiling(model, configuration, tiles);
      if (candidate.needBytes <= budget)
        found.push_back(std::move(candidate));
    }
  }
  llvm::sort(found, [](const Candidate &a, const Candidate &b) {
    return keyOf(a) < keyOf(b);
  });
  if (found.size() > kNearest)
    found.resize(kNearest);
  return found;
}

// What the planner makes of the buffers of a tiling: it leaves no gap after the
// topmost one, which the search counts as if each were rounded up.
int64_t plannedNeed(const KernelModel &model,
                    const Configuration &configuration, const Tiles &tiles) {
  const TileSchedule schedule = scheduleTiles(model, tiles, configuration);
  std::vector<l1::Buffer> buffers;
  auto add = [&](const Stream &stream) {
    buffers.push_back({"", 0, 1, stream.bytes(), kAlignment});
  };
  add(schedule.output);
  for (const Stream &input : schedule.inputs)
    add(input);
  return l1::planBuffers(buffers, 0).need;
}

std::vector<Candidate> suggest(const KernelModel &model,
                               const Configuration &configuration,
                               const Tiles &chosen, int64_t budget) {
  SearchSpace space;
  space.budget = budget;
  std::vector<Candidate> best = enumerateTilings(model, configuration, space);
  if (best.size() > kBest)
    best.resize(kBest);
  for (Candidate &near : nearestTilings(model, configuration, chosen, budget))
    best.push_back(std::move(near));
  for (Candidate &candidate : best)
    candidate.needBytes = plannedNeed(model, configuration, candidate.tiles);
  llvm::sort(best, [](const Candidate &a, const Candidate &b) {
    return keyOf(a) < keyOf(b);
  });
  auto same = [](const Candidate &a, const Candidate &b) {
    return keyOf(a) == keyOf(b);
  };
  best.erase(std::unique(best.begin(), best.end(), same), best.end());
  return best;
}

} // namespace

std::vector<KernelFacts> seeker::explain::collectKernelFacts(
    func::FuncOp func, const Configuration &configuration, int64_t budget) {
  std::vector<KernelFacts> facts;
  func.walk([&](snitch::KernelOp kernel) {
    if (!kernel.getTiles())
      return;
    KernelFacts fact;
    fact.name = kernel.getName().str();
    fact.model = analyseKernel(kernel);
    const Tiles tiles = Tiles::from(*kernel.getTiles());
    fact.schedule = scheduleTiles(fact.model, tiles, configuration);
    fact.suggestions = suggest(fact.model, configuration, tiles, budget);
    facts.push_back(std::move(fact));
  });
  return facts;
}
