// The order of tiles and the buffers that follow from a choice of tiles.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef SEEKER_TILING_TILESCHEDULE_H
#define SEEKER_TILING_TILESCHEDULE_H

#include "seeker/Config/Configuration.h"
#include "seeker/Tiling/KernelModel.h"

namespace seeker::tiling {

/// Every buffer in L1 starts at a multiple of this many bytes.
constexpr int64_t kAlignment = 64;

/// A choice of tiles, as TilesAttr but without a context.
struct Tiles {
  llvm::SmallVector<int64_t> l1;
  llvm::SmallVector<int64_t> order;
  bool dualBuffer = false;
  /// Copies of a tile that is loaded again and again, if dual-buffered.
  int64_t buffers = 2;
  snitch::Rows rows = snitch::Rows::Dense;

  static Tiles from(snitch::TilesAttr attr);
  snitch::TilesAttr toAttr(mlir::MLIRContext *context) const;
};

/// One loop over tiles that takes more than one step.
struct TileLoop {
  unsigned dim = 0;
  int64_t trips = 0;
  /// Steps for which this loop stays where it is: the product of the trips of
  /// all loops inside it.
  int64_t period = 0;
  /// Elements by which all trips together exceed the range.
  int64_t slack = 0;
  /// Whether the first tile is that much smaller, so that computation starts
  /// after a small load, or else the last one.
  bool isFirstSmall = false;
};

/// The buffer of one operand and the transfers that fill or drain it.
///
/// Load (or store) number n covers steps n * period to (n + 1) * period - 1
/// and uses copy n mod `copies`.
struct Stream {
  /// The operand's tile, by the operand's dimensions.
  llvm::SmallVector<int64_t> shape;
  /// Elements from row to row: the innermost size, or more.
  int64_t pitch = 1;
  int64_t period = 0;
  int64_t transfers = 0;
  int64_t copies = 1;
  int64_t elementBytes = 0;

  int64_t tileBytes() const;
  int64_t bytes() const { return tileBytes() * copies; }
};

/// The steps of a kernel under one choice of tiles, and the L1 that they need.
///
/// Steps are numbered 0 to `steps` - 1; the loops over tiles are flattened, in
/// the chosen order, those of a single trip left out. An operand changes only
/// at steps at which all loops inside its innermost relevant one are at 0. The
/// output's tile covers the whole of a parallel dimension whose loop lies
/// inside a reduction loop, since the sums stay resident for the reduction.
struct TileSchedule {
  /// Tile size by dimension: 0 is resolved to the whole dimension.
  llvm::SmallVector<int64_t> tile;
  llvm::SmallVector<TileLoop> loops;
  int64_t steps = 1;
  bool dualBuffer = false;
  /// Whether the barrier behind a step lets the step's work go on until the
  /// next one, so that the cores set up a step while their FPUs are at the one
  /// before. Steps that follow each other must then have different results, and
  /// all results are resident.
  bool late = false;

  llvm::SmallVector<Stream> inputs;
  Stream output;
  /// By dimension: whether the output's tile covers all of it although the
  /// loops cut it.
  llvm::SmallVector<bool> isResident;

  /// The dimension whose part of a tile is divided among the compute cores, in
  /// runs of ceil(tile / cores), at the edge as far as they reach, or in turn;
  /// none if no parallel dimension has a tile of more than one: then one core
  /// does all.
  std::optional<unsigned> coreDim;
  bool isCyclic = false;

  /// All buffers, each rounded up to the alignment: what the kernel needs.
  int64_t needBytes() const;

  /// Whether rows lie, or are divided, otherwise than densely and in runs.
  bool changesRows() const;

  /// The loop over tiles of `dim`, or null if that takes a single trip.
  const TileLoop *findLoop(unsigned dim) const;
};

/// What `tiles`, which cut the model's ranges, mean for the kernel on a
/// cluster.
TileSchedule scheduleTiles(const KernelModel &model, const Tiles &tiles,
                           const Configuration &configuration);

} // namespace seeker::tiling

#endif // SEEKER_TILING_TILESCHEDULE_H
