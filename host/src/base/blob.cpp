// Owned, borrowed and mapped bytes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/base/blob.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seeker {
namespace {

error cannot(std::string_view verb, const std::filesystem::path &path) {
  return fail(errc::file, "cannot {} {}: {}", verb, path.string(),
              std::strerror(errno));
}

} // namespace

blob::blob(std::vector<std::byte> content) {
  const auto kept =
      std::make_shared<const std::vector<std::byte>>(std::move(content));
  content_ = *kept;
  owner_ = kept;
}

blob blob::borrow(std::span<const std::byte> content) {
  blob made;
  made.content_ = content;
  return made;
}

result<blob> blob::map(const std::filesystem::path &path,
                       std::uint64_t limit_bytes) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return cannot("open", path);
  // The mapping stays when the descriptor goes.
  const std::unique_ptr<const int, void (*)(const int *)> close_at_end(
      &file, [](const int *one) { ::close(*one); });
  struct stat info = {};
  if (::fstat(file, &info) != 0)
    return cannot("read", path);
  if (!S_ISREG(info.st_mode))
    return fail(errc::file, "cannot read {}: not a regular file",
                path.string());
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size > limit_bytes)
    return fail(errc::limit, "{} has {} bytes, at most {} are read",
                path.string(), size, limit_bytes);
  blob made;
  made.mapped_ = true;
  if (size == 0)
    return made;
  void *at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
  if (at == MAP_FAILED)
    return cannot("map", path);
  made.content_ = {static_cast<const std::byte *>(at), size};
  made.owner_ = std::shared_ptr<const void>(
      at, [size](const void *one) { ::munmap(const_cast<void *>(one), size); });
  return made;
}

bool operator==(const blob &a, const blob &b) {
  return std::ranges::equal(a.content_, b.content_);
}

blob blob::part(std::size_t offset, std::size_t count) const {
  blob made = *this;
  made.content_ = content_.subspan(offset, count);
  return made;
}

void blob::expect(std::size_t offset, std::size_t count) const {
  advise(offset, count, MADV_WILLNEED);
}

void blob::release(std::size_t offset, std::size_t count) const {
  advise(offset, count, MADV_DONTNEED);
}

// Advice wants whole pages; neighbours that share one at the ends lose it too,
// which costs them a look at the page cache and no more.
void blob::advise(std::size_t offset, std::size_t count, int advice) const {
  if (!mapped_ || offset >= content_.size())
    return;
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(content_.data()) + offset;
  const std::size_t bytes = std::min(count, content_.size() - offset);
  const std::uintptr_t first = begin / page * page;
  ::madvise(reinterpret_cast<void *>(first), begin + bytes - first, advice);
}

namespace {

/// Async-signal-safe calls only.
extern "C" void say_lost_pages(int) {
  constexpr std::string_view words =
      "seeker: CONFIG: a file became shorter while it was read, or its disk "
      "failed\n";
  static_cast<void>(!::write(STDERR_FILENO, words.data(), words.size()));
  ::_exit(2);
}

} // namespace

void explain_lost_pages() { std::signal(SIGBUS, say_lost_pages); }

} // namespace seeker
