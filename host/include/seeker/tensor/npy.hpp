// NumPy's files: one array (npy), or several in an archive (npz).
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The format is that of numpy.lib.format, versions 1.0 to 3.0; what numpy.save
// and xtensor write is read. Shapes and sizes are checked against the bytes
// that are there before anything is allocated.
#pragma once

#include "seeker/tensor/array.hpp"

#include <filesystem>
#include <map>
#include <span>
#include <string>

namespace seeker::tensor {

/// An npy of little-endian f64 or f32, in C or Fortran order. `origin` names
/// it in errors. In C order the array is a part of `content`.
result<array> parse_npy(blob content, std::string_view origin);
std::vector<std::byte> format_npy(const array &values);
/// What comes before the numbers.
std::vector<std::byte> npy_head(dtype type, const shape &dims);

/// The file stays mapped for as long as the array lives: its bytes are read
/// when they are looked at.
result<array> read_npy(const std::filesystem::path &path);
result<void> write_npy(const std::filesystem::path &path, const array &values);

/// The arrays of an npz, by their names without ".npy". Those that are stored
/// are parts of `file`, those that are deflated have bytes of their own.
result<std::map<std::string, array>> parse_npz(blob file,
                                               std::string_view origin);

/// The arrays of a folder's *.npy or of an npz, mapped.
result<std::map<std::string, array>>
read_collection(const std::filesystem::path &folder_or_npz);

/// No file above this is read.
inline constexpr std::uint64_t max_file_bytes = std::uint64_t{1} << 40;

} // namespace seeker::tensor
