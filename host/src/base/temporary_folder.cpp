// Makes private folders, and removes them with all that is in them.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/temporary_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace seeker {

result<temporary_folder> temporary_folder::make(std::string_view purpose) {
  std::error_code ec;
  const auto parent = std::filesystem::temp_directory_path(ec);
  if (ec)
    return fail(errc::file,
                "cannot create a folder for {}: TMPDIR is no folder: {}",
                purpose, ec.message());
  std::string name = (parent / "seeker-XXXXXX").string();
  if (!::mkdtemp(name.data())) // mode 0700
    return fail(errc::file, "cannot create a folder for {}, {}: {}", purpose,
                name, std::strerror(errno));
  return temporary_folder(name);
}

temporary_folder::temporary_folder(temporary_folder &&other) noexcept
    : path_(std::move(other.path_)) {
  other.path_.clear();
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  if (!path_.empty())
    std::filesystem::remove_all(path_, ignored);
}

} // namespace seeker
