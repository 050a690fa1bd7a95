// Appends by positioned writes.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "trace_file.hpp"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace seeker::sim {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{64} << 10;
constexpr std::string_view closing = "\n]}\n";

} // namespace

trace_file::trace_file(std::filesystem::path file, std::string_view head)
    : path_(std::move(file)) {
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file_ < 0)
    throw std::runtime_error("cannot write the trace " + path_.string() + ": " +
                             std::strerror(errno));
  buffer_ = "{" + std::string(head) + ",\"traceEvents\":[";
  flush();
}

trace_file::~trace_file() {
  flush();
  ::close(file_);
}

void trace_file::add(std::string_view event) {
  buffer_ += is_first_ ? "\n" : ",\n";
  buffer_ += event;
  is_first_ = false;
  if (buffer_.size() >= buffer_bytes)
    flush();
}

void trace_file::flush() {
  if (problem_.empty() && !buffer_.empty()) {
    const std::size_t count = buffer_.size();
    buffer_ += closing;
    write(buffer_, end_);
    if (problem_.empty()) {
      end_ += count;
    } else if (::ftruncate(file_, static_cast<off_t>(end_)) == 0) {
      // As before; there was room for it.
      static_cast<void>(!::pwrite(file_, closing.data(), closing.size(),
                                  static_cast<off_t>(end_)));
    }
  }
  buffer_.clear();
}

void trace_file::write(std::string_view text, std::uint64_t at) {
  while (!text.empty()) {
    const ssize_t n =
        ::pwrite(file_, text.data(), text.size(), static_cast<off_t>(at));
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      problem_ = "cannot write the trace " + path_.string() + ": " +
                 std::strerror(n < 0 ? errno : ENOSPC);
      return;
    }
    at += static_cast<std::uint64_t>(n);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

} // namespace seeker::sim
