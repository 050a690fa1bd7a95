// ELF32 RISC-V executables: what is loaded where, and the symbols of HTIF.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every offset, count and size is checked against the file before it is used,
// so that a truncated or damaged file gives an error and nothing else.
#pragma once

#include "seeker/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seeker::image {

struct segment {
  std::uint64_t address = 0;
  std::span<const std::byte> content; // in the file's bytes
  std::uint64_t memory_bytes = 0;     // content, then zeros
};

/// An executable; owns the file's bytes, in which its spans lie.
class program {
public:
  static result<program> parse(std::vector<std::byte> file, std::string origin);
  static result<program> read(const std::filesystem::path &path);

  const std::string &origin() const { return origin_; }
  std::span<const std::byte> file() const { return file_; }
  std::uint64_t entry() const { return entry_; }
  const std::vector<segment> &segments() const { return segments_; }
  /// The value of a symbol, where there is a symbol table that has it.
  std::optional<std::uint64_t> symbol(std::string_view name) const;
  /// A section's bytes.
  std::optional<std::span<const std::byte>>
  section(std::string_view name) const;
  /// Of the whole file: the image's identity.
  const std::string &sha256() const { return sha256_; }

private:
  struct named_section {
    std::string name;
    std::span<const std::byte> content;
    std::uint32_t type;
    std::uint32_t link;
  };
  class reader;

  std::string origin_;
  std::vector<std::byte> file_;
  std::uint64_t entry_ = 0;
  std::vector<segment> segments_;
  std::vector<named_section> sections_;
  std::string sha256_;
};

/// No file above this is read.
inline constexpr std::uint64_t max_file_bytes = std::uint64_t{1} << 30;

} // namespace seeker::image
