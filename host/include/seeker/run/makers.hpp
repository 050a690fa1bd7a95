// Which kernel makes a tensor, and which of its tiles and cores an element.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/tensor/array.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::run {

/// The kernel that stores a tensor last.
struct maker {
  std::size_t index = 0; // among the image's kernels, in the order of the run
  std::string kernel;
  /// By the tensor's dimensions: a tile's size, and that of each core's run of
  /// it; empty where the image does not tell.
  std::vector<std::uint64_t> tile, share;
};

/// `kernels` as `seeker explain --json` has them.
std::optional<maker> maker_of(const nlohmann::json &kernels,
                              std::string_view tensor);

/// The tile that an element belongs to, by dimension.
std::optional<std::vector<std::uint64_t>> tile_of(const maker &by,
                                                  const tensor::shape &index);
/// The compute core that computes an element.
std::optional<std::uint64_t> core_of(const maker &by,
                                     const tensor::shape &index);

} // namespace seeker::run
