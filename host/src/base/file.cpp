// Bounded reads and atomic writes on POSIX files.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/file.hpp"

#include "seeker/base/temporary_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace seeker {
namespace {

class descriptor {
public:
  explicit descriptor(int fd) : fd_(fd) {}
  descriptor(const descriptor &) = delete;
  descriptor &operator=(const descriptor &) = delete;
  ~descriptor() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

private:
  int fd_;
};

error io_error(std::string_view verb, const std::filesystem::path &path) {
  return fail(errc::file, "cannot {} {}: {}", verb, path.string(),
              std::strerror(errno));
}

} // namespace

result<std::vector<std::byte>> read_file(const std::filesystem::path &path,
                                         std::uint64_t limit_bytes) {
  descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid())
    return io_error("open", path);
  struct stat info = {};
  if (::fstat(file.get(), &info) != 0)
    return io_error("read", path);
  if (!S_ISREG(info.st_mode))
    return fail(errc::file, "cannot read {}: not a regular file",
                path.string());
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size > limit_bytes)
    return fail(errc::limit, "{} has {} bytes, at most {} are read",
                path.string(), size, limit_bytes);
  std::vector<std::byte> content(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t n = ::read(file.get(), content.data() + done, size - done);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return io_error("read", path);
    if (n == 0)
      return fail(errc::file, "{} shrank from {} to {} bytes while being read",
                  path.string(), size, done);
    done += static_cast<std::size_t>(n);
  }
  return content;
}

result<void> write_file(const std::filesystem::path &path,
                        std::span<const std::byte> content) {
  auto file = temporary_file::beside(path);
  if (!file)
    return file.error();
  if (auto wrote = file->write(content); !wrote)
    return wrote;
  return file->keep();
}

result<void> write_file(const std::filesystem::path &path,
                        std::string_view content) {
  return write_file(path, std::as_bytes(std::span(content)));
}

std::filesystem::path program_folder() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

std::filesystem::path share_folder() {
  return program_folder().parent_path() / "share" / "seeker";
}

} // namespace seeker
