// Reads an image's kernels for who makes what.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/run/makers.hpp"

#include <algorithm>

namespace seeker::run {
namespace {

using nlohmann::json;

/// Sizes of 1 or more, or nothing.
std::vector<std::uint64_t> sizes(const json &from, const char *key) {
  std::vector<std::uint64_t> made;
  const json list = from.is_object() ? from.value(key, json()) : json();
  if (!list.is_array())
    return made;
  for (const json &size : list) {
    if (!size.is_number_unsigned() || size.get<std::uint64_t>() == 0)
      return {};
    made.push_back(size.get<std::uint64_t>());
  }
  return made;
}

} // namespace

std::optional<maker> maker_of(const json &kernels, std::string_view tensor) {
  const auto stores = [&](const json &transfer) {
    return transfer.is_object() && transfer.value("tensor", json()) == tensor &&
           transfer.value("direction", json()) == "out";
  };
  for (std::size_t index = kernels.size(); index-- > 0;) {
    const json &kernel = kernels[index];
    if (!kernel.is_object() || !kernel.value("name", json()).is_string())
      continue;
    const json transfers = kernel.value("transfers", json());
    if (!transfers.is_array() ||
        std::none_of(transfers.begin(), transfers.end(), stores))
      continue;
    const json result = kernel.value("result", json());
    maker made{index, kernel["name"].get<std::string>(), sizes(result, "tile"),
               sizes(result, "share")};
    if (made.tile.size() != made.share.size())
      made.tile = made.share = {};
    return made;
  }
  return std::nullopt;
}

std::optional<std::vector<std::uint64_t>> tile_of(const maker &by,
                                                  const tensor::shape &index) {
  if (by.tile.empty() || by.tile.size() != index.size())
    return std::nullopt;
  std::vector<std::uint64_t> tile(index.size());
  for (std::size_t i = 0; i < index.size(); ++i)
    tile[i] = index[i] / by.tile[i];
  return tile;
}

std::optional<std::uint64_t> core_of(const maker &by,
                                     const tensor::shape &index) {
  if (by.tile.empty() || by.tile.size() != index.size())
    return std::nullopt;
  // At most one dimension is divided; without one, the first core does all.
  for (std::size_t i = 0; i < index.size(); ++i)
    if (by.share[i] != by.tile[i])
      return index[i] % by.tile[i] / by.share[i];
  return 0;
}

} // namespace seeker::run
