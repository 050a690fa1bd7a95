// What an image says of itself: the section .seeker.manifest.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The rules are those of host/schema/manifest.schema.json. Beyond them: names
// are unique, a tensor's bytes are those of its shape and type, tensors lie in
// L3 and overlap only where they take turns. A person who reads an error learns
// the path in the JSON and the numbers.
#pragma once

#include "seeker/config/configuration.hpp"
#include "seeker/tensor/array.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::image {

/// An intermediate is what one kernel leaves to others, under its name.
enum class role { input, output, state, weight, intermediate };
std::string_view name(role kind);

/// Kernels by their numbers, both included.
struct needed_by {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

struct tensor {
  std::string name;
  image::role role = image::role::input;
  seeker::tensor::shape dims;
  seeker::tensor::dtype type = seeker::tensor::dtype::f64;
  std::uint64_t address = 0;
  std::uint64_t bytes = 0;
  bool loaded = false; // the ELF carries the data
  // Of a weight that shares its place in L3: outside of these kernels the host
  // may keep something else there.
  std::optional<needed_by> needed;
};

struct manifest {
  std::string producer;
  std::string model;
  std::string configuration_name;
  std::uint64_t configuration_hash = 0;
  std::uint64_t entry = 0;
  std::uint64_t tohost = 0;
  std::uint64_t record = 0;
  std::uint64_t l1_budget_bytes = 0;
  std::uint64_t predicted_cycles = 0;
  std::vector<tensor> tensors;
  nlohmann::json kernels; // an array, as `seeker explain --json` prints it

  const tensor *find(std::string_view name) const;
};

result<manifest> parse_manifest(std::string_view text, std::string_view origin);

/// Refuses what does not fit the configuration's L3, and overlaps.
result<void> check_placement(const manifest &says,
                             const config::configuration &on,
                             std::string_view origin);

} // namespace seeker::image
