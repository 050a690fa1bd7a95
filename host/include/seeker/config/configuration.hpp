// A configuration of the hardware: rtl/cfg/NAME.json as the host reads it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace seeker::config {

struct region {
  std::uint64_t base = 0;
  std::uint64_t bytes = 0;

  /// Whether [address, address + count) lies wholly inside.
  bool contains(std::uint64_t address, std::uint64_t count) const {
    return address >= base && address - base <= bytes &&
           count <= bytes - (address - base);
  }
};

struct configuration {
  std::string name;
  std::uint64_t hash = 0; // as rtl/cfg/generate.py computes it
  std::uint32_t compute_cores = 0;
  std::uint32_t dm_cores = 0;
  std::uint32_t perf_counters = 0;
  std::uint32_t max_payload_bytes = 0;
  std::uint32_t dma_data_bytes = 0;
  std::uint32_t ssr_credits = 0;
  std::uint32_t frep_buffer = 0;
  std::uint32_t frep_nests = 0;
  bool frep_length_minus_one = false; // what imm12 of frep.o means
  bool debug_module = false;
  std::uint32_t debug_triggers = 0; // a hart
  std::uint64_t alias_base = 0;
  region tcdm, boot_rom, peripheral, zero_memory, external_slave, l3, clint;
  nlohmann::json document;

  std::uint32_t harts() const { return compute_cores + dm_cores; }
};

/// 16 hexadecimal digits.
std::string hash_text(std::uint64_t hash);

/// From the text of a JSON file; `origin` names it in errors.
result<configuration> parse(std::string_view text, std::string_view origin);

/// NAME stands for share/seeker/cfg/NAME.json; what ends in .json is a path.
result<configuration> load(const std::string &name_or_file);

/// The configuration of share/seeker/cfg that has this hash.
result<configuration> find(std::uint64_t hash);

/// A line for each leaf that differs: "tcdm.banks: 32, there 16".
std::vector<std::string> difference(const configuration &here,
                                    const configuration &there);

/// Says for a person how the configuration `wanted_by` needs differs from what
/// `found_at` has; names the leaves when both are known in share/seeker/cfg.
error mismatch(std::string_view wanted_by, std::uint64_t wanted,
               std::string_view found_at, std::uint64_t found);

} // namespace seeker::config
