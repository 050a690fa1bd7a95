// Writes an npy as its numbers come.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/temporary_file.hpp"
#include "seeker/tensor/array.hpp"

namespace seeker::tensor {

/// The file takes its place when it is kept, and is gone otherwise.
class npy_writer {
public:
  static result<npy_writer> create(const std::filesystem::path &place,
                                   dtype type, const shape &dims);
  result<void> append(std::span<const std::byte> numbers);
  /// All numbers must have been appended.
  result<void> keep();

private:
  npy_writer(temporary_file file, std::uint64_t missing_bytes)
      : file_(std::move(file)), missing_bytes_(missing_bytes) {}

  temporary_file file_;
  std::uint64_t missing_bytes_;
};

} // namespace seeker::tensor
