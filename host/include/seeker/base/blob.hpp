// Immutable bytes that somebody owns: a buffer, or a file in memory.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Copies are cheap and share the bytes. A mapped file must not shrink while it
// is in use: the kernel then sends SIGBUS (explain_lost_pages).
#pragma once

#include "seeker/base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace seeker {

class blob {
public:
  blob() = default;
  /// Owns the bytes.
  blob(std::vector<std::byte> content);
  /// Whoever made it keeps the bytes alive.
  static blob borrow(std::span<const std::byte> content);
  /// A regular file of at most `limit_bytes`, mapped: pages are read when they
  /// are looked at.
  static result<blob> map(const std::filesystem::path &path,
                          std::uint64_t limit_bytes);

  std::span<const std::byte> span() const { return content_; }
  operator std::span<const std::byte>() const { return content_; }
  const std::byte *data() const { return content_.data(); }
  std::size_t size() const { return content_.size(); }
  bool empty() const { return content_.empty(); }
  /// The same bytes, wherever they are.
  friend bool operator==(const blob &a, const blob &b);
  /// A part; it shares the owner.
  blob part(std::size_t offset, std::size_t count) const;

  /// Of a mapped file: this range will be looked at soon ...
  void expect(std::size_t offset, std::size_t count) const;
  /// ... or not soon again, so that its pages need not stay in memory. What is
  /// looked at all the same is read again.
  void release(std::size_t offset, std::size_t count) const;

private:
  void advise(std::size_t offset, std::size_t count, int advice) const;

  std::span<const std::byte> content_;
  std::shared_ptr<const void> owner_;
  bool mapped_ = false;
};

/// From now on a mapped file that shrinks, or a disk that fails under it, ends
/// the process with a sentence and the exit code of CONFIG.
void explain_lost_pages();

} // namespace seeker
