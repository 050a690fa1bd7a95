// Divides a suite into parts that take equally long.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::ci {

struct piece {
  std::string name;
  std::optional<double> seconds; // that it took before
};

struct division {
  std::vector<unsigned> shard_of; // by piece, counted from 1
  /// Names the whole division: the same in all its parts. Parts that were
  /// divided by other durations may leave a case out between them, and differ
  /// here.
  std::string partition;
};

/// The longest first, each to the part that has least; a piece without a past
/// counts as the mean of the others. The order of `pieces` does not matter.
division divide(const std::vector<piece> &pieces, unsigned parts);

struct part {
  unsigned index = 1, of = 1;
};
/// "2/5".
result<part> parse_part(std::string_view text);

} // namespace seeker::ci
