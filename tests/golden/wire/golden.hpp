// Reads the golden frames beside it, for the codec's test and the RTL benches.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "seeker/wire/frame.hpp"

namespace seeker::golden {

using bytes = std::vector<std::byte>;

// One frame, run of noise, or piece of memory of a golden file, in its order.
struct piece {
  enum class kind { to_bridge, from_bridge, memory };
  kind what;
  std::uint64_t address = 0; // of memory
  bytes data;
};

// What make.py's CONFIG says of the bridge.
inline constexpr std::uint64_t config_hash = 0x0123456789ABCDEF;
inline constexpr std::uint32_t config_max_payload_bytes = 4096;
inline constexpr std::uint32_t config_harts = 3;
inline constexpr std::uint32_t config_link_bytes = 8;
inline constexpr std::uint64_t config_l3_base = 0x80000000;
inline constexpr std::uint64_t config_l3_bytes = 0x10000000;
inline constexpr wire::hart_status config_status[config_harts] = {
    {0x80000120, wire::hart_state::running, 0, wire::hart_wait::barrier, 3},
    {0x10020010, wire::hart_state::sleeping, 0x93, wire::hart_wait::sleep, 30},
    {0x8000045C, wire::hart_state::running, 2, static_cast<wire::hart_wait>(18),
     17}};

inline std::vector<piece> read(const std::filesystem::path &path) {
  std::ifstream file(path);
  if (!file)
    throw std::runtime_error("cannot read " + path.string());
  std::vector<piece> pieces;
  bool open = false; // the last piece goes on
  for (std::string line; std::getline(file, line);) {
    const bool blank = line.empty();
    std::istringstream words(line.substr(0, line.find('#')));
    std::string word;
    if (!(words >> word)) {
      open = open && !blank;
      continue;
    }
    const auto kind =
        word == ">"   ? piece::kind::to_bridge
        : word == "<" ? piece::kind::from_bridge
        : word == "=" ? piece::kind::memory
                      : throw std::runtime_error(path.string() + ": " + line);
    if (!open || pieces.back().what != kind || kind == piece::kind::memory)
      pieces.push_back({kind, 0, {}});
    open = true;
    if (kind == piece::kind::memory && words >> word)
      pieces.back().address = std::stoull(word, nullptr, 16);
    while (words >> word)
      pieces.back().data.push_back(
          static_cast<std::byte>(std::stoul(word, nullptr, 16)));
  }
  return pieces;
}

inline std::vector<std::filesystem::path>
files(const std::filesystem::path &directory) {
  std::vector<std::filesystem::path> found;
  for (const auto &entry : std::filesystem::directory_iterator(directory))
    if (entry.path().extension() == ".hex")
      found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace seeker::golden
