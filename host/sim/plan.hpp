// The plan of an image's L1: which bytes belong to what, kernel by kernel.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// As JSON, made by the host from an image's manifest:
//
//   {"tcdm": {"base": N, "bytes": N, "alias": N},
//    "record": N,            address of the run record, for the kernels' marks
//    "kernels": [{"name": "k", "buffers": [RANGE...]}],
//    "always": [RANGE...]}   stacks and reserve, whatever runs
//
// RANGE is {"name", "role", "address", "bytes"} and, where one hart alone may
// touch it, "hart". Ranges lie in the TCDM; those of a kernel may touch but not
// overlap each other in a sane plan, which is not checked here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::sim {

struct plan {
  struct range {
    std::string name;
    std::string role;
    std::uint32_t address = 0;
    std::uint32_t bytes = 0;
    std::optional<unsigned> hart;
  };
  struct kernel {
    std::string name;
    std::vector<range> buffers;
  };

  std::uint32_t tcdm_base = 0;
  std::uint32_t tcdm_bytes = 0;
  std::uint32_t tcdm_alias = 0;
  std::optional<std::uint32_t> record;
  std::vector<kernel> kernels;
  std::vector<range> always;

  // An address of the TCDM, or of its alias, as an offset into it.
  [[nodiscard]] std::optional<std::uint32_t>
  offset(std::uint32_t address) const {
    if (address - tcdm_base < tcdm_bytes)
      return address - tcdm_base;
    if (address - tcdm_alias < tcdm_bytes)
      return address - tcdm_alias;
    return std::nullopt;
  }
};

// Throws usage_error, which names `origin` and the field.
plan parse_plan(std::string_view text, const std::string &origin);
plan read_plan(const std::filesystem::path &file);

inline constexpr std::size_t max_plan_bytes = std::size_t{16} << 20;

} // namespace seeker::sim
