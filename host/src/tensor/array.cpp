// Names, sizes and indices of arrays.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/tensor/array.hpp"

#include <fmt/format.h>

namespace seeker::tensor {

std::size_t size_bytes(dtype type) { return type == dtype::f64 ? 8 : 4; }

std::string_view name(dtype type) { return type == dtype::f64 ? "f64" : "f32"; }

std::optional<dtype> parse_dtype(std::string_view name) {
  if (name == "f64")
    return dtype::f64;
  if (name == "f32")
    return dtype::f32;
  return std::nullopt;
}

std::string text(const shape &dims) {
  return dims.empty() ? "scalar" : fmt::format("{}", fmt::join(dims, "x"));
}

std::optional<std::uint64_t> elements(const shape &dims) {
  constexpr std::uint64_t limit = std::uint64_t{1} << 37;
  std::uint64_t count = 1;
  for (const std::uint64_t extent : dims) {
    if (extent != 0 && count > limit / extent)
      return std::nullopt;
    count *= extent;
  }
  return count;
}

shape index_of(std::uint64_t position, const shape &dims) {
  shape index(dims.size());
  for (std::size_t i = dims.size(); i-- > 0;) {
    index[i] = position % dims[i];
    position /= dims[i];
  }
  return index;
}

std::string index_text(const shape &index) {
  return fmt::format("[{}]", fmt::join(index, ", "));
}

} // namespace seeker::tensor
