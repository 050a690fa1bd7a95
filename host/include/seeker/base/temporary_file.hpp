// A file that takes its place when it is complete, and else is gone.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// It lies beside its place as ".NAME.seeker-XXXXXX". What a killed process left
// there goes when the next one writes the same file: a lock, which the kernel
// releases with its holder, tells the living from the dead.
#pragma once

#include "seeker/base/blob.hpp"
#include "seeker/base/error.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace seeker {

class temporary_file {
public:
  static result<temporary_file> beside(const std::filesystem::path &place);
  temporary_file(temporary_file &&other) noexcept;
  temporary_file &operator=(temporary_file &&) = delete;
  ~temporary_file();

  /// Appends.
  result<void> write(std::span<const std::byte> content);
  /// What was written so far.
  result<blob> map() const;
  /// Renames it over its place.
  result<void> keep();

private:
  temporary_file(std::filesystem::path place, std::string name, int file)
      : place_(std::move(place)), name_(std::move(name)), file_(file) {}
  error failed(std::string_view verb) const;

  std::filesystem::path place_;
  std::string name_; // empty once there is nothing to remove
  int file_ = -1;
};

} // namespace seeker
