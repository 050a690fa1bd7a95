// Writes beside, then renames; removes what the dead left.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/temporary_file.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seeker {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view random_part = "XXXXXX";
// A file is made before it is locked: one this young is left alone.
constexpr std::chrono::seconds young{10};

std::string prefix_of(const fs::path &place) {
  return "." + place.filename().string() + ".seeker-";
}

/// Whether its writer is no more.
bool is_stray(const fs::path &file) {
  std::error_code ec;
  const auto written = fs::last_write_time(file, ec);
  if (ec || fs::file_time_type::clock::now() - written < young)
    return false;
  const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (opened < 0)
    return false;
  const bool nobody = ::flock(opened, LOCK_EX | LOCK_NB) == 0;
  ::close(opened);
  return nobody;
}

void remove_strays(const fs::path &folder, const std::string &prefix) {
  std::error_code ec;
  for (fs::directory_iterator at(folder, ec), end; !ec && at != end;
       at.increment(ec)) {
    const std::string name = at->path().filename().string();
    if (name.size() == prefix.size() + random_part.size() &&
        name.starts_with(prefix) && is_stray(at->path()))
      ::unlink(at->path().c_str());
  }
}

} // namespace

result<temporary_file> temporary_file::beside(const fs::path &place) {
  const fs::path folder = place.has_parent_path() ? place.parent_path() : ".";
  const std::string prefix = prefix_of(place);
  remove_strays(folder, prefix);
  std::string name = (folder / (prefix + std::string(random_part))).string();
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0)
    return fail(errc::file, "cannot write {}: {}", place.string(),
                std::strerror(errno));
  temporary_file made(place, std::move(name), file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0)
    return made.failed("lock");
  return made;
}

temporary_file::temporary_file(temporary_file &&other) noexcept
    : place_(std::move(other.place_)),
      name_(std::exchange(other.name_, std::string())),
      file_(std::exchange(other.file_, -1)) {}

temporary_file::~temporary_file() {
  if (!name_.empty())
    ::unlink(name_.c_str());
  if (file_ >= 0)
    ::close(file_);
}

error temporary_file::failed(std::string_view verb) const {
  return fail(errc::file, "cannot {} {}: {}", verb, place_.string(),
              std::strerror(errno));
}

result<void> temporary_file::write(std::span<const std::byte> content) {
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t n =
        ::write(file_, content.data() + done, content.size() - done);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return failed("write");
    done += static_cast<std::size_t>(n);
  }
  return {};
}

result<blob> temporary_file::map() const {
  return blob::map(name_, std::numeric_limits<std::uint64_t>::max());
}

result<void> temporary_file::keep() {
  // mkostemp makes files private; a result is as readable as any other file.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  if (::fchmod(file_, 0666 & ~mask) != 0 ||
      ::rename(name_.c_str(), place_.c_str()) != 0)
    return failed("write");
  name_.clear();
  return {};
}

} // namespace seeker
