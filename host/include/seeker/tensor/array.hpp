// Dense arrays of numbers as tensors have them: type, shape, bytes in row-major
// order.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/blob.hpp"
#include "seeker/base/bytes.hpp"
#include "seeker/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::tensor {

enum class dtype { f64, f32 };

std::size_t size_bytes(dtype type);
std::string_view name(dtype type);
std::optional<dtype> parse_dtype(std::string_view name);

/// Dimensions, outermost first; none for a scalar.
using shape = std::vector<std::uint64_t>;

/// "1x400", "scalar".
std::string text(const shape &dims);
/// The number of elements, nothing when it or its bytes exceed 2^40.
std::optional<std::uint64_t> elements(const shape &dims);
/// The index of the element at a row-major position.
shape index_of(std::uint64_t position, const shape &dims);
/// "[0, 17]".
std::string index_text(const shape &index);

struct array {
  dtype type = dtype::f64;
  shape dims;
  blob bytes;

  std::uint64_t size() const { return bytes.size() / size_bytes(type); }
  /// The element at a row-major position; f32 is widened, which is exact.
  double at(std::uint64_t position) const {
    return type == dtype::f64
               ? load<double>(bytes, position * 8)
               : static_cast<double>(load<float>(bytes, position * 4));
  }
};

} // namespace seeker::tensor
