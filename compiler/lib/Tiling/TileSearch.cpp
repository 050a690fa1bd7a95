// Enumerates tile choices, keeps those that fit, ranks them by the cycle model.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/Tiling/TileSearch.h"
#include "seeker/CycleModel/CycleModel.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <set>

using namespace llvm;
using namespace seeker;
using namespace seeker::tiling;

/// Sizes worth trying, the whole dimension first: those that waste the least
/// of their last tile, and among them one of each magnitude.
static SmallVector<int64_t> getTileSizes(int64_t range, int64_t cores,
                                         size_t limit) {
  std::set<int64_t> sizes;
  for (int64_t size = 1; size <= range; ++size)
    if (range % size == 0)
      sizes.insert(size);
  // Where divisors are rare: multiples of the cores, in steps of a quarter.
  for (int64_t size = std::min(cores, range); size < range;
       size += std::max<int64_t>(cores, size / 4 / cores * cores))
    sizes.insert(size);
  SmallVector<int64_t> all(sizes.begin(), sizes.end());
  if (all.size() <= limit)
    return {all.rbegin(), all.rend()};
  // The small ones go first: they cost the most cycles. Thin out the rest.
  SmallVector<int64_t> kept;
  for (size_t i = 0; i < limit; ++i)
    kept.push_back(all[all.size() - 1 - i * all.size() / limit]);
  return kept;
}

/// Rows of these sizes lie one superbank apart, modulo all of them, without
/// padding; or with less than a beat of it, where that makes even tiles.
static void addRotatingSizes(SmallVectorImpl<int64_t> &sizes, int64_t range,
                             const Configuration &configuration,
                             int64_t elementBytes) {
  constexpr int64_t kMost = 6;
  int64_t superbank = configuration.dmaDataBytes / elementBytes;
  int64_t line =
      superbank * configuration.tcdmBanks / configuration.superbankBanks;
  auto add = [&](int64_t size) {
    if (size < range && !llvm::is_contained(sizes, size))
      sizes.push_back(size);
  };
  for (int64_t lines = 1; lines <= kMost; ++lines) {
    int64_t size = superbank + lines * line;
    add(size);
    for (int64_t even = size - 1; even > size - superbank; --even)
      if (range % even == 0)
        add(even);
  }
}

/// Calls `visit` for each combination of one size a dimension.
static void forEachTile(ArrayRef<SmallVector<int64_t>> sizes,
                        SmallVectorImpl<int64_t> &tile,
                        function_ref<void()> visit) {
  size_t dim = tile.size();
  if (dim == sizes.size())
    return visit();
  for (int64_t size : sizes[dim]) {
    tile.push_back(size);
    forEachTile(sizes, tile, visit);
    tile.pop_back();
  }
}

/// Copies of a tile worth trying.
static constexpr int64_t kBuffers[] = {2, 3, 4, 5, 6, 8};
/// Of more loops than these not all orders are tried.
static constexpr size_t kMaxPermuted = 4;

namespace {
class Search {
public:
  Search(const KernelModel &model, const Configuration &configuration,
         const SearchSpace &space)
      : model(model), configuration(configuration), space(space) {}

  std::vector<Candidate> run() {
    forEachTile(getSizes(), tile, [&] { visitOrders(); });
    llvm::sort(found, [](const Candidate &a, const Candidate &b) {
      auto key = [](const Candidate &c) {
        return std::tie(c.predictedCycles, c.needBytes, c.tiles.dualBuffer,
                        c.tiles.buffers, c.tiles.rows, c.tiles.l1,
                        c.tiles.order);
      };
      return key(a) < key(b);
    });
    return std::move(found);
  }

private:
  /// Sizes to try for each dimension. The more dimensions, the fewer sizes.
  SmallVector<SmallVector<int64_t>> getSizes() {
    static constexpr size_t kLimits[] = {64, 64, 64, 20, 8};
    size_t rank = model.ranges.size();
    size_t limit = rank < std::size(kLimits) ? kLimits[rank] : 4;
    SmallVector<SmallVector<int64_t>> sizes;
    for (size_t dim = 0; dim < rank; ++dim) {
      int64_t range = model.ranges[dim];
      if (space.l1.empty()) {
        sizes.push_back(getTileSizes(range, configuration.computeCores, limit));
        if (rank <= 3)
          addRotatingSizes(sizes.back(), range, configuration,
                           model.output.elementBytes);
      } else
        sizes.push_back({space.l1[dim] == 0 ? range : space.l1[dim]});
    }
    return sizes;
  }

