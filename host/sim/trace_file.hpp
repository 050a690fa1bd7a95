// A file of trace events that is valid JSON whenever nobody is writing to it.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Events are collected and appended by one write a buffer, each of which ends
// with what closes the document; the next one overwrites that. So a process
// that is killed leaves a document that can be read, and memory is bounded by
// the buffer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace seeker::sim {

class trace_file {
public:
  // Begins the document: {HEAD, "traceEvents": [...]}; `head` is the fields
  // without braces. Throws std::runtime_error when the file cannot be made.
  trace_file(std::filesystem::path file, std::string_view head);
  ~trace_file();
  trace_file(const trace_file &) = delete;
  trace_file &operator=(const trace_file &) = delete;

  // One event, a JSON object.
  void add(std::string_view event);
  void flush();
  // What went wrong first; empty while all is well. Nothing is written after
  // it, and what was there stays valid.
  [[nodiscard]] const std::string &problem() const { return problem_; }

private:
  void write(std::string_view text, std::uint64_t at);

  std::filesystem::path path_;
  int file_ = -1;
  std::uint64_t end_ = 0; // where the closing words are
  bool is_first_ = true;
  std::string buffer_;
  std::string problem_;
};

} // namespace seeker::sim
