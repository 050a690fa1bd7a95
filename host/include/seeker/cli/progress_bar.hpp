// A progress bar with rate on a terminal; nothing in a pipe.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "seeker/run/upload.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace seeker::cli {

/// One line of text: "load      [#####     ]  50 %    1.9 MB    0.8 MB/s".
std::string progress_line(std::string_view phase, std::uint64_t done,
                          std::uint64_t whole, double seconds);

class progress_bar {
public:
  progress_bar();
  ~progress_bar();
  progress_bar(const progress_bar &) = delete;
  progress_bar &operator=(const progress_bar &) = delete;

  void show(std::string_view phase, std::uint64_t done, std::uint64_t whole);
  /// For what runs while the bar lives.
  run::show shows() {
    return [this](std::string_view phase, std::uint64_t done,
                  std::uint64_t whole) { show(phase, done, whole); };
  }

private:
  using clock = std::chrono::steady_clock;
  bool enabled_;
  std::string phase_;
  clock::time_point began_{};
  clock::time_point drawn_{};
  bool is_open_ = false; // a line without its end is on the terminal
};

} // namespace seeker::cli