  /// All orders of the dimensions that are cut; the others, which take one
  /// trip, come first, in order.
  void visitOrders() {
    SmallVector<int64_t> whole, cut;
    for (size_t dim = 0; dim < tile.size(); ++dim)
      (tile[dim] == model.ranges[dim] ? whole : cut).push_back(dim);
    if (!space.order.empty())
      return visitBuffering(space.order, cut);
    if (cut.size() > kMaxPermuted) {
      // Few of so many orders matter: sums that stay in L1, or do not.
      for (bool reducesLast : {false, true}) {
        SmallVector<int64_t> order(whole);
        for (bool reduction : {!reducesLast, reducesLast})
          llvm::copy_if(cut, std::back_inserter(order), [&](int64_t dim) {
            return model.isReduction[dim] == reduction;
          });
        visitBuffering(order, cut);
      }
      return;
    }
    do {
      SmallVector<int64_t> order(whole);
      llvm::append_range(order, cut);
      visitBuffering(order, cut);
    } while (std::next_permutation(cut.begin(), cut.end()));
  }

  void visitBuffering(ArrayRef<int64_t> order, ArrayRef<int64_t> cut) {
    Tiles tiles;
    for (size_t dim = 0; dim < tile.size(); ++dim)
      tiles.l1.push_back(tile[dim] == model.ranges[dim] ? 0 : tile[dim]);
    tiles.order.assign(order.begin(), order.end());
    for (bool dualBuffer : {false, true}) {
      // A single step has nothing to load ahead.
      if (space.dualBuffer ? dualBuffer != *space.dualBuffer
                           : dualBuffer && cut.empty())
        continue;
      tiles.dualBuffer = dualBuffer;
      if (!dualBuffer) {
        tiles.buffers = 2;
        tiles.rows = snitch::Rows::Dense;
        if (space.buffers.value_or(2) == 2 &&
            space.rows.value_or(snitch::Rows::Dense) == snitch::Rows::Dense)
          consider(tiles, scheduleTiles(model, tiles, configuration));
        continue;
      }
      for (snitch::Rows rows :
           {snitch::Rows::Dense, snitch::Rows::Padded, snitch::Rows::Cyclic}) {
        tiles.rows = rows;
        if (!space.rows || *space.rows == rows)
          visitCopies(tiles);
      }
    }
  }

  /// As many copies as fit and have a use.
  void visitCopies(Tiles &tiles) {
    for (int64_t buffers :
         space.buffers ? ArrayRef(*space.buffers) : ArrayRef(kBuffers)) {
      tiles.buffers = buffers;
      TileSchedule schedule = scheduleTiles(model, tiles, configuration);
      if (!space.rows && tiles.rows != snitch::Rows::Dense &&
          !schedule.changesRows())
        return;
      if (buffers > 2 && !space.buffers &&
          llvm::none_of(schedule.inputs, [&](const Stream &stream) {
            return stream.transfers > 1 && stream.copies == buffers;
          }))
        return;
      if (!consider(tiles, schedule) && !space.buffers)
        return;
    }
  }

  /// Keeps the choice if it fits.
  bool consider(const Tiles &tiles, const TileSchedule &schedule) {
    int64_t need = schedule.needBytes();
    if (need > space.budget)
      return false;
    found.push_back({tiles, need, cycles.predict(model, schedule)});
    return true;
  }

  const KernelModel &model;
  const Configuration &configuration;
  const SearchSpace &space;
  CycleModel cycles{configuration};
  SmallVector<int64_t> tile;
  std::vector<Candidate> found;
};
} // namespace

Candidate tiling::evaluateTiling(const KernelModel &model,
                                 const Configuration &configuration,
                                 const Tiles &tiles) {
  TileSchedule schedule = scheduleTiles(model, tiles, configuration);
  return {tiles, schedule.needBytes(),
          CycleModel(configuration).predict(model, schedule)};
}

std::vector<Candidate>
tiling::enumerateTilings(const KernelModel &model,
                         const Configuration &configuration,
                         const SearchSpace &space) {
  return Search(model, configuration, space).run();
}

int64_t tiling::getLowerBoundBytes(const KernelModel &model) {
  Tiles tiles;
  tiles.l1.assign(model.ranges.size(), 1);
  // Reductions innermost: no sum outlives the loops over its own dimensions.
  for (bool reduces : {false, true})
    for (size_t dim = 0; dim < model.ranges.size(); ++dim)
      if (model.isReduction[dim] == reduces)
        tiles.order.push_back(dim);
  Configuration one;
  one.computeCores = 1;
  return scheduleTiles(model, tiles, one).needBytes();
}
