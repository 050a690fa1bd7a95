// Which tile choices fit into L1, best first.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TILING_TILESEARCH_H
#define SEEKER_TILING_TILESEARCH_H

#include "seeker/Config/Configuration.h"
#include "seeker/Tiling/TileSchedule.h"
#include <optional>
#include <vector>

namespace seeker::tiling {

struct Candidate {
  Tiles tiles;
  int64_t needBytes = 0;
  int64_t predictedCycles = 0;
};

/// What of the choice is fixed beforehand; what is empty is searched.
struct SearchSpace {
  llvm::SmallVector<int64_t> l1;
  llvm::SmallVector<int64_t> order;
  std::optional<bool> dualBuffer;
  std::optional<int64_t> buffers;
  std::optional<snitch::Rows> rows;
  /// Bytes of L1 that a choice may need.
  int64_t budget = 0;
};

/// Tile choices that fit, by predicted cycles; equal ones by bytes, then by
/// their numbers: the order is always the same. Sizes are sampled where a
/// dimension has many, and so are orders of more than 4 loops; buffering and
/// rows are complete. Empty when nothing fits.
std::vector<Candidate> enumerateTilings(const KernelModel &model,
                                        const Configuration &configuration,
                                        const SearchSpace &space);

/// Need and cycles of one choice, whether it fits or not.
Candidate evaluateTiling(const KernelModel &model,
                         const Configuration &configuration,
                         const Tiles &tiles);

/// What the smallest tiling needs: no budget below it can ever do.
int64_t getLowerBoundBytes(const KernelModel &model);

} // namespace seeker::tiling

#endif // SEEKER_TILING_TILESEARCH_H
