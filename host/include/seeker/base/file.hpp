// Whole files in and out: bounded reads, and writes that leave no partial file.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

namespace seeker {

/// Reads a regular file of at most `limit_bytes`; its size is checked before
/// anything is allocated.
result<std::vector<std::byte>> read_file(const std::filesystem::path &path,
                                         std::uint64_t limit_bytes);

/// Writes a file beside `path` and renames it over `path` when it is complete.
/// On an error nothing is left behind.
result<void> write_file(const std::filesystem::path &path,
                        std::span<const std::byte> content);
result<void> write_file(const std::filesystem::path &path,
                        std::string_view content);

/// The folder of the running program: build/release/bin.
std::filesystem::path program_folder();

/// The folder of data that belong to it: ../share/seeker from there.
std::filesystem::path share_folder();

} // namespace seeker
