// A folder that only this user sees, and that is gone with its object.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/base/error.hpp"

#include <filesystem>
#include <string_view>

namespace seeker {

class temporary_folder {
public:
  /// In $TMPDIR or /tmp; `purpose` is for errors ("images").
  static result<temporary_folder> make(std::string_view purpose);
  temporary_folder(temporary_folder &&other) noexcept;
  temporary_folder &operator=(temporary_folder &&) = delete;
  ~temporary_folder();

  const std::filesystem::path &path() const { return path_; }

private:
  explicit temporary_folder(std::filesystem::path path)
      : path_(std::move(path)) {}

  std::filesystem::path path_; // empty once there is nothing to remove
};

} // namespace seeker
